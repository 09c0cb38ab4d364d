# SPDX-License-Identifier: BSD-2-Clause
"""sanmenu.efi: where it reads from, what it starts, what comes back."""

import re
import shutil

import pytest

import linuxview
import uefi
from net import Tgt
from test_uefi_san import stage
from test_uefi_start import DEFAULT, IPXES, SCRIPT
from uefi import hd, wait_token
from varstore import boot_entries, file_node, load_option
from vm import CACHE, Disk

TIMEOUT_S = {"x64": 120, "aa64": 240}
START_S = 60  # from the menu to what it starts
CONFIG = """\
MENU TITLE Menu {token}
{more}
LABEL one
  MENU LABEL First entry
  KERNEL token.efi
  APPEND mac=${{mac}} a b
LABEL two
  MENU LABEL Own disk
  LOCALBOOT 0
LABEL three
  MENU LABEL Missing one
  KERNEL missing.efi
"""
MAC_FILE = "pxelinux.cfg/01-52-54-00-12-34-56"
OPTIONS = "mac=52:54:00:12:34:56 a b"
UUID = "b8945908-d6a6-41a9-8113-74a6ab80b83d"


def config(token, more=""):
    """A configuration whose title has the token, as text."""
    return CONFIG.format(token=token, more=more)


def write(root, name, text):
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def program(arch="x64"):
    """The path of sanmenu for the architecture."""
    return uefi.program(arch, "sanmenu")


def pxe(root, token, arch="x64", action="S"):
    """Options of a machine whose firmware gets sanmenu.efi by PXE."""
    shutil.copy(program(arch), root / "sanmenu.efi")
    (root / "token.efi").write_bytes(uefi.token_program(token, action, arch))
    return {"tftp": root, "bootfile": "sanmenu.efi", "nic_bootindex": 0}


def shows(vm, token, arch="x64"):
    """The menu of this run is on the screen, all of it."""
    vm.wait_serial(f"Menu {token}(?s:.*)Own disk(?s:.*)edits the line", TIMEOUT_S[arch])


@pytest.mark.quick
@pytest.mark.parametrize("arch", ["x64", "aa64"])
def test_pxe_boot_file_searches_and_starts_a_program(arch, root, token):
    """As PXELINUX looks for it; the entry's arguments are its load options."""
    write(root, "pxelinux.cfg/0A0002", config(token))
    with uefi.machine(arch, **pxe(root, token, arch)) as vm:
        shows(vm, token, arch)
        vm.send("ret")
        assert wait_token(vm, token, START_S)[0] == OPTIONS
        asked = [name for name, _ in vm.tftp_requests() if "cfg" in name]
        assert asked[:1] == [MAC_FILE] and "pxelinux.cfg/default" not in asked


def test_search_by_uuid(root, token):
    write(root, f"pxelinux.cfg/{UUID}", config(token, "TIMEOUT 10"))
    with uefi.machine(extra=["-uuid", UUID], **pxe(root, token)) as vm:
        assert wait_token(vm, token, TIMEOUT_S["x64"])[0] == OPTIONS
        asked = [name for name, _ in vm.tftp_requests() if "cfg" in name]
        assert asked == [f"pxelinux.cfg/{UUID}"]


@pytest.mark.parametrize("generation", IPXES)
def test_chained_by_ipxe(generation, folder, root, token):
    """With an argument; the files come by iPXE, from beside ours."""
    (root / "sub").mkdir()
    pxe(root / "sub", token)
    write(root, "sub/my.cfg", config(token, "INCLUDE more.cfg"))
    write(root, "sub/more.cfg", "LABEL more\n MENU LABEL Own disk, more\n")
    script = SCRIPT.format(program="sub/sanmenu.efi", args="my.cfg")
    (root / "t.ipxe").write_text(script)
    fixture = CACHE / f"ipxe-{generation}"
    ipxe = fixture / "usr/lib/ipxe/ipxe.efi"
    if not ipxe.exists():  # of 2019: an absolute link
        ipxe = fixture / "boot/ipxe.efi"
    image = uefi.esp_disk(folder / "ipxe.img", {DEFAULT: ipxe})
    options = {
        "tftp": root, "bootfile": "t.ipxe", "nic_bootindex": None,
        "disks": [Disk(image, "virtio", bootindex=0)],
    }  # fmt: skip
    with uefi.machine(**options) as vm:
        shows(vm, token)
        assert "Own disk, more" in vm.serial()
        vm.send("down", "ret")
        assert wait_token(vm, token, START_S)[0] == OPTIONS


@pytest.mark.parametrize("arch", ["x64", "aa64"])
def test_from_a_volume(arch, folder, token):
    """Files beside ours on a FAT file system; no network at all."""
    files = {
        "netchain/sanmenu.efi": program(arch),
        "netchain/pxelinux.cfg/default": config(token).encode(),
        "netchain/token.efi": uefi.token_program(token, "S", arch),
    }
    image = uefi.esp_disk(folder / "d.img", files, part_guid=uefi.STICK_GUID)
    path = hd(uefi.STICK_GUID) + file_node("\\netchain\\sanmenu.efi")
    machine = uefi.machine(
        arch, nic=None, disks=[Disk(image, "virtio")], folder=folder,
        variables=boot_entries({1: load_option("menu", path)}),
    )  # fmt: skip
    with machine as vm:
        shows(vm, token, arch)
        vm.send("ret")
        assert wait_token(vm, token, START_S)[0] == "mac= a b"
        assert "\\netchain\\token.efi" in vm.serial()


def test_what_fails_or_returns_comes_back_with_its_reason(root, token):
    """A file that is not there, a program that gives up: the menu again."""
    write(root, MAC_FILE, config(token))
    with uefi.machine(**pxe(root, token, action="E")) as vm:
        shows(vm, token)
        vm.send("end", "ret")
        vm.wait_serial("missing.efi: no such file on the server", START_S)
        vm.send("home", "ret")
        wait_token(vm, token, START_S)
        vm.wait_serial(r"token.efi: ran, and gave up \(status 15\)", START_S)
        vm.send("home", "ret")
        vm.wait_serial(f"(TOKEN {token}(?s:.*)){{2}}", START_S)


def test_countdown_starts_the_own_disk(folder, root, token):
    """Nobody presses a key: localboot runs in the menu's own program."""
    write(root, MAC_FILE, config("menu", "TIMEOUT 30\nDEFAULT two"))
    image = uefi.esp_disk(folder / "d.img", {DEFAULT: uefi.token_program(token)})
    options = pxe(root, "0" * 8)
    with uefi.machine(disks=[Disk(image, "virtio")], **options) as vm:
        vm.wait_serial("Automatic start in 3 seconds", TIMEOUT_S["x64"])
        wait_token(vm, token, START_S)
        assert "next: Boot0002" in vm.serial()


def test_no_configuration_then_the_own_disk(folder, root, token):
    """After three times; a key goes on at once."""
    image = uefi.esp_disk(folder / "d.img", {DEFAULT: uefi.token_program(token)})
    options = pxe(root, "0" * 8)
    with uefi.machine(disks=[Disk(image, "virtio")], **options) as vm:
        for seconds in (5, 10):
            vm.wait_serial(f"Trying again in {seconds} s", TIMEOUT_S["x64"])
            vm.send("ret")
        wait_token(vm, token, START_S)
        assert "No menu: pxelinux.cfg/default: no such file" in vm.serial()


def test_linux_with_two_initrds(folder, root, token):
    """Debian's kernel by its EFI stub: command line, initrds in order."""
    kernel, initrd = linuxview.make(folder, token)
    shutil.copy(kernel, root / "vmlinuz")
    data = initrd.read_bytes()
    half = len(data) // 2 // 4 * 4  # the kernel unpacks them as one
    (root / "one.img").write_bytes(data[:half])
    (root / "two.img").write_bytes(data[half:])
    more = (
        "LABEL linux\n  MENU DEFAULT\n  LINUX vmlinuz\n"
        f"  APPEND {linuxview.CMDLINE} debug\n  INITRD one.img,two.img\n"
    )
    write(root, MAC_FILE, config(token, more))
    with uefi.machine(**pxe(root, "0" * 8)) as vm:
        shows(vm, token)
        vm.send("ret")
        assert vm.wait_serial(f"END {token}", 300)
        said = vm.serial()
        line = re.search(r"Command line: (.*)", said)
        assert linuxview.parse(said, token) == {}
        assert line is None or line[1].strip() == f"{linuxview.CMDLINE} debug"


def test_sanboot_of_a_configuration_for_bios(folder, root, token):
    """COM32 sanboot.c32 is sanboot.efi here; a wrong address comes back."""
    image = uefi.esp_disk(folder / "san.img", {DEFAULT: uefi.token_program(token)})
    options = pxe(root, "0" * 8)
    stage(root)
    with Tgt([image]) as tgt:
        more = f"LABEL san\n  COM32 sanboot.c32\n  APPEND {tgt.uri()}\n"
        write(root, MAC_FILE, config(token, more + "LABEL bad\n  KERNEL cmd.c32\n  APPEND x:y"))
        with uefi.machine(**options) as vm:
            shows(vm, token)
            vm.send("down", "ret")
            vm.wait_serial("sanboot.efi: ran, and gave up", 2 * START_S)
            vm.send("home", "ret")
            wait_token(vm, token, 2 * START_S)


def test_programs_of_the_bios(root, token):
    """What only a BIOS starts says so; poweroff.c32 is a part of the menu."""
    more = "LABEL bios\n  KERNEL hdt.c32\nLABEL off\n  KERNEL poweroff.c32\n"
    write(root, MAC_FILE, config(token, more))
    with uefi.machine(extra=["-no-reboot"], **pxe(root, token)) as vm:
        shows(vm, token)
        vm.send("home", "ret")
        vm.wait_serial("hdt.c32: only a BIOS can start it", START_S)
        vm.send("home", "down", "ret")
        assert vm.wait_shutdown(START_S) == "guest-shutdown"
