# SPDX-License-Identifier: BSD-2-Clause
"""localboot.c32 on BIOSes with the faults of real ones (hostile.asm)."""

import secrets
import time

import pytest

import hosts
import media
from conftest import comes_back, wait_report
from hosts import BACK_IPXE
from vm import BUILD, Disk, Vm

pytestmark = pytest.mark.usefixtures("fast_clock")

TIMEOUT_S = 200
LOADERS = ["pxelinux", "ipxe-bookworm", "ipxe-trixie", "ipxe-sid", "nbp", "plainpxe"]
# As in test_localboot.py: what differs from a boot by the BIOS itself.
OURS = {"PNP": "1", "PCI": "0107"}


def rom(folder, **modes):
    """Vm options: a BIOS with these faults."""
    path = media.option_rom("hostile.asm", folder / "hostile.rom", **modes)
    return {"extra": ["-option-rom", str(path)]}


def run(host, root, args="", **options):
    return hosts.run(host, root, BUILD / "localboot.c32", args, **options)


def report_of_bios(folder, bios, bus="ide"):
    """What a boot sector finds that this BIOS itself starts."""
    token = secrets.token_hex(4)
    disk = Disk(media.disk(folder / "baseline.img", token), bus, bootindex=0)
    with Vm(disks=[disk], nic_bootindex=None, **bios) as vm:
        report = wait_report(vm, token, TIMEOUT_S)
    del report["TOKEN"]
    return report


@pytest.mark.parametrize("host", LOADERS)
@pytest.mark.parametrize(
    "modes",
    [
        {"I13_CORRUPT": True, "I16_KEYS": True, "INT18_HALT": True, "I13_A20": True},
        {"I13_NO_EDD": True, "INT19_NET": True},
    ],
    ids="+".join,
)
def test_disk_boots_all_the_same(host, modes, root, folder, token_disk, token):
    """...and finds the machine as this BIOS leaves it."""
    bios = rom(folder, **modes)
    with run(host, root, disks=[token_disk], **bios) as vm:
        report = wait_report(vm, token, TIMEOUT_S)
        del report["TOKEN"]
        assert vm.rom_starts() == 1
    assert report == {**report_of_bios(folder, bios), **OURS}


@pytest.mark.parametrize("host", ["ipxe-trixie", "plainpxe"])
def test_no_memory_services(host, root, folder, token_disk, token):
    """PXELINUX itself does not start there."""
    bios = rom(folder, I15_FAIL=True)
    with run(host, root, disks=[token_disk], **bios) as vm:
        wait_report(vm, token, TIMEOUT_S)


@pytest.mark.parametrize("host", ["ipxe-bookworm", "ipxe-sid", "nbp"])
def test_little_base_memory(host, root, folder, token_disk, token):
    bios = rom(folder, LOWMEM_KIB=256)
    with run(host, root, disks=[token_disk], **bios) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["MEM"] == "0100"


FIRST_DRIVE = [
    ("time-out", {"I13_TIMEOUT": True}, "cannot be read: time-out, drive not ready"),
    ("hangs", {"I13_HANG": True}, "hangs; given up"),
    ("short reads", {"I13_SHORT": True}, "cannot be read: nothing was read"),
]


@pytest.mark.quick
@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid", "plainpxe"])
@pytest.mark.parametrize(
    "modes, words", [row[1:] for row in FIRST_DRIVE], ids=[row[0] for row in FIRST_DRIVE]
)
def test_first_drive_is_given_up(host, modes, words, root, folder, token_disk, token):
    first = media.disk(folder / "first.img", "0" * 8)
    with run(host, root, disks=[first, token_disk], **rom(folder, **modes)) as vm:
        started = time.monotonic()
        vm.wait(f"hd: drive 0x80: {words}", TIMEOUT_S)
        assert time.monotonic() - started < 90
        report = wait_report(vm, token, TIMEOUT_S)
        assert report["DL"] == "81"
        assert report["I08"].startswith("F000")


@pytest.mark.parametrize("mode", ["I13_PHANTOM", "I13_PHANTOM_FAIL"])
def test_phantom_drive(mode, root, folder):
    blank = media.blank(folder / "blank.img")
    with run("ipxe-trixie", root, "hd", disks=[blank], **rom(folder, **{mode: True})) as vm:
        comes_back(vm, "ipxe-trixie", TIMEOUT_S)
        assert "hd: drive 0x81: cannot be read: " in vm.text()


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", "nbp"])
def test_last_of_twenty_drives(host, root, folder, token_disk, token):
    with run(host, root, disks=[token_disk], **rom(folder, I13_MANY=True)) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "93"
        assert "hd: drive 0x92: no boot code" in vm.text()


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
def test_drive_with_large_sectors(host, root, folder, token_disk, token):
    """All 4096 bytes of the first sector are there."""
    with run(host, root, disks=[token_disk], **rom(folder, I13_4K=True)) as vm:
        vm.wait(f"TOKEN {token} DL=80", TIMEOUT_S)
        image = token_disk.read_bytes()
        assert vm.read(0x7E00, 4096 - 512) == image[512:4096]


def test_cd_without_memory_services(root, folder, token):
    cd = media.cd(folder / "cd.iso", token, sectors=64)
    with run("nbp", root, cdrom=cd, **rom(folder, I15_FAIL=True)) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["LAST"] == "1"


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
@pytest.mark.parametrize("mode", ["HALT", "KEY", "RETURN", "RESTART"])
def test_int18_finds_nothing(host, mode, root, folder):
    """However the BIOS ends it: the report, and back, with two more boots."""
    bios = rom(folder, **{f"INT18_{mode}": True})
    blank = media.blank(folder / "blank.img")
    with run(host, root, disks=[blank], **bios) as vm:
        comes_back(vm, host, TIMEOUT_S)
        text = vm.text()
        assert "hd: drive 0x80, IDE" in text
        assert "int18: came back here through the network" in text
        assert vm.rom_starts() == 3


def test_int18_with_a_stuck_key(root, folder):
    bios = rom(folder, I16_KEYS=True, INT18_RESTART=True)
    with run("ipxe-sid", root, **bios) as vm:
        vm.wait("menu: back to the loader", TIMEOUT_S)
        vm.wait(BACK_IPXE)


def test_nic_that_goes_on_interrupting(root, token_disk, token, baseline):
    with run("stormrom", root, disks=[token_disk]) as vm:
        report = wait_report(vm, token, TIMEOUT_S)
        for field in ("PIC", "I72", "I73"):
            assert report[field] == baseline()[field]
        vm.unplug()
        time.sleep(2)
        assert "STORM" not in vm.serial()


def test_screen_left_in_graphics_mode(root, token_disk, token, baseline):
    with run("graphicsrom", root, disks=[token_disk]) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["VM"] == baseline()["VM"] == "03"
