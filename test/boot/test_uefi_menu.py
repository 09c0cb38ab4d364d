# SPDX-License-Identifier: BSD-2-Clause
"""sanmenu.efi: where it reads from, what it starts, what comes back."""

import re
import shutil
import time

import pytest

import linuxview
import uefi
from net import USERNET_HOST, Dnsmasq, Far, Namespace, Tgt
from test_uefi_san import stage
from test_uefi_start import DEFAULT, HTTP_PORT, IPXES, SCRIPT, WEB, http_boot, web_server
from uefi import hd, wait_token
from varstore import boot_entries, file_node, load_option
from vm import BUILD, CACHE, Disk
from web import Web

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
UUID_FILE = "085994b8-a6d6-a941-8113-74a6ab80b83d"  # as PXELINUX writes it


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
    write(root, f"pxelinux.cfg/{UUID_FILE}", config(token, "TIMEOUT 10"))
    with uefi.machine(extra=["-uuid", UUID], **pxe(root, token)) as vm:
        assert wait_token(vm, token, TIMEOUT_S["x64"])[0] == OPTIONS
        asked = [name for name, _ in vm.tftp_requests() if "cfg" in name]
        assert asked == [f"pxelinux.cfg/{UUID_FILE}"]


@pytest.mark.parametrize("generation", IPXES)
def test_chained_by_ipxe(generation, folder, root, token):
    """With an argument; the files come by iPXE, from beside ours, or are its images."""
    (root / "sub").mkdir()
    pxe(root / "sub", token)
    write(root, "sub/my.cfg", config(token, "INCLUDE more.cfg\nINCLUDE image.cfg"))
    write(root, "sub/more.cfg", "LABEL more\n MENU LABEL Own disk, more\n")
    write(root, "other/i.cfg", "LABEL image\n MENU LABEL Own disk, image\n")
    image = "imgfetch --name image.cfg other/i.cfg"
    script = SCRIPT.format(chains=f"{image}\nchain sub/sanmenu.efi my.cfg\n")
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
        assert "Own disk, more" in vm.serial() and "Own disk, image" in vm.serial()
        vm.send("down", "down", "ret")
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


@pytest.mark.parametrize("chunked", [False, True])
def test_urls_by_the_firmwares_http(chunked, root, token):
    """From a PXE start: a part of the menu, a program; 404, no server."""
    files = {"/x/token.efi": uefi.token_program(token)}
    with Web(files, chunked=chunked) as web:
        web.files["/menu.cgi"] = (
            f"LABEL web\n  KERNEL {web.url('/x/token.efi')}\n  APPEND from the web\n"
            f"LABEL none\n  KERNEL {web.url('/none.efi')}\n"
            f"LABEL down\n  KERNEL http://{USERNET_HOST}:1/down.efi\n"
        ).encode()
        more = f"INCLUDE {web.url('/menu.cgi?mac=${mac}')}\n"
        write(root, MAC_FILE, config(token, more))
        with uefi.machine(**pxe(root, "0" * 8)) as vm:
            shows(vm, token)
            vm.send("home", "down", "ret")
            vm.wait_serial("none.efi: no such file on the server", START_S)
            vm.send("home", "down", "down", "ret")
            vm.wait_serial("down.efi: the web server does not answer", START_S)
            vm.send("home", "ret")
            assert wait_token(vm, token, START_S)[0] == "from the web"
        assert web.asked == [
            "/menu.cgi?mac=52:54:00:12:34:56", "/none.efi", "/x/token.efi",
        ]  # fmt: skip


@pytest.mark.parametrize("arch, slot", [("x64", 3), ("aa64", 1)])
def test_http_boot_searches_and_starts_a_program(arch, slot, namespace, root, folder, token):
    """As from TFTP: by MAC and IP address; what is included, a program."""
    (root / "sub").mkdir()
    pxe(root / "sub", token, arch)
    write(root, "sub/pxelinux.cfg/default", config(token, "INCLUDE more.cfg"))
    write(root, "sub/more.cfg", "LABEL more\n MENU LABEL Own disk, more\n")
    options = (namespace, root, folder, "sub/sanmenu.efi", [], arch, slot)
    with http_boot(*options) as (vm, asked):
        shows(vm, token, arch)
        vm.send("end", "ret")
        vm.wait_serial("missing.efi: no such file on the server", START_S)
        vm.send("home", "down", "ret")
        assert wait_token(vm, token, START_S)[0] == OPTIONS
        names = [name for name, _ in asked()]
        first = names.index(f"/sub/{MAC_FILE}")
        assert re.fullmatch("/sub/pxelinux.cfg/[0-9A-F]{8}", names[first + 1])
        assert names[-4:] == [
            "/sub/pxelinux.cfg/default", "/sub/more.cfg", "/sub/missing.efi",
            "/sub/token.efi",
        ]  # fmt: skip


def test_http_boot_with_a_url_as_argument(namespace, root, folder, token):
    """The argument is the configuration; its initrds come over HTTP too."""
    pxe(root, token)
    kernel, initrd = linuxview.make(folder, token)
    shutil.copy(kernel, root / "vmlinuz")
    shutil.copy(initrd, root / "initrd.img")
    more = (
        "LABEL linux\n  MENU DEFAULT\n  LINUX vmlinuz\n"
        f"  APPEND {linuxview.CMDLINE}\n  INITRD {WEB}initrd.img\n"
    )
    write(root, "other/my.cfg", config(token, more))
    options = {"args": f"{WEB}other/my.cfg?ip=${{ip}}"}
    with http_boot(namespace, root, folder, "sanmenu.efi", **options) as (vm, asked):
        shows(vm, token)
        vm.send("ret")
        assert vm.wait_serial(f"END {token}", 300)
        assert linuxview.parse(vm.serial(), token) == {}
        names = [name for name, _ in asked() if name != "/sanmenu.efi"]
        network = Namespace.ADDRESS.rpartition(".")[0]
        assert names[0].startswith(f"/other/my.cfg?ip={network}.")
        assert names[1:] == ["/vmlinuz", "/initrd.img"]


def test_http_boot_without_the_web_server_of_its_argument(namespace, root, folder):
    """The words, and that it is tried again."""
    shutil.copy(program(), root)
    options = {"args": f"http://{Namespace.ADDRESS}:1/my.cfg"}
    with http_boot(namespace, root, folder, "sanmenu.efi", **options) as (vm, _):
        vm.wait_serial("No menu: http.*the web server does not answer", TIMEOUT_S["x64"])
        vm.wait_serial("Trying again in 5 s", START_S)


def test_pxe_with_a_url_in_option_209(namespace, root, folder, token):
    """By the name that the DNS server knows, behind the router; 210 for the rest."""
    options = pxe(root, token)
    (root / "sub").mkdir()
    (root / "token.efi").rename(root / "sub/token.efi")
    more = ["below.cfg", "::top/root.cfg", f"{Namespace.ADDRESS}::top/server.cfg"]
    for name in ("sub/below.cfg", "top/root.cfg", "top/server.cfg"):
        write(root, name, f"LABEL {name}\n MENU LABEL At {name}, Own disk\n")
    web = folder / "web"
    web.mkdir()
    includes = "".join(f"INCLUDE {name}\n" for name in more)
    (web / "my.cfg").write_text(config(token, includes))
    dhcp = [
        f"dhcp-boot={options['bootfile']}", "port=53", "no-resolv", "no-hosts",
        f"address=/web.test/{Far.ADDRESS}",
        f"dhcp-option-force=209,http://web.test:{HTTP_PORT}/my.cfg",
        "dhcp-option-force=210,sub/",
    ]  # fmt: skip
    machine = uefi.machine(namespace=namespace, nic_bootindex=0)
    with Far(namespace) as far, web_server(far, web, folder / "http.log") as asked:
        with Dnsmasq(namespace, root, dhcp), machine as vm:
            shows(vm, token)
            for name in ("sub/below.cfg", "top/root.cfg", "top/server.cfg"):
                vm.wait_serial(f"At {name}")
            vm.send("home", "down", "down", "down", "ret")
            assert wait_token(vm, token, START_S)[0] == OPTIONS
            assert asked() == [("/my.cfg", True)]


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CUT = OK + b"Content-Length: 99\r\n\r\nLABEL cut\n"
# What a web server may answer, and the word for it.
UNREADABLE = "the file cannot be read"
REFUSED = "the web server refuses it, or has moved it"
BAD_ANSWERS = {
    "refused": (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "moved": (b"HTTP/1.1 301 Moved\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "broken": (b"HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "cut": (CUT, UNREADABLE),
    "cut-chunk": (CHUNKED + b"99\r\nabc", UNREADABLE),
    "no-size": (CHUNKED + b"hello\r\nabc\r\n0\r\n\r\n", UNREADABLE),
    "long-chunk": (CHUNKED + b"1\r\nabc\r\n0\r\n\r\n", UNREADABLE),
    "nothing": (b"", UNREADABLE),
}
DEAD = "10.0.2.99"  # nobody there answers ARP
GIVEN_UP_S = 30  # the firmware by itself: 73
SPOILT = {
    "m": "the firmware's HTTP does not start: it needs an IPv4 address",
    "h": "the firmware has no HTTP: start from iPXE instead",
}


def starts(vm, number):
    """Choose the entry, the first is 0."""
    vm.send("home", *["down"] * number, "ret")


def test_what_goes_wrong_with_http_has_its_word(root, token):
    """One machine for all: what servers answer, none, a firmware without."""
    raw = {f"/{name}.efi": answer for name, (answer, _) in BAD_ANSWERS.items()}
    paths = list(raw)
    raw["/part.cfg"] = CUT
    shutil.copy(BUILD / "test-efi/spoilx64.efi", root / "spoil.efi")
    with Web(raw=raw, pause_s=1.5) as web:
        urls = [f"http://{DEAD}/dead.efi", *map(web.url, paths)]
        entries = [f"LABEL u{i}\n  KERNEL {url}\n" for i, url in enumerate(urls)]
        entries += [f"LABEL s{x}\n  KERNEL spoil.efi\n  APPEND {x}\n" for x in SPOILT]
        more = f"INCLUDE {web.url('/part.cfg')}\n" + "".join(entries)
        write(root, MAC_FILE, config(token, more))
        with uefi.machine(**pxe(root, "0" * 8)) as vm:
            # A dot a second, three times.
            words = rf"part.cfg\.+( \?\.*){{3}}: {UNREADABLE}"
            vm.wait_serial(words, TIMEOUT_S["x64"])
            shows(vm, token)
            assert web.asked == 3 * ["/part.cfg"]
            web.pause_s = 0
            since = time.monotonic()
            starts(vm, 0)
            vm.wait_serial("dead.efi: the web server does not answer", START_S)
            assert time.monotonic() - since < GIVEN_UP_S
            for number, (name, (_, words)) in enumerate(BAD_ANSWERS.items(), 1):
                starts(vm, number)
                vm.wait_serial(f"{name}.efi: .*{words}", START_S)
            for times, words in enumerate(SPOILT.values()):
                starts(vm, len(urls) + times)
                vm.wait_serial(f"(SPOILT(?s:.*)){{{times + 1}}}", START_S)
                starts(vm, 1)
                vm.wait_serial(f"refused.efi: {words}", START_S)


def test_what_fails_or_returns_comes_back_with_its_reason(root, token):
    """A file that is not there, a program that gives up: the menu again."""
    more = "LABEL disk\n  KERNEL localboot.efi\n  APPEND disk\n"
    write(root, MAC_FILE, config(token, more))
    with uefi.machine(**pxe(root, token, action="E")) as vm:
        shows(vm, token)
        vm.send("end", "ret")
        vm.wait_serial("missing.efi: no such file on the server", START_S)
        vm.send("home", "ret")
        vm.wait_serial("Press a key to go on", START_S)
        vm.send("ret")
        vm.wait_serial("Last try: localboot: disk: the firmware knows no such", START_S)
        vm.send("down", "ret")
        wait_token(vm, token, START_S)
        vm.wait_serial(r"token.efi: ran, and gave up \(status 15\)", START_S)
        vm.send("ret")
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
    kernels = ["HDT.C32", "x.ipxe", "POWEROFF.C32"]
    more = "".join(f"LABEL {kernel}\n  KERNEL {kernel}\n" for kernel in kernels)
    write(root, MAC_FILE, config(token, more))
    with uefi.machine(extra=["-no-reboot"], **pxe(root, token)) as vm:
        shows(vm, token)
        vm.send("home", "ret")
        vm.wait_serial("HDT.C32: only a BIOS can start it", START_S)
        vm.send("down", "ret")
        vm.wait_serial("x.ipxe: a script for iPXE", START_S)
        vm.send("home", "down", "down", "ret")
        assert vm.wait_shutdown(START_S) == "guest-shutdown"


def test_saveurl_and_once(root, token):
    """ONCE waits for the server to have heard; what is chosen is told."""
    with Web({}) as web:
        save = f"SAVEURL {web.url('/save.cgi?mac=${mac}')}\n"
        again = "LABEL again\n  MENU SAVE\n  CONFIG other.cfg\n"
        write(root, MAC_FILE, config("first", f"{save}ONCE two\n{again}"))
        write(root, "other.cfg", config("other", f"{save}ONCE one\n"))
        with uefi.machine(**pxe(root, token)) as vm:
            shows(vm, "first")
            vm.wait_serial("SAVEURL: no such file on the server", START_S)
            web.files["/save.cgi"] = b"ok"
            vm.send("home", "ret")
            assert wait_token(vm, token, START_S)[0] == OPTIONS
            assert "Menu other" not in vm.serial()
        url = "/save.cgi?mac=52:54:00:12:34:56&"
        wanted = ["once=1&label=two", "label=again", "once=1&label=one"]
        assert web.asked == [url + words for words in wanted]


def hold_shift(vm, down):
    """Press the left Shift key, or let it go."""
    key = {"down": down, "key": {"type": "qcode", "data": "shift"}}
    vm.qmp("input-send-event", events=[{"type": "key", "data": key}])


def test_shiftkey(root, token):
    """The menu appears while Shift is held; else the default is started."""
    more = "MENU SHIFTKEY\nDEFAULT one\nLABEL again\n  CONFIG other.cfg\n"
    write(root, MAC_FILE, config("held", more))
    write(root, "other.cfg", config("not held", "MENU SHIFTKEY\nDEFAULT one\n"))
    with uefi.machine(**pxe(root, token)) as vm:
        vm.wait_serial("Start PXE over IPv4", TIMEOUT_S["x64"])
        hold_shift(vm, True)
        shows(vm, "held")
        hold_shift(vm, False)
        vm.send("home", "ret")
        assert wait_token(vm, token, START_S)[0] == OPTIONS
        assert "Menu not held" not in vm.serial()


def test_http_boot_after_an_ipxe_that_came_back(namespace, root, folder, token):
    """The menu's files come from the web server again."""
    stage(root)
    pxe(root, token)
    bad = f"iscsi:{Namespace.ADDRESS}::1::iqn.2009-06.org.example:none"
    more = f"LABEL bad\n  COM32 sanboot.c32\n  APPEND {bad}\n"
    write(root, "pxelinux.cfg/default", config(token, more))
    with http_boot(namespace, root, folder, "sanmenu.efi") as (vm, _):
        shows(vm, token)
        vm.send("home", "ret")
        vm.wait_serial("connection refused or reset", 2 * START_S)
        vm.wait_serial("Press a key to go on", START_S)
        vm.send("ret")
        vm.wait_serial("sanboot.efi: ran, and gave up", START_S)
        vm.send("home", "down", "ret")
        assert wait_token(vm, token, START_S)[0] == OPTIONS
