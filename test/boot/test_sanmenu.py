# SPDX-License-Identifier: BSD-2-Clause
"""sanmenu.c32: where it reads from on each host, keys, serial, failures."""

import contextlib
import re
import socket
import time
import urllib.parse

import pytest

import hosts
import media
from conftest import wait_report
from net import Dnsmasq
from vm import BUILD, Vm
from web import Web

PROGRAM = BUILD / "sanmenu.c32"
LOCALBOOT = BUILD / "localboot.c32"
TIMEOUT_S = 40
DEAD_SERVER_S = 300
MEBIBYTE = 1 << 20
UUID = "b8945908-d6a6-41a9-611d-74a6ab80b83d"
UUID_FILE = "085994b8-a6d6-a941-611d-74a6ab80b83d"  # as PXELINUX writes it

CONFIG = """\
MENU TITLE Menu {token}
{more}
LABEL one
  MENU LABEL Own disk
  LOCALBOOT 0
LABEL two
  MENU LABEL Another entry
  LOCALBOOT 0
"""
NO_HD9 = "localboot: hd9: drive 0x89: the BIOS knows no such drive"
# No drive of this number: the ladder ends at once, and a key ends its report.
FAILING = """\
LABEL bad
  MENU LABEL Failing
  COM32 localboot.c32
  APPEND hd9
"""


def config(token, more=""):
    """A configuration whose title has the token, as text."""
    return CONFIG.format(token=token, more=more)


def run(host, root, args="", **options):
    """A machine that starts sanmenu.c32, localboot.c32 beside it, on a host."""
    if not (root / LOCALBOOT.name).exists():
        write(root, LOCALBOOT.name, LOCALBOOT.read_bytes())
    return hosts.run(host, root, PROGRAM, args, **options)


def shows(vm, token, timeout_s=TIMEOUT_S):
    """The menu of this run is on the screen."""
    vm.wait(f"Menu {token}", timeout_s)
    vm.wait("Another entry")


def write(root, name, text):
    """Write a text or bytes below the TFTP root."""
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def by_argument(root, web, text):
    write(root, "menu.cfg", text)
    return "menu.cfg"


def by_search(root, web, text):
    write(root, "pxelinux.cfg/01-52-54-00-12-34-56", text)
    return ""


def by_uuid(root, web, text):
    write(root, f"pxelinux.cfg/{UUID_FILE}", text)
    return ""


def by_http(root, web, text):
    web.files["/menu.cgi"] = text if isinstance(text, bytes) else text.encode()
    return web.url("/menu.cgi?mac=${mac}")


def by_tftp_url(root, web, text):
    write(root, "menu.cfg", text)
    return "tftp://${next-server}/menu.cfg"


@pytest.fixture
def web():
    """A started web.Web."""
    with Web() as started:
        yield started


@pytest.mark.parametrize(
    "host, way",
    [
        ("pxelinux", by_argument),
        ("ipxe-bookworm", by_argument),
        ("ipxe-trixie", by_tftp_url),
        ("ipxe-sid", by_uuid),
        ("nbp", by_search),
        ("plainpxe", by_search),
        ("ipxe-sid", by_http),
        ("pxelinux", by_http),
    ],
)
def test_shows_the_menu_and_starts_own_disk(
    host, way, root, web, token_disk, token
):
    args = way(root, web, config(token))
    extra = ["-uuid", UUID]
    with run(host, root, args, disks=[token_disk], extra=extra) as vm:
        shows(vm, token)
        vm.send("ret")
        wait_report(vm, token)
    if way is by_http:
        # An iPXE script expands ${mac} itself, and may send the colons as %3A.
        asked = [urllib.parse.unquote(path) for path in web.asked]
        assert asked == ["/menu.cgi?mac=52:54:00:12:34:56"]


def test_a_plain_stack_reads_in_large_blocks(root, token):
    by_search(root, None, config(token))
    with run("plainpxe", root) as vm:
        shows(vm, token)
        capture = (vm.folder / "net.pcap").read_bytes()
    name = b"pxelinux.cfg/01-52-54-00-12-34-56\0octet\0"
    # What we ask for is more; this much iPXE, in the ROM, lets through.
    assert name + b"blksize\0001432\0" in capture


def lacks(root, web, text):
    return "menu.cfg"


def searches_in_vain(root, web, text):
    return ""


def is_told_404(root, web, text):
    return web.url("/menu.cgi")


def hurry_to_own_disk(vm, token, reason):
    """No menu for this reason; then the disk."""
    hurry(vm, reason)
    wait_report(vm, token, TIMEOUT_S)


def hurry(vm, reason):
    """No menu for this reason; keys in place of the pauses."""
    for _ in range(2):
        vm.wait(reason, TIMEOUT_S)
        vm.wait(r"Trying again in \d+ s.*\n*\Z")
        vm.send("spc")
        vm.wait("pxelinux|menu|http")


@pytest.mark.parametrize(
    "host, way",
    [
        ("pxelinux", lacks),
        ("plainpxe", searches_in_vain),
        ("ipxe-trixie", is_told_404),
    ],
)
def test_starts_own_disk_when_there_is_no_configuration(
    host, way, root, web, token_disk, token
):
    with run(host, root, way(root, web, ""), disks=[token_disk]) as vm:
        hurry_to_own_disk(vm, token, "No menu: .*no such file on the server")


def test_starts_own_disk_when_the_configuration_is_another_page(
    root, web, token_disk, token
):
    args = by_http(root, web, "<html><body>Please log in</body></html>")
    with run("pxelinux", root, args, disks=[token_disk]) as vm:
        hurry_to_own_disk(vm, token, "No menu: .*no entries in it")


# Without it: none; one that is no program.
NO_LOCALBOOT = {
    "none": "localboot.c32: no such file on the server",
    "page": "localboot.c32: not one of netchain's programs",
}


def lose_localboot(root, what):
    """There is no localboot.c32 on the server; after run()."""
    (root / LOCALBOOT.name).unlink()
    if what == "page":
        write(root, LOCALBOOT.name, "<html>Please log in</html>")


@pytest.mark.parametrize(
    "host, way, what",
    [("plainpxe", searches_in_vain, "page"), ("ipxe-sid", lacks, "none")],
)
def test_falls_back_to_the_bios_without_localboot(
    host, way, what, root, web, token_disk, token
):
    machine = run(host, root, way(root, web, ""), disks=[token_disk])
    lose_localboot(root, what)
    with machine as vm:
        hurry(vm, "No menu: .*no such file on the server")
        vm.wait(NO_LOCALBOOT[what], TIMEOUT_S)
        vm.wait(r"instead \(INT 18h\)")
        wait_report(vm, token, TIMEOUT_S)


def test_localboot_0_is_the_bios_without_localboot(root, token_disk, token):
    write(root, "menu.cfg", config(token))
    machine = run("pxelinux", root, "menu.cfg", disks=[token_disk])
    lose_localboot(root, "none")
    with machine as vm:
        shows(vm, token)
        vm.send("ret")
        vm.wait(NO_LOCALBOOT["none"], TIMEOUT_S)
        wait_report(vm, token, TIMEOUT_S)


def wait_sent(server, name):
    """Wait until Dnsmasq has sent this file to the end."""
    deadline = time.monotonic() + TIMEOUT_S
    while not re.search(rf"sent \S*/{name} to", server.log()):
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.2)


@contextlib.contextmanager
def mortal(namespace, root, host, args, **options):
    """As run(), on a server of its own: the Vm, the server, how to end it."""
    run(host, root, args)  # writes the files
    settings = hosts.HOSTS[host](root, PROGRAM.name, args)
    server = Dnsmasq(namespace, root, [f"dhcp-boot={settings.pop('bootfile')}"])
    with contextlib.ExitStack() as servers:
        servers.enter_context(server)
        with Vm(namespace=namespace, **settings, **options) as vm:
            yield vm, server, servers.close


@pytest.mark.parametrize(
    "host, way",
    [("pxelinux", by_argument), ("ipxe-trixie", by_argument), ("plainpxe", by_search)],
)
def test_starts_own_disk_when_the_server_has_died(
    host, way, namespace, root, web, folder, token_disk, token
):
    """The second one, which INT 18h does not find."""
    args = way(root, web, config(token))
    disks = [media.blank(folder / "empty.img"), token_disk]
    machine = mortal(namespace, root, host, args, disks=disks)
    with machine as (vm, server, end):
        shows(vm, token)
        wait_sent(server, LOCALBOOT.name)
        end()
        vm.send("ret")
        assert wait_report(vm, token, DEAD_SERVER_S)["DL"] == "81"


def test_falls_back_when_the_server_has_died(
    namespace, root, folder, token_disk, token
):
    disks = [media.blank(folder / "empty.img"), token_disk]
    machine = mortal(namespace, root, "ipxe-sid", "menu.cfg", disks=disks)
    with machine as (vm, server, end):
        vm.wait("Trying again", TIMEOUT_S)
        wait_sent(server, LOCALBOOT.name)
        end()
        assert wait_report(vm, token, DEAD_SERVER_S)["DL"] == "81"


def test_waits_for_ever_with_fallback_none(root, token_disk, token):
    write(root, "menu.cfg", "FALLBACK none\n")
    with run("ipxe-sid", root, "menu.cfg", disks=[token_disk]) as vm:
        for seconds in (5, 10, 15, 20):
            vm.wait(f"Trying again in {seconds} s", TIMEOUT_S)
            vm.send("spc")
        assert token not in vm.serial()
        write(root, "menu.cfg", config(token))
        shows(vm, token)


def many(token):
    """A MiB with 10,000 entries; the last but one starts the disk."""
    entries = "".join(
        f"LABEL e{i}\n MENU LABEL Entry {i}\n LOCALBOOT 0\n" for i in range(9998)
    )
    text = config(token, entries)
    return text + "# padding\n" * ((MEBIBYTE - len(text)) // 10)


@pytest.mark.parametrize(
    "host, way",
    [("pxelinux", by_argument), ("plainpxe", by_search), ("ipxe-bookworm", by_http)],
)
def test_ten_thousand_entries_in_a_mebibyte(
    host, way, root, web, token_disk, token
):
    args = way(root, web, many(token))
    with run(host, root, args, disks=[token_disk]) as vm:
        vm.wait(f"Menu {token}", 60)
        vm.wait("Entry 0")
        vm.send("end")
        vm.wait("Another entry")
        vm.send("pgup", "home")
        vm.wait("Entry 0")
        vm.type("/y 777")
        vm.wait("Entry 7770")
        assert "Entry 0" not in vm.text()
        vm.send("ret")
        wait_report(vm, token)


def test_keys(root, token_disk, token):
    more = "MENU BEGIN sub\n MENU TITLE Below\n LABEL deep\n  LOCALBOOT 0\nMENU END\n"
    write(root, "menu.cfg", config(token, more) + FAILING)
    with run("ipxe-sid", root, "menu.cfg", disks=[token_disk]) as vm:
        shows(vm, token)
        vm.send("ret")
        vm.wait("deep")
        vm.send("esc")
        shows(vm, token)
        vm.send("end", "tab")
        vm.wait("localboot.c32 hd9")
        vm.send("backspace")
        vm.type("0\n")
        wait_report(vm, token)


def test_filter(root, token_disk, token):
    write(root, "menu.cfg", config(token))
    with run("nbp", root, disks=[token_disk]) as vm:
        vm.wait("No menu", TIMEOUT_S)
        write(root, "pxelinux.cfg/default", config(token))
        shows(vm, token)
        vm.type("/ANOTHER")
        vm.wait("(?i)another")
        time.sleep(0.5)
        assert "Own disk" not in vm.text()
        vm.send("esc")
        vm.wait("Own disk")
        vm.type("/disk\n")
        wait_report(vm, token)


def test_password(root, token_disk, token):
    more = "LABEL p\n MENU LABEL Locked\n MENU PASSWD geheim\n LOCALBOOT 0\n"
    write(root, "menu.cfg", config(token, more))
    with run("pxelinux", root, "menu.cfg", disks=[token_disk]) as vm:
        shows(vm, token)
        vm.send("ret")
        vm.type("falsch\n")
        vm.wait("wrong password")
        vm.type("geheim\n")  # too soon: no key counts for a second
        time.sleep(2)
        assert token not in vm.serial()
        vm.type("geheim\n")
        wait_report(vm, token)


def test_serial_console(root, folder, token_disk, token):
    path = folder / "com2"
    extra = ["-serial", f"unix:{path},server=on,wait=off"]
    # SERIAL stays with the configuration that UI leads to.
    write(root, "menu.cfg", "SERIAL 1 9600\nUI menu.c32 other.cfg\n")
    write(root, "other.cfg", config(token))
    with run("ipxe-sid", root, "menu.cfg", extra=extra) as vm, socket.socket(
        socket.AF_UNIX
    ) as line:
        line.connect(str(path))
        line.settimeout(1)
        shows(vm, token)
        assert f"Menu {token}" in told(line, "Another entry")
        line.sendall(b"\x1b[B")
        time.sleep(1)
        line.sendall(b"\t")
        assert ".localboot 0" in told(line, ".localboot 0")


def told(line, text, timeout_s=TIMEOUT_S):
    """What came over the line until the text had come."""
    deadline = time.monotonic() + timeout_s
    said = ""
    while text not in said and time.monotonic() < deadline:
        try:
            said += line.recv(4096).decode("utf-8", "replace")
        except TimeoutError:
            pass
    return said


def test_a_failed_entry_comes_back_with_its_reason(root, token_disk, token):
    write(root, "menu.cfg", FAILING + config(token))
    with run("pxelinux", root, "menu.cfg", disks=[token_disk]) as vm:
        shows(vm, token)
        vm.send("ret")
        vm.wait("knows no such drive", TIMEOUT_S)
        shows(vm, token)
        # In the status line, and at the entry whenever one comes back to it.
        vm.wait(f"^ *{NO_HD9}")
        vm.send("down")
        vm.wait(r"\A(?s:(?!.*Last try))")
        vm.send("up")
        vm.wait(f"Last try: {NO_HD9}")
        vm.send("down", "ret")
        wait_report(vm, token)


def test_onerror(root, token_disk, token):
    more = "TIMEOUT 10\nONERROR one\nDEFAULT bad\n"
    write(root, "menu.cfg", config(token, more) + FAILING)
    with run("ipxe-trixie", root, "menu.cfg", disks=[token_disk]) as vm:
        wait_report(vm, token, TIMEOUT_S)


def test_what_was_not_there_is_tried_again(root, token_disk, token):
    late = "LABEL late\n COM32 late.c32\n MENU DEFAULT\n"
    write(root, "menu.cfg", config(token, "TIMEOUT 10\n") + late)
    with run("ipxe-sid", root, "menu.cfg", disks=[token_disk]) as vm:
        vm.wait("late.c32: no such file", TIMEOUT_S)
        write(root, "late.c32", LOCALBOOT.read_bytes())
        wait_report(vm, token, TIMEOUT_S)


def test_another_configuration(root, token_disk, token):
    more = "LABEL c\n MENU LABEL Onward\n CONFIG other.cfg\n"
    write(root, "menu.cfg", config("first", more + "INCLUDE gone.cfg\n"))
    with run("plainpxe-pxelinux", root, "menu.cfg", disks=[token_disk]) as vm:
        shows(vm, "first")
        vm.wait("gone.cfg: no such file on the server")
        vm.send("ret")
        vm.wait("other.cfg: no such file on the server", TIMEOUT_S)
        shows(vm, "first")
        write(root, "other.cfg", config(token))
        vm.send("ret")
        shows(vm, token)
        vm.send("ret")
        wait_report(vm, token)


@pytest.mark.parametrize(
    "host, back",
    [("pxelinux", hosts.BACK_PXELINUX), ("ipxe-sid", hosts.BACK_IPXE)],
)
def test_quit_goes_back_to_the_loader(host, back, root, token):
    more = "LABEL q\n MENU LABEL Leave\n MENU QUIT\n"
    write(root, "menu.cfg", config(token, more))
    with run(host, root, "menu.cfg") as vm:
        shows(vm, token)
        vm.send("ret")
        vm.wait(back)


@pytest.mark.parametrize("line", ["UI menu.c32", "UI vesamenu.c32 menu.cfg"])
def test_takes_the_place_of_syslinuxs_menu(line, root, token_disk, token):
    hosts.copy_pxelinux(root)
    more = f"{line}\nMENU TABMSG Tab of {token}\n"
    if "menu.cfg" in line:
        write(root, "menu.cfg", config(token, more))
        more = f"{line}\n"
    write(root, "pxelinux.cfg/default", config(token, more))
    write(root, line.split()[1], PROGRAM.read_bytes())
    write(root, LOCALBOOT.name, LOCALBOOT.read_bytes())
    with Vm(
        rom="sid", tftp=root, bootfile="pxelinux.0", disks=[token_disk]
    ) as vm:
        shows(vm, token)
        vm.wait(f"Tab of {token}")
        vm.send("ret")
        wait_report(vm, token)


def from_cgi(web, token, more):
    """A configuration by HTTP, and SAVEURL beside it; the argument."""
    more += f"SAVEURL {web.url('/save.cgi?mac=1')}\n"
    web.files["/menu.cgi"] = config(token, more).encode()
    return web.url("/menu.cgi")


def test_once_is_acknowledged_or_not_honoured(root, web, token_disk, token):
    args = from_cgi(web, token, "ONCE one\n")
    with run("ipxe-sid", root, args, disks=[token_disk]) as vm:
        shows(vm, token)
        vm.wait("SAVEURL: no such file on the server")
        assert token not in vm.serial()
    web.files["/save.cgi"] = b"ok"
    with run("ipxe-sid", root, args, disks=[token_disk]) as vm:
        wait_report(vm, token)
    assert web.asked == 2 * ["/menu.cgi", "/save.cgi?mac=1&once=1&label=one"]


def test_words_of_sysappend(root, token):
    more = "SYSAPPEND 0xa\nLABEL k\n  LINUX vmlinuz\n"
    write(root, "pxelinux.cfg/default", config(token, more))
    with run("nbp", root) as vm:
        shows(vm, token)
        vm.send("tab")
        vm.wait(r"BOOTIF=01-52-54-00-12-34-56 CPU=6P")


def test_help_file(root, token):
    write(root, "menu.cfg", config(token, "F1 help.txt\nF12 more.txt\n"))
    write(root, "help.txt", f"This helps {token}.\n")
    write(root, "more.txt", f"More for {token}.\n")
    with run("ipxe-bookworm", root, "menu.cfg") as vm:
        shows(vm, token)
        vm.send("f1")
        vm.wait(f"This helps {token}")
        vm.send("spc")
        shows(vm, token)
        vm.send("f12")
        vm.wait(f"More for {token}")
