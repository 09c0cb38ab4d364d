# SPDX-License-Identifier: BSD-2-Clause
"""Proves the boot rig itself, with Debian's own loaders."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

import hosts
import media
import parttable
from cdimage import CdEntry
from conftest import wait_report
from net import Dnsmasq, Tgt
from parttable import Partition
from vm import ROM_FOLDERS, Disk, Vm

GENERATIONS = list(ROM_FOLDERS)
TIMEOUT_S = 90
BDA_TICKS = 0x46C
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
# iPXE leaves bus mastering of its NIC on; nothing else differs.
LEFT_BY_IPXE = {"PCI": "0107"}

LOCALBOOT_CONFIG = """\
DEFAULT t
PROMPT 0
LABEL t
  LOCALBOOT 0
"""
STAY = "\n:stay\nprompt --timeout 60000 ||\ngoto stay\n"


def write_script(root, *lines):
    """Make t.ipxe of the lines; the Vm options that start it."""
    (root / "t.ipxe").write_text("\n".join(["#!ipxe", *lines, ""]))
    return {"tftp": root, "bootfile": "t.ipxe"}


BUSES = ["ide", "ahci", "virtio", "scsi", "nvme", "usb", "sd"]


@pytest.mark.parametrize("bus", BUSES)
def test_bios_boots_disk(bus, token_disk, token):
    with Vm(nic=None, disks=[Disk(token_disk, bus)]) as vm:
        report = wait_report(vm, token)
        assert f"TOKEN {token} DL=80 MEM=027F" in vm.text()
    assert report["DL"] == "80" and report["I13"].startswith("F000:")
    assert vm.rom_starts() == 0


@pytest.mark.parametrize("bus", ["ide", "ahci", "virtio", "scsi", "nvme", "usb"])
def test_disk_says_its_serial(bus, token_disk, token):
    with Vm(nic=None, disks=[Disk(token_disk, bus, serial="S-" + token)]) as vm:
        wait_report(vm, token)
        assert f"S-{token}" in vm.monitor("info qtree")


@pytest.mark.parametrize("bus", ["ide", "virtio"])
def test_disk_with_a_read_error(bus, token_disk):
    with Vm(nic=None, disks=[Disk(token_disk, bus, readerror=True)]) as vm:
        vm.wait("could not read the boot disk")


@pytest.mark.parametrize("wrong", [{"bootindex": 0}, {"serial": "1"}])
def test_sd_card_has_neither_bootindex_nor_serial(wrong, token_disk):
    with pytest.raises(ValueError, match="has no"):
        Vm(nic=None, disks=[Disk(token_disk, "sd", **wrong)])


@pytest.mark.parametrize("kind, drive", [("floppy", "00"), ("cd", "E0")])
def test_bios_boots_removable_medium(kind, drive, folder, token):
    path = {"floppy": media.floppy, "cd": media.cd}[kind](folder / "medium", token)
    with Vm(nic=None, disks=[Disk(path, kind, bootindex=0)]) as vm:
        assert wait_report(vm, token)["DL"] == drive


def test_baseline_is_the_state_after_a_plain_bios_boot(baseline):
    report = baseline()
    wanted = {"DL": "80", "MEM": "027F", "IF": "1", "A20": "1", "VM": "03"}
    assert wanted.items() <= report.items()
    assert report["PCI"] == "0103"


def test_wait_fails_on_the_wrong_token(token_disk, token):
    with Vm(nic=None, disks=[token_disk]) as vm:
        wait_report(vm, token)
        with pytest.raises(AssertionError, match=f"TOKEN {token} DL=80"):
            vm.wait("TOKEN 00000000", timeout_s=0.6)
        with pytest.raises(AssertionError, match="not on the serial port"):
            wait_report(vm, "00000000", timeout_s=0.6)


def test_vm_that_can_not_start_says_why(folder):
    with pytest.raises(RuntimeError, match="missing.img"):
        with Vm(nic=None, disks=[folder / "missing.img"]):
            pass


def test_wait_fails_at_once_when_qemu_ends(token_disk):
    with Vm(nic=None, disks=[token_disk]) as vm:
        vm.wait("TOKEN")
        vm.qmp("quit")
        with pytest.raises(AssertionError, match="QEMU ended"):
            vm.wait("never", timeout_s=600)


def test_disk_without_signature_never_prints_its_token(folder, token):
    path = media.disk(folder / "disk.img", token, signature=False)
    with Vm(nic=None, disks=[path]) as vm:
        vm.wait("not a bootable disk")
        vm.wait("No bootable device")
        assert token not in vm.serial() + vm.text() and "TOKEN" not in vm.serial()


def test_int18_of_a_boot_sector_starts_the_next_device(folder, token):
    disk = media.disk(folder / "disk.img", "0" * 8, DO_INT18=True)
    cd = media.cd(folder / "cd.iso", token)
    with Vm(nic=None, disks=[disk], cdrom=cd) as vm:
        wait_report(vm, token)
        assert "END 00000000" in vm.serial()


def partitions(token):
    """Two primary partitions, the second with a token; two logical ones."""
    return [
        Partition(63, 1000, 0x07),
        Partition(2048, 1000, token=token),
        Partition(4111, 500, 0x83, logical=True),
        Partition(5000, 500, logical=True),
    ]


def test_standard_mbr_starts_the_active_partition(folder, token):
    path = media.mbr_disk(
        folder / "disk.img", partitions=partitions(token), active=1, standard=True
    )
    with Vm(nic=None, disks=[path]) as vm:
        report = wait_report(vm, token)
    entry = parttable.mbr_entry(0x0C, 2048, 1000, active=True)
    assert report["DL"] == "80" and report["SI"] == "0000:07CE"
    assert report["PE"] == entry.hex().upper()
    assert path.read_bytes()[462:478] == entry


@pytest.mark.parametrize(
    "active, change",
    [(None, {}), (0, {}), (1, {"signature": False})],
    ids=["no-active", "empty", "no-signature"],
)
def test_standard_mbr_misses_the_operating_system(active, change, folder, token):
    parts = partitions("0" * 8)
    parts[1] = parts[1]._replace(**change)
    disk = media.mbr_disk(
        folder / "disk.img", partitions=parts, active=active, standard=True
    )
    with Vm(nic=None, disks=[disk], cdrom=media.cd(folder / "cd.iso", token)) as vm:
        wait_report(vm, token)
        assert "Missing operating system" in vm.text()
        assert "TOKEN 00000000" not in vm.serial()


def test_partition_with_wrong_hidden_sectors_can_not_go_on(folder, token):
    parts = [Partition(2048, 1000, token=token, hidden=63)]
    path = media.mbr_disk(
        folder / "disk.img", partitions=parts, active=0, standard=True
    )
    with Vm(nic=None, disks=[path]) as vm:
        vm.wait_serial(f"TOKEN {token} DL=80 MEM=027F\nI13FAILED=FF")


def test_partitioned_disks_report_their_own_token(folder, token):
    kept = [(parttable.ESP, media.GUID, "EFI", 2048)]
    gpt = media.gpt_disk(folder / "gpt.img", token, partitions=kept)
    mbr = media.mbr_disk(folder / "mbr.img", token, partitions("0" * 8))
    for path in (gpt, mbr):
        with Vm(nic=None, disks=[path]) as vm:
            assert wait_report(vm, token)["DL"] == "80"


def said_by(tool, *arguments):
    """What another reader of the format says; skips without it."""
    if not shutil.which(tool):
        pytest.skip(f"no {tool}")
    command = [tool, *map(str, arguments)]
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout


def test_sfdisk_reads_the_partition_tables(folder):
    mbr = media.mbr_disk(folder / "mbr.img", partitions=partitions(None), active=1)
    told = said_by("sfdisk", "-d", mbr)
    found = re.findall(r"start= *(\d+), size= *(\d+), type=(.*)", told)
    assert found == [
        ("63", "1000", "7"), ("2048", "1000", "c, bootable"), ("4110", "1390", "f"),
        ("4111", "500", "83"), ("5000", "500", "c"),
    ]  # fmt: skip
    kept = [(parttable.ESP, media.GUID, "EFI", 2048)]
    good = media.gpt_disk(folder / "good.img", partitions=kept)
    bad = media.gpt_disk(folder / "bad.img", partitions=kept, corrupt_primary=True)
    assert "No errors detected." in said_by("sfdisk", "-V", good)
    for path in (good, bad):
        table = said_by("sfdisk", "-d", path).lower()
        assert f"label-id: {media.GUID}" in table
        assert f"type={parttable.ESP}, uuid={media.GUID}" in table
    assert good.read_bytes()[1024:] == bad.read_bytes()[1024:]


def test_xorriso_reads_the_boot_catalog(folder, token):
    more = [CdEntry(token, platform=0xEF), CdEntry(token, 4, platform=0xEF)]
    path = media.cd(folder / "cd.iso", token, 2, extra_entries=[*more, CdEntry(token)])
    told = said_by("xorriso", "-indev", path, "-report_el_torito", "plain")
    found = re.findall(r"boot img : +(\d) +(\w+) +y +(\S+)", told)
    assert found == [("1", "BIOS", "fd1.4"), ("2", "UEFI", "none"),
                     ("3", "UEFI", "hd"), ("4", "BIOS", "none")]  # fmt: skip


CDS = {
    "whole-image": ({"sectors": 48}, {"DL": "E0", "LAST": "1"}),
    "elsewhere": ({"sectors": 64, "load_segment": 0x800}, {"DL": "E0", "LAST": "1"}),
    "floppy-1200": ({"media": 1}, {"DL": "00"}),
    "floppy-1440": ({"media": 2}, {"DL": "00"}),
    "floppy-2880": ({"media": 3}, {"DL": "00"}),
    "hard-disk": ({"media": 4}, {"DL": "80"}),
    "first-of-three": (
        {"extra_entries": [CdEntry("0" * 8, platform=0xEF), CdEntry("1" * 8, 2)]},
        {"DL": "E0"},
    ),
    "bad-checksum": ({"bad_checksum": True}, {"DL": "E0"}),
}


@pytest.mark.parametrize("name", CDS)
def test_bios_boots_cd(name, folder, token):
    options, wanted = CDS[name]
    path = media.cd(folder / "cd.iso", token, **options)
    with Vm(nic=None, cdrom=path) as vm:
        assert wanted.items() <= wait_report(vm, token).items()


@pytest.mark.parametrize(
    "options, code",
    [({"no_boot_record": True}, "0004"), ({"bootable": False}, "000b")],
    ids=["no-boot-record", "not-bootable"],
)
def test_bios_refuses_cd(options, code, folder, token):
    path = media.cd(folder / "cd.iso", token, **options)
    with Vm(nic=None, cdrom=path) as vm:
        vm.wait(rf"Could not read from CDROM \(code {code}\)")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_ipxe_exit_boots_disk(generation, root, token_disk, token, baseline):
    options = write_script(root, "exit")
    with Vm(rom=generation, disks=[token_disk], **options) as vm:
        report = wait_report(vm, token, TIMEOUT_S)
        assert not vm.nic_receiving()
        assert vm.rom_starts() == 1
        assert vm.tftp_requests() == [("t.ipxe", True)]
    assert report == {**baseline(rom=generation), "TOKEN": token, **LEFT_BY_IPXE}


@pytest.mark.parametrize("nic", ["virtio-net-pci", "rtl8139"])
def test_other_nics_boot_from_the_network(nic, root, token_disk, token):
    with Vm(nic=nic, disks=[token_disk], **write_script(root, "exit")) as vm:
        wait_report(vm, token, TIMEOUT_S)
        assert vm.tftp_requests() == [("t.ipxe", True)]


def test_pxelinux_localboot_boots_disk(root, token_disk, token, baseline):
    hosts.copy_pxelinux(root)
    (root / "pxelinux.cfg/default").write_text(LOCALBOOT_CONFIG)
    with Vm(tftp=root, bootfile="pxelinux.0", disks=[token_disk]) as vm:
        report = wait_report(vm, token, TIMEOUT_S)
        requests = vm.tftp_requests()
    assert report == {**baseline(), "TOKEN": token, **LEFT_BY_IPXE}
    assert requests[:2] == [("pxelinux.0", True), ("ldlinux.c32", True)]
    assert ("pxelinux.cfg/0A00020F", False) in requests
    assert requests[-1] == ("pxelinux.cfg/default", True)


def test_pxelinux_host_comes_back_and_takes_keys(root):
    modules = hosts.SYSLINUX / "syslinux/modules/bios"
    shutil.copy(modules / "libcom32.c32", root)
    with hosts.run("pxelinux", root, modules / "pwd.c32") as vm:
        vm.wait(hosts.BACK_PXELINUX, TIMEOUT_S)
        assert "STARTING" in vm.seen
        vm.type("aZ09 -_=+/?:;.,'\"!~")
        vm.wait(r"^boot: aZ09 -_=\+/\?:;\.,'\"!~")
        assert vm.nic_receiving()


@pytest.mark.parametrize("status, back", [(0, "OK"), (1, "FAILED 0x")])
@pytest.mark.parametrize("generation", GENERATIONS)
def test_ipxe_host_comes_back(generation, status, back, folder, root):
    source = folder / "status.asm"
    source.write_text(f"\tbits 16\n\tmov ax, {status}\n\tretf\n")
    media.assemble(source, root / "status.0")
    with hosts.run(f"ipxe-{generation}", root, root / "status.0", "some args") as vm:
        vm.wait(hosts.BACK_IPXE, TIMEOUT_S)
        vm.wait(f"^BACK-{back}", 0)
        assert vm.nic_receiving()


@pytest.mark.parametrize("host, refused", [("nbp", "0000"), ("plainpxe", "0001")])
def test_plainpxe_hides_only_the_extensions(
    host, refused, root, token_disk, token, baseline
):
    media.assemble("apicheck.asm", root / "apicheck.0")
    with hosts.run(host, root, root / "apicheck.0", disks=[token_disk]) as vm:
        found = vm.wait_serial("SUMS=.* CHECKED$", TIMEOUT_S).group()
        report = wait_report(vm, token)
        assert vm.tftp_requests()[-1] == ("apicheck.0", True)
    wanted = f"SUMS=0000 BANG={refused} ENV={refused} PLAIN=0000 PLAIN=0000 CHECKED"
    assert found == wanted
    assert report == {**baseline(), "TOKEN": token, **LEFT_BY_IPXE}


@pytest.mark.parametrize("mask, wanted", [(None, "STORM"), (True, "QUIET")])
def test_plainpxe_leaves_an_interrupt_storm(mask, wanted, root):
    media.assemble("stormcheck.asm", root / "stormcheck.0", MASK=mask)
    media.assemble("plainpxe.asm", root / "p.0", NEXT='"stormcheck.0"', IRQ_STORM=True)
    with Vm(tftp=root, bootfile="p.0") as vm:
        vm.wait_serial("SHUT", TIMEOUT_S)
        vm.unplug()
        assert vm.wait_serial("QUIET|STORM").group() == wanted


def test_plainpxe_says_why_it_can_not_load(root):
    media.assemble("plainpxe.asm", root / "plainpxe.0", NEXT='"missing.0"')
    with Vm(tftp=root, bootfile="plainpxe.0") as vm:
        vm.wait_serial("plainpxe: loading missing.0 failed: .* 23 ", TIMEOUT_S)
        assert vm.tftp_requests()[-1] == ("missing.0", False)


def test_ipxe_sanboot_boots_iscsi_disk(root, token_disk, token):
    with Tgt([None, token_disk]) as target:
        options = write_script(root, f"sanboot {target.uri(lun=2)}")
        with Vm(**options) as vm:
            report = wait_report(vm, token, TIMEOUT_S)
            assert len(target.sessions()) == 1
            assert vm.nic_receiving()
    assert report["DL"] == "80" and not report["I13"].startswith("F000:")
    assert int(report["MEM"], 16) < 0x27F


@pytest.mark.parametrize("secret", ["right-secret-12", "wrong-secret-12"])
def test_target_wants_the_chap_secret(secret, root, token_disk, token):
    with Tgt([token_disk], chap=("user", "right-secret-12")) as target:
        options = write_script(
            root, "set username user", f"set password {secret}",
            f"sanboot {target.uri()} || echo REFUSED", STAY,
        )  # fmt: skip
        with Vm(**options) as vm:
            vm.wait(f"END {token}|REFUSED", TIMEOUT_S)
            assert (token in vm.serial()) == secret.startswith("right")


@pytest.mark.parametrize("generation", ["bookworm", "sid"])
def test_network_boot_and_san_boot_in_a_namespace(
    generation, namespace, root, token_disk, token
):
    with Tgt([token_disk], namespace=namespace) as target:
        write_script(root, "echo ${filename} ${209:string}", f"sanboot {target.uri()}")
        names = ["dhcp-boot=t.ipxe", "dhcp-option-force=209,from-dnsmasq"]
        with Dnsmasq(namespace, root, names) as dnsmasq:
            with Vm(namespace=namespace, rom=generation) as vm:
                wait_report(vm, token, TIMEOUT_S)
                assert "t.ipxe from-dnsmasq" in vm.seen
                assert vm.tftp_requests() == [("t.ipxe", True)]
                assert "DHCPACK(tap0)" in dnsmasq.log()


def test_screenshot_memory_and_cleaning_up(token_disk, token, folder):
    with Vm(nic=None, disks=[token_disk]) as vm:
        wait_report(vm, token)
        assert vm.read(0x7DFE, 2) == b"\x55\xaa"
        assert vm.monitor("info status").startswith("VM status: running")
        vm.screenshot(folder / "screen.png")
        leftovers = [vm.folder, Path("/proc", str(vm.pid))]
        assert all(path.exists() for path in leftovers)
    assert (folder / "screen.png").read_bytes().startswith(PNG_MAGIC)
    assert not any(path.exists() for path in leftovers)


# What hostile.asm makes of the answers of a BIOS that knows one disk: those of
# the machine, those of drives.
REAL = {"X08": "00:01", "X41": "00", "X48": "00:0200:00004000", "CHS": "00:00001001"}
REAL |= {"LBA": "00:0001:00001001", "CHANGED": "0000", "A20": "1"}
ZEROS = {"CHS": "00:00000000", "LBA": "00:0001:00000000"}
PHANTOM = {"X08": "00:02", "CHS": "00:EEEEEEEE", "LBA": "00:0001:EEEEEEEE"}
FAILED = {"CHS": "01:EEEEEEEE", "LBA": "01:0001:EEEEEEEE"}
COUNTS_20 = {"X08": "00:14"}
HONEST = {"BDA": "01", "MEM": "027F", "E820": "0", "E801": "0", "X88": "0"}
HONEST |= {"X2401": "0", "KEY": "0000"}
MUTE = {"E820": "1", "E801": "1", "X88": "1", "X2401": "1"}
FAULTS = {
    "none": ({}, {}, {0x80: {}}),
    "lowmem": ({"LOWMEM_KIB": 256}, {"MEM": "0100"}, {0x80: {}}),
    "int15-fails": ({"I15_FAIL": True}, MUTE, {0x80: {}}),
    "stuck-key": ({"I16_KEYS": True}, {"KEY": "3920"}, {0x80: {}}),
    "a20": ({"I13_A20": True}, {}, {0x80: {"A20": "0"}}),
    "no-edd": (
        {"I13_NO_EDD": True}, {},
        {0x80: {"X41": "01", "X48": "01", "LBA": "01:0001:EEEEEEEE"}},
    ),
    "short": ({"I13_SHORT": True}, {}, {0x80: {"LBA": "00:0000:EEEEEEEE"}}),
    "4k": (
        {"I13_4K": True}, {},
        {0x80: {"X08": "01:80", "X48": "00:1000:00000800", "CHS": FAILED["CHS"],
                "LBA": "00:0001:00001008"}},
    ),
    "corrupt": ({"I13_CORRUPT": True}, {}, {0x80: {"CHANGED": "01FF"}}),
    "phantom": (
        {"I13_PHANTOM": True}, {}, {0x80: {"X08": "00:02"}, 0x81: PHANTOM},
    ),
    "phantom-fails": (
        {"I13_PHANTOM_FAIL": True}, {},
        {0x80: {"X08": "00:02"}, 0x81: {**PHANTOM, **FAILED}},
    ),
    "many": (
        {"I13_MANY": True}, {"BDA": "14"},
        {**dict.fromkeys([0x80, 0x81, 0x92], {**COUNTS_20, **ZEROS}), 0x93: COUNTS_20},
    ),
    "other-drive": (
        {"I13_SHORT": True, "I13_CORRUPT": True, "DRIVE": 0x81}, {}, {0x80: {}},
    ),
    "several": (
        {"I13_NO_EDD": True, "I13_CORRUPT": True, "I13_A20": True, "LOWMEM_KIB": 512},
        {"MEM": "0200"},
        {0x80: {"X41": "01", "X48": "01", "LBA": "01:0001:EEEEEEEE", "A20": "0"}},
    ),
}  # fmt: skip


def hostile(folder, modes, drives=(0x80,), **probe):
    """A Vm whose BIOS has the faults; its floppy asks about the drives."""
    rom = media.option_rom("hostile.asm", folder / "hostile.rom", **modes)
    floppy = media.probe(folder / "probe.img", drives, **probe)
    disks = [Disk(media.numbered(folder / "disk.img")), Disk(floppy, "floppy", 0)]
    return Vm(nic=None, disks=disks, extra=["-option-rom", rom])


@pytest.mark.parametrize("name", FAULTS)
def test_hostile_bios_has_the_fault(name, folder):
    modes, machine, drives = FAULTS[name]
    with hostile(folder, modes, drives) as vm:
        vm.wait_serial("^PROBED")
        found_machine, found_drives = media.parse_probe(vm.serial())
    assert found_machine == {**HONEST, **machine}
    for drive in found_drives.values():
        del drive["TICKS"]
    assert found_drives == {n: {**REAL, **drive} for n, drive in drives.items()}


def test_hostile_bios_times_out(folder):
    with hostile(folder, {"I13_TIMEOUT": True, "TIMEOUT_TICKS": 18}) as vm:
        vm.wait_serial("^PROBED")
        drive = media.parse_probe(vm.serial())[1][0x80]
    assert drive["CHS"] == "80:EEEEEEEE" and drive["LBA"] == "80:0001:EEEEEEEE"
    assert 36 <= int(drive["TICKS"], 16) < 45


def test_hostile_bios_hangs_with_interrupts_on(folder):
    with hostile(folder, {"I13_HANG": True}) as vm:
        vm.wait_serial("READING")
        before = vm.read(BDA_TICKS, 4)
        time.sleep(0.5)
        assert vm.read(BDA_TICKS, 4) != before
        assert vm.serial().endswith("READING")


INT18_TEXT = "No boot device, press a key"
AGAIN = r"PROBED[^$]*PROBED"


@pytest.mark.parametrize(
    "mode, says, then",
    [("HALT", True, "PROBED$"), ("KEY", True, "PROBED$"), ("RETURN", False, "BACK$"),
     ("RESTART", False, AGAIN)],
)  # fmt: skip
def test_hostile_bios_has_nothing_to_boot(mode, says, then, folder):
    modes = {f"INT18_{mode}": True, "INT19_NET": True}
    with hostile(folder, modes, DO_INT18=True) as vm:
        vm.wait_serial(then)
        if says:
            vm.wait(f"^{INT18_TEXT}$")
            vm.send("ret")
        if mode == "KEY":
            vm.wait_serial(AGAIN)
        assert (INT18_TEXT in vm.text()) == says
        restarts = mode in ("KEY", "RESTART")
        assert (vm.bios_log().count("INT19\n") > 1) == restarts
