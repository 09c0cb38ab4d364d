# SPDX-License-Identifier: BSD-2-Clause
"""localboot.c32: every loader, every method, every message."""

import pytest

import hosts
import media
from conftest import wait_report
from hosts import BACK_PXELINUX
from net import Tgt
from vm import BUILD, Disk

PROGRAM = BUILD / "localboot.c32"
TIMEOUT_S = 90

IPXES = ["ipxe-bookworm", "ipxe-trixie", "ipxe-sid"]
LOADERS = ["pxelinux", *IPXES]
BACK = {"pxelinux": BACK_PXELINUX, **dict.fromkeys(IPXES, r"^BACK-FAILED")}

# iPXE leaves bus mastering of its closed NIC on; nothing else may differ.
LEFT_BY_IPXE = {"PCI": "0107"}
# A boot sector gets ES:DI -> $PnP from us; SeaBIOS itself does not give it.
GIVEN_BY_US = {"PNP": "1"}

PXELINUX_SEARCH = ["01-52-54-00-12-34-56"] + ["0A00020F"[:n] for n in range(8, 0, -1)]
DOWNLOADS = {
    "pxelinux": [("pxelinux.0", True), ("ldlinux.c32", True)]
    + [(f"pxelinux.cfg/{name}", False) for name in PXELINUX_SEARCH]
    + [("pxelinux.cfg/default", True), ("localboot.c32", True)],
    **dict.fromkeys(IPXES, [("t.ipxe", True), ("localboot.c32", True)]),
    "nbp": [("localboot.c32", True), ("localboot.quirks", False)],
}


def run(host, root, args="", **options):
    return hosts.run(host, root, PROGRAM, args, **options)


def handed_over(vm, token, baseline, **differences):
    """The boot sector ran and found the machine as the BIOS leaves it."""
    report = wait_report(vm, token, TIMEOUT_S)
    del report["TOKEN"]
    assert report == {**baseline, **LEFT_BY_IPXE, **differences}
    assert not vm.nic_receiving()


@pytest.mark.quick
@pytest.mark.parametrize("host", LOADERS)
def test_hd0_hands_over_a_clean_machine(host, root, token_disk, token, baseline):
    with run(host, root, "hd0", disks=[token_disk]) as vm:
        handed_over(vm, token, baseline(), **GIVEN_BY_US)
        assert "hd0: starting drive 0x80" in vm.text()
        assert vm.tftp_requests() == DOWNLOADS[host]
        assert vm.rom_starts() == 1


@pytest.mark.parametrize("host", LOADERS)
def test_int18_boots_the_next_device(host, root, token_disk, token, baseline):
    with run(host, root, "int18", disks=[token_disk]) as vm:
        handed_over(vm, token, baseline())
        assert "int18: asking the BIOS for the next boot device" in vm.text()


def test_pxe_boot_file_without_argument_boots_the_disk(root, token_disk, token, baseline):
    with run("nbp", root, disks=[token_disk]) as vm:
        handed_over(vm, token, baseline(), **GIVEN_BY_US)
        assert vm.tftp_requests() == DOWNLOADS["nbp"]


@pytest.mark.quick
def test_plain_pxe_rom_boot_file_boots_hd0(root, token_disk, token, baseline):
    with run("plainpxe", root, disks=[token_disk]) as vm:
        wait_report(vm, token, TIMEOUT_S)
        assert not vm.nic_receiving()


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
@pytest.mark.parametrize("word", ["hd1", "0x81"])
def test_second_disk(host, word, root, folder, token_disk, token):
    first = media.disk(folder / "first.img", "0" * 8)
    with run(host, root, word, disks=[first, token_disk]) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"
        assert "hd1: starting drive 0x81" in vm.text()


@pytest.mark.parametrize("host", LOADERS)
def test_int19_that_comes_back_is_noticed(host, root, token_disk, token, baseline):
    """...and the pass through the BIOS has cost no memory and left no hook."""
    with run(host, root, "int19,hd0", disks=[token_disk]) as vm:
        handed_over(vm, token, baseline(), **GIVEN_BY_US)
        assert "int19: came back here through the network" in vm.text()
        assert vm.rom_starts() == 2


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
def test_int19_alone_returns_with_failure(host, root, token_disk):
    with run(host, root, "int19", disks=[token_disk]) as vm:
        vm.wait("localboot: nothing could be started", TIMEOUT_S)
        vm.wait(BACK[host])
        assert vm.rom_starts() == 2


def test_int19_starts_the_boot_order_from_its_beginning(root, folder, token):
    """A first disk that gives up once is started again, on an equal machine."""
    image = media.disk(folder / "disk.img", token, DO_INT18=True)
    disks = [Disk(image, bootindex=0)]
    with run("ipxe-sid", root, "int19", disks=disks, nic_bootindex=1) as vm:
        vm.wait("localboot: nothing could be started", TIMEOUT_S)
        first, second = vm.serial().split(f"END {token}")[:2]
        first, second = media.parse_report(first), media.parse_report(second)
        assert second == {**first, **LEFT_BY_IPXE}


@pytest.mark.quick
@pytest.mark.parametrize("host", [*LOADERS, "nbp"])
def test_default_finds_the_disk_that_boots(host, root, folder, token_disk, token):
    """What no other method does: two disks that don't boot, then one that does."""
    data = media.disk(folder / "data.img", "0" * 8, signature=False)
    blank = media.blank(folder / "blank.img")
    # In SeaBIOS's boot order: else the controller that is ready first comes first.
    disks = [Disk(data, "ide", 1), Disk(blank, "ide", 2), Disk(token_disk, "ahci", 3)]
    with run(host, root, disks=disks) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "82"
        assert "hd: drive 0x80: no boot signature" in vm.text()
        assert "hd: drive 0x81: no boot code" in vm.text()
        assert vm.rom_starts() == 1
        assert not vm.nic_receiving()


@pytest.mark.parametrize("host", IPXES)
def test_hd_leaves_the_san_disk_out(host, root, folder, token_disk, token):
    """The SAN disk is drive 0x80 and would boot; the machine's own is wanted."""
    image = media.disk(folder / "san.img", "0" * 8)
    with Tgt([image]) as tgt:
        vm = run(host, root, "hd", disks=[token_disk])
        hook = f"#!ipxe\nsanhook --drive 0x80 {tgt.uri()}\n"
        script = (root / "t.ipxe").read_text()
        (root / "t.ipxe").write_text(script.replace("#!ipxe\n", hook))
        with vm:
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"
            assert "hd: drive 0x80: a SAN disk, left out" in vm.text()


def test_menu_alone_is_success(root, token_disk):
    with run("ipxe-sid", root, "menu", disks=[token_disk]) as vm:
        vm.wait("^BACK-OK", TIMEOUT_S)


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
def test_reboot(host, root):
    with run(host, root, "reboot", extra=["-no-reboot"]) as vm:
        assert vm.wait_shutdown(TIMEOUT_S) == "guest-reset"


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", "ipxe-sid"])
def test_poweroff(host, root):
    with run(host, root, "poweroff") as vm:
        assert vm.wait_shutdown(TIMEOUT_S) == "guest-shutdown"


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", "nbp"])
def test_default_goes_on_to_int18(host, root, folder, token):
    """No signature; a CD for the BIOS alone; INT 19h comes back; INT 18h."""
    data = media.disk(folder / "data.img", "0" * 8, signature=False)
    cd = media.cd(folder / "cd.iso", token, media=2)
    with run(host, root, disks=[data], cdrom=cd) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "00"
        assert vm.rom_starts() == 2


def test_exit_from_pxelinux_goes_back_to_the_rom(root, token_disk, token, baseline):
    with run("pxelinux", root, "exit", disks=[token_disk]) as vm:
        handed_over(vm, token, baseline())


def test_exit_from_a_boot_file_goes_back_to_the_script(root, token_disk):
    with run("ipxe-sid", root, "exit", disks=[token_disk]) as vm:
        vm.wait("^BACK-OK", TIMEOUT_S)
        assert "exit: back to the boot ROM" in vm.text()


@pytest.mark.parametrize("host", ["ipxe-bookworm", "ipxe-sid"])
def test_san_disk_survives_the_hand_off(host, root, folder, token):
    image = media.disk(folder / "san.img", token)
    with Tgt([image]) as tgt:
        vm = run(host, root, "hd0")
        hook = f"#!ipxe\nsanhook --drive 0x80 {tgt.uri()}\n"
        script = (root / "t.ipxe").read_text()
        (root / "t.ipxe").write_text(script.replace("#!ipxe\n", hook))
        with vm:
            report = wait_report(vm, token, TIMEOUT_S)
            assert report["DL"] == "80"
            assert not report["I13"].startswith("F000")
            assert vm.nic_receiving()


FAILURES = [
    ("no-such-method", "hd0,nonsense", '"nonsense": not a method or key'),
    ("two-words", "hd0 hd1", '"hd1": not a method or key'),
    ("drive-below", "0x7f", '"0x7f": drive out of range'),
    ("drive-above", "hd128", '"hd128": drive out of range'),
    ("too-many", ",".join(["exit"] * 17), '"exit": too many methods'),
    ("part-alone", "part=hd0", '"part=hd0": the form is part=hd0,1'),
    ("bad-guid", "hd guid=1234", '"guid=1234": this value does not fit its key'),
    ("no-such-drive", "hd5", "hd5: drive 0x85: the BIOS knows no such drive"),
]


@pytest.mark.quick
@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
@pytest.mark.parametrize(
    "args, message", [row[1:] for row in FAILURES], ids=[row[0] for row in FAILURES]
)
def test_bad_argument_boots_nothing(host, args, message, root, token_disk):
    with run(host, root, args, disks=[token_disk]) as vm:
        vm.wait(BACK[host], TIMEOUT_S)
        assert message in vm.text()
        assert "TOKEN" not in vm.text()
        if "drive 0x85" not in message:
            assert "Nothing was booted." in vm.text()
            assert "Keys: guid= label= serial= size=500G" in vm.text()
            assert "auto, or a list of hd hd0 hd1.. 0x80 0x81.." in vm.text()
            assert "part=hd0,1 cd fd int19 int18 exit menu reboot" in vm.text()


def test_disk_without_signature_is_named(root, folder):
    data = media.disk(folder / "data.img", "0" * 8, signature=False)
    with run("ipxe-sid", root, "hd0", disks=[data]) as vm:
        vm.wait(BACK["ipxe-sid"], TIMEOUT_S)
        assert "hd0: drive 0x80: no boot signature (55AA)" in vm.text()


def test_empty_disk_is_named(root, folder):
    with run("ipxe-sid", root, "hd0", disks=[media.blank(folder / "0.img")]) as vm:
        vm.wait(BACK["ipxe-sid"], TIMEOUT_S)
        assert "hd0: drive 0x80: no boot code in its first sector" in vm.text()


def test_read_error_is_named(root, token_disk):
    drive = (
        "driver=raw,if=none,id=bad,file.driver=blkdebug,file.image.driver=file,"
        f"file.image.filename={token_disk},file.inject-error.0.event=read_aio,"
        "file.inject-error.0.sector=0"
    )
    extra = ["-drive", drive, "-device", "ide-hd,drive=bad"]
    with run("ipxe-sid", root, "hd0", extra=extra) as vm:
        vm.wait(BACK["ipxe-sid"], TIMEOUT_S)
        assert "hd0: drive 0x80: cannot be read: " in vm.text()
        assert "INT 13h status 0x" in vm.text()


@pytest.mark.parametrize("flat", [False, True], ids=["16-bit", "32-bit"])
def test_started_in_the_wrong_place_says_so(flat, root):
    defines = {"PROGRAM": f'"{PROGRAM}"', **({"FLAT": "1"} if flat else {})}
    media.assemble("misplaced.asm", root / "misplaced.0", **defines)
    with hosts.run("nbp", root, root / "misplaced.0") as vm:
        vm.wait("netchain: not .*use this file as .c32 or PXE", TIMEOUT_S)
