# SPDX-License-Identifier: BSD-2-Clause
"""The menu's configuration on each host, by each way, from a server that fails.

A row is a host. Its menu is searched for; the entries name other files, then
URLs; and each fault of badserver.py comes in each of these ways.
"""

import dataclasses
import shutil

import pytest

import hosts
import uefi
from badserver import BIG, BREAKS, ENDS, GARBAGE, GONE, RESET, SILENT, STALLS, BadServer
from net import Dnsmasq, Namespace
from test_uefi_start import DEFAULT, SCRIPT, http_entry
from vm import BUILD, CACHE, Disk, Vm

TIMEOUT_S = 180
WEB = f"http://{Namespace.ADDRESS}/"
DEAD = "dead"  # no such machine
DEAD_WEB = "http://10.77.0.200/"
MAC_FILE = "pxelinux.cfg/01-52-54-00-12-34-56"

NONE = "no such file on the server"
NO_ANSWER = "the server does not answer"
BROKEN = "the file cannot be read"
EMPTY = "no entries in it"
NO_URL = "no such file, or a URL that takes iPXE or gPXE"
NO_WEB = "the web server does not answer"

# What the screen says. Neighbours differ, so that none is taken for the next.
IPXE_TFTP = {
    GONE: NONE, SILENT: NO_ANSWER, BREAKS: BROKEN, STALLS: NO_ANSWER, GARBAGE: EMPTY,
    ENDS: NO_ANSWER,
}  # fmt: skip
IPXE_HTTP = {
    GONE: NONE, DEAD: NO_ANSWER, BREAKS: BROKEN, STALLS: NO_ANSWER, GARBAGE: EMPTY,
    RESET: BROKEN, SILENT: NO_ANSWER,
}  # fmt: skip
EDK2_HTTP = {
    GONE: NONE, SILENT: NO_WEB, BREAKS: BROKEN, GARBAGE: EMPTY, STALLS: BROKEN,
}  # fmt: skip


def without(words, *faults):
    """The words, but for faults that this host cannot tell, or that cost much."""
    return {fault: text for fault, text in words.items() if fault not in faults}


# A ROM takes what ends early for whole: TFTP's end is a short block.
ROM_TFTP = without(IPXE_TFTP, ENDS)
# PXELINUX's own TFTP does not come back from a transfer that breaks off.
PXELINUX_TFTP = {GONE: NONE, GARBAGE: EMPTY}
# EDK2's PXE tells no error in the middle from one at the beginning.
EDK2_TFTP = without(ROM_TFTP, BREAKS)
# The wait for what comes no more is the same code with each iPXE.
SHORT_TFTP = without(IPXE_TFTP, STALLS, ENDS)
SHORT_HTTP = without(IPXE_HTTP, STALLS)
# Before 2.0 it waits for ever for a web server that only takes the connection.
OLD_HTTP = without(SHORT_HTTP, SILENT)
NO_HTTP = {GONE: NO_URL}


def fast(shift):
    """A clock that goes by what the machine does: timeouts pass in no time.

    Too fast, and the server seems slow.
    """
    return ["-icount", f"shift={shift},sleep=off"]


MENU = """\
MENU TITLE {title}
FALLBACK none
MENU RETIMEOUT 0
{entries}
"""
ENTRY = """\
LABEL {name}
  CONFIG {file}
"""


def menu(title, entries):
    """A configuration whose entries are {name: file to read}."""
    texts = [ENTRY.format(name=name, file=file) for name, file in entries.items()]
    return MENU.format(title=title, entries="".join(texts))


def bios(name, shift=8):
    """One of hosts.py."""

    def start(namespace, root, folder):
        for program in ("sanmenu.c32", "localboot.c32"):
            shutil.copy(BUILD / program, root)
        settings = hosts.HOSTS[name](root, "sanmenu.c32", "")
        if "pxelinux" in name:  # it finds the menu, which says UI
            (root / "pxelinux.cfg/default").unlink()
        dhcp = [f"dhcp-boot={settings.pop('bootfile')},,{namespace.ADDRESS}"]
        return Vm(namespace=namespace, extra=fast(shift), **settings), dhcp

    return start


def efi(start, shift=7):
    """A host below which sanmenu.efi runs."""

    def copying(namespace, root, folder):
        shutil.copy(uefi.program("x64", "sanmenu"), root / "sanmenu.efi")
        options, dhcp = start(namespace, root, folder)
        options = {"namespace": namespace, "folder": folder, "extra": fast(shift), **options}
        return uefi.machine(**options), dhcp

    return copying


@efi
def edk2_pxe(namespace, root, folder):
    return {"nic_bootindex": 0}, [f"dhcp-boot=sanmenu.efi,,{namespace.ADDRESS}"]


@efi
def edk2_http(namespace, root, folder):
    variables, dhcp = http_entry(f"{WEB}sanmenu.efi")
    return {"nic_bootindex": None, "variables": variables}, dhcp


def efi_ipxe(generation):
    @efi
    def start(namespace, root, folder):
        (root / "t.ipxe").write_text(SCRIPT.format(chains="chain sanmenu.efi\n"))
        fixture = CACHE / f"ipxe-{generation}"
        program = fixture / "usr/lib/ipxe/ipxe.efi"
        if not program.exists():  # of 2019: an absolute link
            program = fixture / "boot/ipxe.efi"
        image = uefi.esp_disk(folder / "ipxe.img", {DEFAULT: program})
        disks = [Disk(image, "virtio", bootindex=0)]
        dhcp = [f"dhcp-boot=t.ipxe,,{namespace.ADDRESS}"]
        return {"nic_bootindex": None, "disks": disks}, dhcp

    return start


@dataclasses.dataclass
class Host:
    """How sanmenu is started, and its words for what fails.

    start: (namespace, root, folder) -> (Vm, options of Dnsmasq).
    named: also of the file that is searched for, unless searched says that.
    """

    start: callable
    named: dict
    web: dict
    searched: dict = None


HOSTS = {
    "pxelinux": Host(bios("pxelinux"), PXELINUX_TFTP, SHORT_HTTP),
    # It gives up after 145 s by the machine's clock.
    "pxelinux-waits": Host(
        bios("pxelinux"), {GONE: NONE, SILENT: NO_ANSWER}, {}, {GONE: NONE}
    ),
    "ipxe-bookworm": Host(bios("ipxe-bookworm"), ROM_TFTP, OLD_HTTP, SHORT_TFTP),
    "ipxe-trixie": Host(bios("ipxe-trixie"), ROM_TFTP, OLD_HTTP, SHORT_TFTP),
    "ipxe-sid": Host(bios("ipxe-sid"), IPXE_TFTP, IPXE_HTTP, SHORT_TFTP),
    "nbp": Host(bios("nbp"), SHORT_TFTP, SHORT_HTTP),
    "plainpxe": Host(bios("plainpxe", 7), ROM_TFTP, NO_HTTP),
    "plainpxe-pxelinux": Host(bios("plainpxe-pxelinux", 7), PXELINUX_TFTP, NO_HTTP),
    "efi-pxe": Host(edk2_pxe, EDK2_TFTP, EDK2_HTTP),
    "efi-http": Host(edk2_http, EDK2_HTTP, {}),
    "efi-ipxe-bookworm": Host(efi_ipxe("bookworm"), SHORT_TFTP, SHORT_HTTP),
    "efi-ipxe-trixie": Host(efi_ipxe("trixie"), SHORT_TFTP, SHORT_HTTP),
    "efi-ipxe-sid": Host(efi_ipxe("sid"), IPXE_TFTP, IPXE_HTTP),
}


class Screen:
    """What the machine shows; of a serial line, what has not been waited for."""

    def __init__(self, vm):
        self.vm = vm
        self._start = 0 if isinstance(vm, uefi.UefiVm) else None

    def _wait(self, pattern):
        if self._start is None:
            self.vm.wait(pattern, TIMEOUT_S)
            return
        match = self.vm.wait_serial(pattern, TIMEOUT_S, self._start)
        self._start += match.end()

    def menu(self, title):
        self._wait(f"{title}(?s:.*)edits the line")

    def choose(self, name):
        self.vm.type(f"/{name}\n")

    def failed(self, file, words):
        """The menu is back with the reason."""
        self._wait(rf"└(?s:.*){file}: {words}")

    def no_menu(self, words):
        """The last reason that it gives, whatever it is at now: a fast clock's
        pauses are short ones."""
        self._wait(f"No menu: (.*: )?{words}(?![\\s\\S]*No menu:)")


def write_files(root, token, host):
    """The menu, and what its entries name; {file: its fault}."""
    named = {f"{fault}.cfg": fault for fault in host.named}
    web = {f"web-{fault}.cfg": fault for fault in host.web}
    files = {**named, **web, "big.cfg": BIG, "web-big.cfg": BIG}
    entries = {fault: file for file, fault in named.items()}
    for file, fault in web.items():
        entries[f"web-{fault}"] = (DEAD_WEB if fault == DEAD else WEB) + file
    # Whatever is cut has entries before the cut.
    many = {f"entry{i}": "none.cfg" for i in range(300)}
    first = menu(f"First {token}", {**entries, "big": "big.cfg", "away": "away.cfg", **many})
    (root / "pxelinux.cfg").mkdir(exist_ok=True)
    (root / MAC_FILE).write_text("UI sanmenu.c32\n" + first)
    for file in files:
        text = menu(f"File {file} {token}", {"further": f"{WEB}web-big.cfg", **many})
        (root / file).write_text(text)
    return files


@pytest.mark.parametrize("name", HOSTS)
def test_what_comes_and_what_fails(name, namespace, root, folder, token):
    host = HOSTS[name]
    faults = write_files(root, token, host)
    vm, dhcp = host.start(namespace, root, folder)
    server = BadServer(namespace, root)
    with server, Dnsmasq(namespace, options=dhcp), vm:
        screen = Screen(vm)
        server.set({**faults, MAC_FILE: BIG})
        screen.menu(f"First {token}")
        server.set(faults)
        for fault, words in host.named.items():
            screen.choose(fault)
            screen.failed(f"{fault}.cfg", words)
        if not name.startswith("efi") and BREAKS in host.named:
            assert vm.tftp_requests().count(("breaks.cfg", True)) == 3
        for fault, words in host.web.items():
            screen.choose(f"web-{fault}")
            screen.failed(f"web-{fault}.cfg", words)
        # Back to the menu, which fails too, until it has been everything.
        server.set({**faults, MAC_FILE: GONE})
        screen.choose("away")
        for fault, words in (host.searched or host.named).items():
            server.set({**faults, MAC_FILE: fault})
            vm.send("spc")
            screen.no_menu(words)
        server.set(faults)
        vm.send("spc")
        screen.failed("away.cfg", NONE)
        screen.choose("big")
        screen.menu(f"File big.cfg {token}")
        if host.web not in ({}, NO_HTTP):
            screen.choose("further")
            screen.menu(f"File web-big.cfg {token}")
