# SPDX-License-Identifier: BSD-2-Clause
"""localboot.c32: the report, localboot.quirks, what comes back from a disk."""

import http.server
import shutil
import threading
import urllib.parse

import pytest

import hosts
import media
from conftest import comes_back, wait_report
from vm import BUILD, REPO, Disk

pytestmark = pytest.mark.usefixtures("fast_clock")

TIMEOUT_S = 120
IPXES = ["ipxe-bookworm", "ipxe-trixie", "ipxe-sid"]
MACHINE = "QEMU | Standard PC (i440FX + PIIX, 1996) | 1.16.2"
GEN8 = "type=1,manufacturer=HP,product=ProLiant DL360e Gen8"


def run(host, root, args="", **options):
    return hosts.run(host, root, BUILD / "localboot.c32", args, **options)


@pytest.fixture
def reports():
    """(URL for the machine, list of the queries that arrived)."""
    queries = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            queries.append(urllib.parse.urlsplit(self.path))
            self.send_response(200 if self.path.startswith("/r") else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://10.0.2.2:{server.server_port}", queries
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("host", ["pxelinux", *IPXES])
def test_report_is_one_request(host, root, folder, reports):
    """...that says what stood on the screen, of which machine."""
    url, queries = reports
    disk = media.disk(folder / "disk.img", "0" * 8, signature=False)
    args = f"hd,cd,fd,menu report={url}/r?site=b"
    with run(host, root, args, disks=[Disk(disk, serial="S-1")]) as vm:
        vm.wait("^report: sent", TIMEOUT_S)
        comes_back(vm, host)
    assert len(queries) == 1
    query = urllib.parse.parse_qs(queries[0].query)
    assert query["site"] == ["b"]
    assert query["mac"] == ["52:54:00:12:34:56"]
    # iPXE of 2019 decodes %2B and sends a plain "+", which means a blank.
    machine = MACHINE.replace("+", " ") if host == "ipxe-bookworm" else MACHINE
    assert query["machine"][0].startswith(machine)
    lines = query["report"][0].splitlines()
    assert lines[0] == (
        'hd: drive 0x80, IDE "QEMU HARDDISK" serial S-1, 8 MiB, no table'
        " - no boot signature (55AA) in its first sector"
    )
    assert lines[1] == "cd: the BIOS shows no CD or DVD drive to programs"
    assert lines[2] == "fd: drive 0x00 - the BIOS knows no such drive"
    assert len(lines) == 3


def test_report_before_the_bios_gets_the_machine(root, folder, token, reports):
    url, queries = reports
    blank = media.blank(folder / "blank.img")
    cd = media.cd(folder / "cd.iso", token)
    args = f"hd,int18 report={url}/r"
    with run("ipxe-sid", root, args, disks=[blank], cdrom=cd) as vm:
        wait_report(vm, token, TIMEOUT_S)
    assert len(queries) == 1
    assert "no boot code" in urllib.parse.unquote(queries[0].query)


def test_report_that_cannot_be_sent_is_said(root, reports):
    url, queries = reports
    with run("ipxe-sid", root, f"hd report={url}/missing") as vm:
        vm.wait("^report: no such file on the server", TIMEOUT_S)
    assert len(queries) == 1


def test_report_without_ipxe_is_said(root):
    (root / "localboot.quirks").write_text("* | * | * | hd report=http://10.0.2.2/r\n")
    with run("plainpxe", root) as vm:
        vm.wait("^report: only gPXE and iPXE can send it", TIMEOUT_S)


@pytest.mark.quick
@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", "ipxe-sid", "nbp", "plainpxe"])
def test_quirks_row_of_this_machine(host, root, folder, token_disk, token):
    """Two mistakes in the file are named, and its row for us is followed.

    A row for localboot.efi is passed over, and nothing is said of it.
    """
    (root / "localboot.quirks").write_text(
        "# netchain\n"
        "QEMU | Standard PC | no arguments\n"
        "Dell* | * | * | menu\n"
        "* | * | * | cd,disk exit=aborted\n"
        "q?mu | standard pc (i440fx*| 1.16.* | hd1,menu # ours\n"
        "too few\n"
    )
    decoy = media.disk(folder / "decoy.img", "0" * 8)
    with run(host, root, disks=[decoy, token_disk]) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"
        text = vm.text()
        assert 'localboot.quirks line 2: "' in text
        assert 'localboot.quirks line 6: "' in text
        assert "localboot.quirks line 5: hd1,menu" in text
        assert "quirks line 4" not in text


def test_quirks_with_a_bad_method_are_named(root, token_disk, token):
    (root / "localboot.quirks").write_text("* | * | * | hd,nonsense\n")
    with run("ipxe-sid", root, disks=[token_disk]) as vm:
        wait_report(vm, token, TIMEOUT_S)
        assert 'localboot.quirks line 1: "nonsense": not a method' in vm.text()


def test_quirks_do_not_touch_a_list_that_was_given(root, folder, token_disk, token):
    (root / "localboot.quirks").write_text("* | * | * | hd1\n")
    decoy = media.disk(folder / "decoy.img", "0" * 8)
    with run("pxelinux", root, "hd0", disks=[token_disk, decoy]) as vm:
        wait_report(vm, token, TIMEOUT_S)
        assert ("localboot.quirks", True) not in vm.tftp_requests()


def test_quirks_file_by_name(root, token_disk, token):
    (root / "other.txt").write_text("* | * | * | hd1\n")
    with run("ipxe-sid", root, "quirks=other.txt", disks=[token_disk]) as vm:
        vm.wait("other.txt line 1: hd1", TIMEOUT_S)


def test_our_quirks_on_an_hp_gen8(root, folder):
    """The file we ship: no INT 19h there."""
    shutil.copy(REPO / "tftp-root/localboot.quirks", root)
    extra = ["-smbios", GEN8]
    with run("ipxe-sid", root, extra=extra) as vm:
        vm.wait("localboot.quirks line [0-9]+: hd,cd,int18,menu", TIMEOUT_S)
        vm.wait("int18: asking the BIOS")
        assert "int19" not in vm.text()


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid", "nbp"])
def test_disk_that_gives_up_is_not_started_again(host, root, folder, token_disk, token):
    """Its INT 18h begins the boot order anew; the ladder goes on behind it."""
    rom = media.option_rom("hostile.asm", folder / "h.rom", INT18_RESTART=True)
    first = media.disk(folder / "first.img", "0" * 8, DO_INT18=True)
    options = {"disks": [first, token_disk], "extra": ["-option-rom", str(rom)]}
    with run(host, root, **options) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"
        assert vm.serial().count("TOKEN 00000000") == 1
        assert "hd: drive 0x80: came back here through the network" in vm.text()
        assert vm.rom_starts() == 2
