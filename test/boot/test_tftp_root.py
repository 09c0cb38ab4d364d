# SPDX-License-Identifier: BSD-2-Clause
"""The staged TFTP root: each of its files boots something."""

import http.server
import os
import threading
import urllib.parse
from pathlib import Path

import pytest

import hosts
import media
import tftproot
import uefi
from conftest import wait_report
from dhcpservers import SERVERS
from net import USERNET_HOST, Tgt
from vm import ROM_FOLDERS, Disk, Vm

TIMEOUT_S = 90
MENU = "Leave iPXE"
PXELINUX_PROMPT = "^boot:"
SANMENU_TITLE = "Where shall this machine start from"
FAILED = "Press a key to go back to the menu"
GPXE_ROM = os.environ.get("NETCHAIN_GPXE_ROM")

# What the ways into the root fetch, in order.
PXELINUX = ["pxelinux.0", "ldlinux.c32", "pxelinux.cfg/default"]
# The last comes when the menu is on the screen.
SANMENU = ["sanmenu.c32", "pxelinux.cfg/default", "localboot.c32"]
# As boot file: asked for together with the other names, and then read.
BOOT_FILE = ["sanmenu.c32", *2 * ["pxelinux.cfg/default"], "localboot.c32"]
WAYS = {
    "menu": ["boot.ipxe"],
    "menu-local": ["boot.ipxe", "localboot.c32", "localboot.quirks"],
    "menu-san": ["boot.ipxe", "sanboot.c32"],
    "menu-pxelinux": ["boot.ipxe", *PXELINUX],
    "pxelinux": PXELINUX,
    "pxelinux-win7": [*PXELINUX, "cmd.c32"],
    "pxelinux-linux": [*PXELINUX, "sanboot.c32"],
    "pxelinux-install": [*PXELINUX, "sanboot.c32"],
    "plainpxe": [*PXELINUX, "sanboot.c32", "ipxe.lkrn", "sanboot.c32"],
    "pxelinux-local": [*PXELINUX, "localboot.c32"],
    "undionly": ["first.ipxe", "undionly.kpxe", "first.ipxe", "boot.ipxe"],
    "http": ["boot.ipxe", "pxelinux.0", "ldlinux.c32", "cmd.c32"],
    "sanmenu-local": [*BOOT_FILE, "localboot.quirks"],
    "sanmenu-win7": [*BOOT_FILE, "cmd.c32"],
    "sanmenu-linux": [*BOOT_FILE, "sanboot.c32"],
    "pxelinux-sanmenu": [*PXELINUX, *SANMENU, "localboot.quirks"],
}
# Rows of their own have UEFI programs: test_uefi_*.py.
UEFI = {
    "ipxe.efi", "snponly.efi",
    *(f"{p}{a}.efi" for p in ("localboot", "sanboot", "sanmenu") for a in ("", "aa64")),
}  # fmt: skip
EXAMPLES = {f"dhcp/{example}" for example, *_ in SERVERS.values()}
NOT_BY_TFTP = {*UEFI, *EXAMPLES, "menu.cgi"}  # test_menu_cgi.py

UNDIONLY = """\
#!ipxe
iseq ${net0/chip} undionly && chain boot.ipxe ||
chain undionly.kpxe
"""


def fetched(vm):
    """The files that TFTP delivered, in order."""
    return [name for name, ok in vm.tftp_requests() if ok]


def from_menu(root, **options):
    """A machine whose iPXE ROM gets the script."""
    return Vm(tftp=root, bootfile="boot.ipxe", **options)


def from_pxelinux(root, **options):
    """A machine whose iPXE ROM gets PXELINUX."""
    return Vm(tftp=root, bootfile="pxelinux.0", **options)


def test_every_staged_file_is_on_a_way_tested_here():
    used = set().union(*WAYS.values(), NOT_BY_TFTP) - {"first.ipxe"}
    assert used == set(tftproot.listing())


@pytest.mark.quick
@pytest.mark.parametrize("key", ["w", "n"])
def test_menu_starts_san_disk(key, root, token_disk, token):
    with Tgt([token_disk]) as target:
        tftproot.copy(root, target.uri(host="${next-server}"))
        with from_menu(root) as vm:
            vm.wait(MENU, TIMEOUT_S)
            vm.send(key)
            report = wait_report(vm, token, TIMEOUT_S)
            assert fetched(vm) == WAYS["menu-san"]
    assert report["DL"] == "80"


def test_pxelinux_on_a_plain_pxe_stack_starts_san_disk(root, token_disk, token):
    with Tgt([token_disk]) as target:
        tftproot.copy(root, target.uri())
        with hosts.run("plainpxe", root, root / "pxelinux.0") as vm:
            vm.wait(PXELINUX_PROMPT, TIMEOUT_S)
            vm.type("linux\n")
            wait_report(vm, token, TIMEOUT_S)
            assert fetched(vm) == ["plainpxe.0", *WAYS["plainpxe"]]


@pytest.mark.parametrize(
    "start, shows, choice, way",
    [
        ("boot.ipxe", MENU, "i", "menu-san"),
        ("pxelinux.0", PXELINUX_PROMPT, "install\n", "pxelinux-install"),
    ],
    ids=["menu", "pxelinux"],
)
def test_menus_start_an_installer_beside_the_san_disk(
    start, shows, choice, way, folder, root, token
):
    disk = media.blank(folder / "san.img")
    disc = media.install_cd(folder / "cd.iso", token)
    with Tgt([disk]) as target:
        tftproot.copy(root, target.uri())
        with Vm(tftp=root, bootfile=start, cdrom=disc) as vm:
            vm.wait(shows, TIMEOUT_S)
            vm.type(choice)
            vm.wait_serial(f"^END {token}$", TIMEOUT_S)
            report = media.parse_install(vm.serial())
            assert fetched(vm) == WAYS[way]
    assert (report["FIRST"], report["IBFT"]) == ("EMPTY", "ok")


@pytest.mark.parametrize("generation", ROM_FOLDERS)
def test_menu_starts_own_disk_when_nobody_chooses(
    generation, root, token_disk, token
):
    tftproot.copy(root, edits=[("timeout 10000", "timeout 1000")])
    with from_menu(root, rom=generation, disks=[token_disk]) as vm:
        wait_report(vm, token, TIMEOUT_S)
        assert fetched(vm) == WAYS["menu-local"]
        assert "Its own disk" in "\n".join(vm.seen)


def test_menu_goes_on_after_a_stray_key(root, token_disk, token):
    tftproot.copy(root, edits=[("retimeout 120000", "retimeout 2000")])
    with from_menu(root, disks=[token_disk]) as vm:
        vm.wait(MENU, TIMEOUT_S)
        vm.send("down", "up")
        wait_report(vm, token, 40)
        assert fetched(vm) == WAYS["menu-local"]


@pytest.mark.parametrize("generation", ROM_FOLDERS)
def test_menu_comes_back_with_the_reason(generation, root, token_disk, token):
    with Tgt([token_disk]) as target:
        tftproot.copy(root, target.uri(host="${next-server}"))
        target.stop()
        with from_menu(root, rom=generation) as vm:
            vm.wait(MENU, TIMEOUT_S)
            vm.send("w")
            vm.wait(FAILED, TIMEOUT_S)
            assert "sanboot: connection refused or reset." in vm.text()
            vm.send("ret")
            vm.wait(MENU, TIMEOUT_S)
            assert fetched(vm) == WAYS["menu-san"]


@pytest.mark.parametrize("generation", ROM_FOLDERS)
def test_menu_survives_esc_and_shell_and_ends(generation, root, token_disk, token):
    tftproot.copy(root)
    with from_menu(root, rom=generation, disks=[token_disk]) as vm:
        vm.wait(MENU, TIMEOUT_S)
        vm.send("down")
        vm.wait("Its own disk$")
        vm.send("esc")
        vm.wait(r"Its own disk +\(")
        vm.send("s")
        vm.wait("iPXE>")
        vm.type("exit\n")
        vm.wait(MENU)
        vm.send("x")
        wait_report(vm, token, TIMEOUT_S)
        assert fetched(vm) == WAYS["menu"]


def test_menu_starts_pxelinux_and_takes_over_again(root, token_disk, token):
    tftproot.copy(root)
    with from_menu(root, disks=[token_disk]) as vm:
        vm.wait(MENU, TIMEOUT_S)
        vm.send("p")
        vm.wait(PXELINUX_PROMPT, TIMEOUT_S)
        assert fetched(vm) == WAYS["menu-pxelinux"]
        vm.type("exit\n")
        vm.wait(MENU, TIMEOUT_S)
        vm.send("l")
        wait_report(vm, token, TIMEOUT_S)


@pytest.mark.parametrize("label", ["win7", "linux"])
def test_pxelinux_starts_san_disk(label, root, token_disk, token):
    with Tgt([token_disk]) as target:
        tftproot.copy(root, target.uri())
        with from_pxelinux(root) as vm:
            vm.wait(PXELINUX_PROMPT, TIMEOUT_S)
            vm.type(f"{label}\n")
            report = wait_report(vm, token, TIMEOUT_S)
            assert fetched(vm) == WAYS[f"pxelinux-{label}"]
    assert report["DL"] == "80"


@pytest.mark.quick
@pytest.mark.parametrize(
    "label, drive, says",
    [
        ("", "80", "hd: starting drive 0x80"),
        ("local", "80", "hd: starting drive 0x80"),
        ("hd1", "81", "hd1: starting drive 0x81"),
        ("dvd", "E0", "cd: starting drive 0xe0"),
        ("local18", "80", "int18: asking the BIOS for the next boot device"),
        ("exit", "80", "exit: back to the boot ROM"),
    ],
)
def test_pxelinux_starts_own_disk(label, drive, says, folder, root, token):
    tftproot.copy(root)
    disks = [media.disk(folder / "0.img", token), media.disk(folder / "1.img", token)]
    disks.append(Disk(media.cd(folder / "cd.iso", token), "usb-cd"))
    with from_pxelinux(root, disks=disks) as vm:
        vm.wait(PXELINUX_PROMPT, TIMEOUT_S)
        vm.type(f"{label}\n")
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == drive
        # A list of methods asks for no quirks.
        quirks = [] if label in ("hd1", "dvd", "local18", "exit") else ["localboot.quirks"]
        assert fetched(vm) == WAYS["pxelinux-local"] + quirks
        assert says in "\n".join(vm.seen)


def test_pxelinux_starts_boot_order_again(root, token_disk):
    tftproot.copy(root)
    with from_pxelinux(root, disks=[Disk(token_disk, bootindex=1)]) as vm:
        vm.wait(PXELINUX_PROMPT, TIMEOUT_S)
        vm.type("local19\n")
        vm.wait("int19: starting the BIOS boot order from its beginning")
        vm.wait("Press Ctrl-B|execution...ok", TIMEOUT_S)
        assert vm.rom_starts() == 2
        assert fetched(vm)[:4] == WAYS["pxelinux-local"]


def edit_menu(root, old, new):
    """Edit the configuration of PXELINUX and sanmenu, as a user does."""
    path = root / "pxelinux.cfg/default"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.quick
@pytest.mark.parametrize("label, key", [("win7", "w"), ("linux", "l")])
def test_sanmenu_starts_san_disk(label, key, root, token_disk, token):
    with Tgt([token_disk]) as target:
        tftproot.copy(root, target.uri())
        with Vm(tftp=root, bootfile="sanmenu.c32") as vm:
            vm.wait(SANMENU_TITLE, TIMEOUT_S)
            vm.send(key, "ret")
            report = wait_report(vm, token, TIMEOUT_S)
            assert fetched(vm) == WAYS[f"sanmenu-{label}"]
    assert report["DL"] == "80"


def test_sanmenu_starts_own_disk_when_nobody_chooses(root, token_disk, token):
    tftproot.copy(root)
    with Vm(tftp=root, bootfile="sanmenu.c32", disks=[token_disk]) as vm:
        vm.wait(SANMENU_TITLE, TIMEOUT_S)
        wait_report(vm, token, TIMEOUT_S)
        assert fetched(vm) == WAYS["sanmenu-local"]


def test_pxelinux_shows_sanmenu_in_place_of_its_prompt(root, token_disk, token):
    tftproot.copy(root)
    edit_menu(root, "#ui sanmenu.c32", "ui sanmenu.c32")
    with from_pxelinux(root, disks=[token_disk]) as vm:
        vm.wait(SANMENU_TITLE, TIMEOUT_S)
        assert not any(line.startswith("boot:") for line in vm.seen)
        vm.send("o", "ret")
        wait_report(vm, token, TIMEOUT_S)
        assert fetched(vm) == WAYS["pxelinux-sanmenu"]


def test_undionly_starts_the_menu(root, token_disk, token):
    tftproot.copy(root)
    (root / "first.ipxe").write_text(UNDIONLY)
    with Vm(tftp=root, bootfile="first.ipxe", disks=[token_disk]) as vm:
        vm.wait(MENU, TIMEOUT_S)
        assert fetched(vm) == WAYS["undionly"]
        vm.send("l")
        wait_report(vm, token, TIMEOUT_S)


def test_ipxe_efi_starts_the_menu(folder, root):
    tftproot.copy(root)
    volume = folder / "EFI-volume"
    (volume / "EFI/BOOT").mkdir(parents=True)
    (root / "ipxe.efi").rename(volume / "EFI/BOOT/BOOTX64.EFI")
    disk = ["-drive", f"file=fat:rw:{volume},format=raw,if=none,id=efi"]
    disk += ["-device", "ide-hd,drive=efi,bootindex=0"]
    options = {"tftp": root, "bootfile": "boot.ipxe", "nic_bootindex": None}
    with uefi.machine(extra=disk, **options) as vm:
        vm.wait_serial(MENU, 3 * TIMEOUT_S)
        assert fetched(vm) == WAYS["menu"]
        assert "PXELINUX" not in vm.serial()
        vm.send("s")
        vm.wait_serial("iPXE>", TIMEOUT_S)


@pytest.fixture
def cgi(root):
    """(port, what was asked) of a server that makes a configuration per MAC."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = (root / "pxelinux.cfg/default").read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


@pytest.mark.parametrize("rom", ["sid", "gpxe"])
def test_win7_entry_of_a_configuration_by_http(rom, root, cgi, token_disk, token):
    if rom == "gpxe" and not GPXE_ROM:
        pytest.skip("NETCHAIN_GPXE_ROM names no ROM of gPXE 1.0.1 for the e1000")
    port, asked = cgi
    edits = [
        ("#set 209:", "set 209:"),
        ("${next-server}/gpxe", f"{USERNET_HOST}:{port}/gpxe"),
    ]
    with Tgt([token_disk]) as target:
        tftproot.copy(root, target.uri(), edits=edits)
        with from_menu(root, rom=Path(GPXE_ROM) if rom == "gpxe" else rom) as vm:
            if rom != "gpxe":
                vm.wait(MENU, TIMEOUT_S)
                vm.send("p")
            vm.wait(PXELINUX_PROMPT, TIMEOUT_S)
            vm.type("win7\n")
            wait_report(vm, token, TIMEOUT_S)
            assert fetched(vm) == WAYS["http"]
    # gPXE sends the colons as %3A; a CGI decodes both to the same value.
    decoded = [urllib.parse.unquote(path) for path in asked]
    assert decoded == ["/gpxe.cgi?mac=52:54:00:12:34:56"]
