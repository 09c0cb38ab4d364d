# SPDX-License-Identifier: BSD-2-Clause
"""sanmenu.c32: what an entry starts on each host, and why when it does not."""

import gzip
import re
import shutil
import stat

import pytest

import hosts
import media
from conftest import wait_report
from linuxview import Cpio, only
from net import Tgt
from vm import BUILD, CACHE, MAC

PROGRAM = BUILD / "sanmenu.c32"
LOCALBOOT = BUILD / "localboot.c32"
TIMEOUT_S = 60
KERNEL_TIMEOUT_S = 180
MEMORY_MIB = 256

CONFIG = """\
MENU TITLE Actions
LABEL entry
  MENU LABEL The entry
{lines}
"""
INIT = """\
#!/bin/sh
mount -t proc proc /proc
mount -t devtmpfs devtmpfs /dev
(cat /etc/token /proc/cmdline) >/dev/ttyS0
poweroff -f
"""
SCRIPT = """\
#!ipxe
echo SCRIPT {token} ${{net0/mac}}
:stay
prompt --timeout 60000 ||
goto stay
"""

# With a command line, and one that PXE gives none.
PLAIN = "plainpxe"
EVERY = ["pxelinux", "ipxe-bookworm", "ipxe-sid", PLAIN]


def run(host, root, *lines, **options):
    """A machine that shows a menu with one entry."""
    text = CONFIG.format(lines="\n".join("  " + line for line in lines))
    name = "menu.cfg"
    if host == PLAIN:
        (root / "pxelinux.cfg").mkdir(exist_ok=True)
        name = "pxelinux.cfg/01-" + MAC.replace(":", "-")
    (root / name).write_text(text)
    args = "" if host == PLAIN else name
    return hosts.run(host, root, PROGRAM, args, **options)


def choose(vm):
    """Start the entry."""
    vm.wait("The entry", TIMEOUT_S)
    vm.send("ret")


def initrds(root, token):
    """A kernel, an initrd without the token and one that has only it."""
    fixture = CACHE / "kernel"
    archive = Cpio()
    for name in ("bin", "dev", "etc", "proc"):
        archive.folder(name)
    archive.add("init", stat.S_IFREG | 0o755, INIT.encode())
    archive.file("bin/busybox", only("bin/busybox", fixture, "static busybox"), 0o755)
    for name in ("sh", "cat", "mount", "poweroff"):
        archive.link("bin/" + name, "busybox")
    (root / "a.gz").write_bytes(gzip.compress(archive.bytes(), 1, mtime=0))
    archive = Cpio()
    archive.add("etc/token", stat.S_IFREG | 0o644, f"TOKEN {token}\n".encode())
    # Of an odd length, so that what follows an initrd has to be aligned.
    (root / "b.gz").write_bytes(gzip.compress(archive.bytes(), 1, mtime=0))
    shutil.copy(only("boot/vmlinuz-*", fixture, "kernel"), root / "vmlinuz")


@pytest.mark.parametrize("host", EVERY)
def test_kernel_with_two_initrds(host, root, token):
    initrds(root, token)
    words = f"console=ttyS0,115200 panic=-1 quiet word={token}"
    lines = ["LINUX vmlinuz", f"APPEND {words}", "INITRD b.gz,a.gz"]
    with run(host, root, *lines, memory_mib=MEMORY_MIB) as vm:
        choose(vm)
        vm.wait_serial(f"^TOKEN {token}$", KERNEL_TIMEOUT_S)
        vm.wait_serial(f"^BOOT_IMAGE=vmlinuz {re.escape(words)} initrd=b.gz,a.gz$")
        assert vm.wait_shutdown(TIMEOUT_S) == "guest-shutdown"


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", PLAIN])
def test_boot_file_and_what_comes_after_it(host, root, token, token_disk):
    """It stands where PXE says, has the PXE stack, and returns to it."""
    media.assemble("bootfile.asm", root / "next.0", TOKEN=f'"{token}"')
    with run(host, root, "KERNEL next.0", disks=[token_disk]) as vm:
        choose(vm)
        vm.wait_serial(f"BOOTFILE {token} 0000:7C00 PXENV[+] !PXE", TIMEOUT_S)
        wait_report(vm, token, TIMEOUT_S)


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
def test_ipxe_script(host, root, token):
    (root / "next.ipxe").write_text(SCRIPT.format(token=token))
    with run(host, root, "KERNEL next.ipxe") as vm:
        choose(vm)
        vm.wait(f"^SCRIPT {token} {MAC}", TIMEOUT_S)


SAN_REASONS = {
    "pxelinux": "the server has no such target",
    "ipxe-bookworm": "the server has no such target",
    PLAIN: "undionly.kpxe: no such file",
}


@pytest.mark.parametrize("host", SAN_REASONS)
def test_sanboot_that_fails_gives_its_reason(host, root, folder):
    """sanboot.c32 is run beside the menu, which then goes on."""
    shutil.copy(BUILD / "sanboot.c32", root)
    with Tgt([media.blank(folder / "san.img")]) as target:
        uri = target.uri(iqn="iqn.2009-06.org.example:another")
        with run(host, root, "COM32 sanboot.c32", f"APPEND {uri}") as vm:
            choose(vm)
            vm.wait("Press a key to go on", TIMEOUT_S)
            vm.send("ret")
            vm.wait("The entry")
            vm.wait(f"sanboot: {SAN_REASONS[host]}")
            vm.wait(f"Target .*\n.*Portal .*\n.*Last try: sanboot: {SAN_REASONS[host]}")


@pytest.mark.parametrize("host", ["ipxe-sid", PLAIN])
def test_sanboot_starts_the_disk(host, root, folder, token):
    """On a plain PXE stack by an iPXE that runs sanboot.c32, not us, again."""
    shutil.copy(BUILD / "sanboot.c32", root)
    shutil.copy(CACHE / "ipxe-trixie/usr/lib/ipxe/ipxe.lkrn", root)
    with Tgt([media.disk(folder / "san.img", token)]) as target:
        lines = ["COM32 sanboot.c32", f"APPEND {target.uri()}"]
        with run(host, root, *lines) as vm:
            choose(vm)
            report = wait_report(vm, token, TIMEOUT_S)
    assert report["DL"] == "80"


@pytest.mark.parametrize("host, name, reason", [
    ("ipxe-sid", "poweroff.c32", "guest-shutdown"), (PLAIN, "reboot.c32", "guest-reset"),
])  # fmt: skip
def test_reboot_and_power_off(host, name, reason, root):
    """The files need not be there."""
    with run(host, root, f"COM32 {name}", extra=["-no-reboot"]) as vm:
        choose(vm)
        assert vm.wait_shutdown(TIMEOUT_S) == reason


def test_localboot_with_a_number_starts_that_disk(root, folder, token):
    shutil.copy(LOCALBOOT, root)
    disks = [media.blank(folder / "empty.img"), media.disk(folder / "disk.img", token)]
    with run("ipxe-bookworm", root, "LOCALBOOT 0x81", disks=disks) as vm:
        choose(vm)
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"


@pytest.mark.parametrize("host, words", [
    (PLAIN, "hd1"), ("ipxe-sid", "hd1 1"),
])  # fmt: skip
def test_chain_c32_is_not_needed(host, words, root, folder, token):
    """What most menus have in it is done by localboot."""
    shutil.copy(LOCALBOOT, root)
    disks = [media.blank(folder / "empty.img"), folder / "disk.img"]
    if words == "hd1":
        media.disk(disks[1], token)
    else:
        media.mbr_disk(disks[1], partitions=[media.Partition(2048, 4096, token=token)])
    with run(host, root, "COM32 chain.c32", f"APPEND {words}", disks=disks) as vm:
        choose(vm)
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"


def test_com32_of_others(root, folder, token):
    """Syslinux's own chain.c32, with the library modules that it wants."""
    for name in ("chain.c32", "libcom32.c32", "libutil.c32"):
        shutil.copy(hosts.SYSLINUX / "syslinux/modules/bios" / name, root)
    disks = [media.blank(folder / "empty.img"), media.disk(folder / "disk.img", token)]
    lines = ["COM32 chain.c32", "APPEND hd1"]
    with run("pxelinux", root, *lines, disks=disks) as vm:
        choose(vm)
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"
        assert ("libcom32.c32", True) in vm.tftp_requests()


def test_localboot_exit_leaves_the_menu(root):
    shutil.copy(LOCALBOOT, root)
    with run("ipxe-sid", root, "COM32 localboot.c32", "APPEND exit") as vm:
        choose(vm)
        vm.wait(hosts.BACK_IPXE, TIMEOUT_S)


@pytest.mark.parametrize("host", ["pxelinux", PLAIN])
def test_localboot_starts_a_cd(host, root, folder, token):
    """Beside the menu's memory and localboot's own there is a place for it."""
    shutil.copy(LOCALBOOT, root)
    cd = media.cd(folder / "cd.iso", token)
    with run(host, root, "LOCALBOOT cd", cdrom=cd) as vm:
        choose(vm)
        wait_report(vm, token, TIMEOUT_S)


CANNOT = [
    (PLAIN, "LOCALBOOT 0x80", "localboot.c32: no such file on the server"),
    ("pxelinux", "LOCALBOOT hd,menu", "localboot.c32: no such file on the server"),
    (PLAIN, "KERNEL next.ipxe", "next.ipxe: a script for gPXE or iPXE"),
    (PLAIN, "COM32 ls.c32", "ls.c32: a COM32 program; only Syslinux"),
    (PLAIN, "LINUX vmlinuz initrd=none.gz", "none.gz: no such file on the server"),
    ("ipxe-sid", "LINUX junk", "junk: no Linux kernel"),
    ("ipxe-sid", "KERNEL none.0", "none.0: cannot be fetched or started"),
    ("pxelinux", "LINUX junk", "junk: the loader cannot start it"),
]


@pytest.mark.parametrize("host, line, reason", CANNOT)
def test_what_cannot_be_started_is_said(host, line, reason, root):
    (root / "junk").write_text("no kernel at all\n" * 99)
    shutil.copy(only("boot/vmlinuz-*", CACHE / "kernel", "kernel"), root / "vmlinuz")
    shutil.copy(hosts.SYSLINUX / "syslinux/modules/bios/ls.c32", root)
    with run(host, root, line) as vm:
        choose(vm)
        vm.wait(re.escape(reason), TIMEOUT_S)
        vm.wait("The entry")
