# SPDX-License-Identifier: BSD-2-Clause
"""Proves the boot rig itself, with Debian's own loaders."""

import shutil
from pathlib import Path

import pytest

import hosts
import media
from conftest import wait_report
from net import Dnsmasq, Tgt
from vm import ROM_FOLDERS, Disk, Vm

GENERATIONS = list(ROM_FOLDERS)
TIMEOUT_S = 40
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


@pytest.mark.parametrize("bus", ["ide", "ahci", "virtio", "scsi", "nvme", "usb"])
def test_bios_boots_disk(bus, token_disk, token):
    with Vm(nic=None, disks=[Disk(token_disk, bus)]) as vm:
        report = wait_report(vm, token)
        assert f"TOKEN {token} DL=80 MEM=027F" in vm.text()
    assert report["DL"] == "80" and report["I13"].startswith("F000:")
    assert vm.rom_starts() == 0


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
