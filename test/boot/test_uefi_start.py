# SPDX-License-Identifier: BSD-2-Clause
"""localboot.efi from the network: a PXE boot file, and chained from iPXE."""

import contextlib
import http.server
import re
import shutil
import subprocess
import sys
import threading
import urllib.parse

import pytest

import tftproot
import uefi
from net import USERNET_HOST, Dnsmasq, Namespace, Tgt, stop
from test_uefi_entries import NOTHING
from uefi import hd, wait_token
from varstore import boot_entries, file_node, load_option, node, pci_node
from vm import CACHE, LEASH, MAC, Disk

TIMEOUT_S = 120
HTTP_PORT = 8000  # in the namespace of the row
WEB = f"http://{Namespace.ADDRESS}:{HTTP_PORT}/"
DEFAULT = "EFI/BOOT/BOOTX64.EFI"
PART = "0a1c52de-7a34-4c55-b1d5-3f0b7d0c9e11"
IPXE_GUID = "2c6f0a4b-50d7-4f29-8f6e-91d3c0a7be12"  # of the disk that brings iPXE
IPXES = ["bookworm", "trixie", "sid"]
CHAIN = "chain --autofree localboot.efi {} && echo BACK-OK || echo BACK-FAILED ${{errno}}\n"
SCRIPT = """\
#!ipxe
{chains}:stay
prompt --timeout 60000 ||
goto stay
"""


def script(*runs):
    return SCRIPT.format(chains="".join(CHAIN.format(args) for args in runs))


@pytest.fixture
def pxe(root):
    """Options of a machine whose firmware gets localboot.efi by PXE."""
    shutil.copy(uefi.program(), root)
    return {"tftp": root, "bootfile": "localboot.efi"}


@pytest.fixture(params=IPXES)
def ipxe(request, folder, root):
    """(arguments, ...) -> the same, but ipxe.efi from a FAT disk chains it.

    Once for each of the arguments: what came back is followed by the next.
    """

    def options(*runs):
        shutil.copy(uefi.program(), root)
        (root / "t.ipxe").write_text(script(*runs))
        fixture = CACHE / f"ipxe-{request.param}"
        program = fixture / "usr/lib/ipxe/ipxe.efi"
        if not program.exists():  # of 2019: an absolute link
            program = fixture / "boot/ipxe.efi"
        files = {DEFAULT: program}
        image = uefi.esp_disk(folder / "ipxe.img", files, guid=IPXE_GUID)
        return {
            "tftp": root, "bootfile": "t.ipxe", "nic_bootindex": None,
            "disks": [Disk(image, "virtio", bootindex=0)],
        }  # fmt: skip

    return options


def disk(folder, token, bus="virtio", bootindex=None, **content):
    sectors = 16384 if bus == "sd" else None
    files = {DEFAULT: uefi.token_program(token)}
    image = uefi.esp_disk(folder / "d.img", files, part_guid=PART, sectors=sectors)
    return Disk(image, bus, bootindex)


@pytest.mark.quick
@pytest.mark.parametrize("bus", ["ahci", "virtio", "nvme", "usb"])
def test_network_first_then_the_disk(bus, pxe, folder, token):
    """By the entry that the firmware has made for it."""
    with uefi.machine(disks=[disk(folder, token, bus, 1)], **pxe) as vm:
        options, _, current = wait_token(vm, token, TIMEOUT_S)
        said = vm.serial()
        assert options == "" and "next: Boot" in said
        assert f'Boot{current} "UEFI PXE' not in said and "disk:" not in said
        assert vm.tftp_requests()[-2:] == [
            ("localboot.efi", True), ("localboot.quirks", False),
        ]  # fmt: skip


def network_path(slot=3):
    """The device path of PXE over IPv4 on the NIC in that slot."""
    mac = bytes.fromhex(MAC.replace(":", "")).ljust(32, b"\0") + b"\1"
    return pci_node(slot) + node(3, 11, mac) + node(3, 12, bytes(23))


def test_network_first_then_the_sd_card(pxe, folder, token):
    """QEMU gives SD cards no place in its order: so entries of our own."""
    card = hd(PART) + file_node("\\EFI\\BOOT\\BOOTX64.EFI")
    entries = {1: load_option("PXE", network_path()), 0x11: load_option("SD card", card)}
    with uefi.machine(
        sd=True, variables=boot_entries(entries), folder=folder, nic_bootindex=None,
        disks=[disk(folder, token, "sd")], **pxe,
    ) as vm:  # fmt: skip
        assert wait_token(vm, token, TIMEOUT_S)[2] == "0011"
        assert ("localboot.efi", True) in vm.tftp_requests()


@pytest.mark.parametrize("bus", ["ahci", "nvme"])
def test_disk_that_is_not_in_the_boot_order(bus, pxe, folder, token):
    with uefi.machine(disks=[disk(folder, token, bus)], **pxe) as vm:
        wait_token(vm, token, TIMEOUT_S)
        said = vm.serial()
        assert said.count("boots from the network") == 3
        assert f"\\{DEFAULT}".replace("/", "\\") in said.split("Starting ")[1]


def test_only_a_cd(pxe, folder, token):
    image = uefi.cd_image(folder / "cd.iso", {DEFAULT: uefi.token_program(token)})
    with uefi.machine(disks=[Disk(image, "cd", 1)], **pxe) as vm:
        wait_token(vm, token, TIMEOUT_S)


def test_nothing_at_all(pxe):
    """The report, a key, and the firmware goes on with the next entry."""
    with uefi.machine(**pxe) as vm:
        vm.wait_serial("Press a key to go on", TIMEOUT_S)
        report = vm.serial().split(NOTHING)[1]
        assert "Machine: QEMU | Standard PC" in report
        assert "disk: the firmware knows no such drive" in report
        assert "bootnext: BootOrder has no entry that could be started" in report
        vm.send("ret")
        vm.wait_serial("exit: back to the firmware or loader", TIMEOUT_S)
        vm.wait_serial("Start PXE over IPv6", TIMEOUT_S)


@contextlib.contextmanager
def web_server(network, root, log):
    """Files of `root` on HTTP_PORT; the function that lists what it was asked
    for, (path, found) each."""

    def asked():
        found = re.findall(r'"GET (\S+) .*" (\d+)', log.read_text())
        return [(path, status == "200") for path, status in found]

    with open(log, "wb") as output:
        server = network.popen(
            [*LEASH, sys.executable, "-u", "-m", "http.server", "-d", root,
             str(HTTP_PORT)],
            stdout=subprocess.DEVNULL, stderr=output,
        )  # fmt: skip
    try:
        yield asked
    finally:
        stop(server)


def http_entry(url, slot=3, args=""):
    """Variables by which the firmware boots by HTTP first, and dnsmasq's options.

    args: the entry's load options; slot: the NIC's.
    """
    network = network_path(slot) + node(3, 24, b"")
    return boot_entries({1: load_option("HTTP", network, args)}), [
        "dhcp-vendorclass=set:http,HTTPClient", "dhcp-option-force=tag:http,60,HTTPClient",
        f"dhcp-boot=tag:http,{url}",
    ]  # fmt: skip


@contextlib.contextmanager
def http_boot(namespace, root, folder, bootfile, disks=(), arch="x64", slot=3, args=""):
    """A machine whose firmware boots a file of `root` by HTTP, and what
    web_server() gives.

    By an entry that comes first, whose load options are args; slot: the NIC's.
    """
    url = WEB + bootfile
    entries, dhcp = http_entry(url, slot, args)
    machine = uefi.machine(
        arch, namespace=namespace, nic_bootindex=None, disks=disks,
        variables=entries, folder=folder,
    )  # fmt: skip

    server = web_server(namespace, root, folder / "http.log")
    with server as asked, Dnsmasq(namespace, options=dhcp), machine as vm:
        yield vm, asked
        assert url in vm.serial() and vm.tftp_requests() == []


def boots_by_http(namespace, root, disk, folder, token, arch="x64", slot=3):
    """localboot by the firmware's own HTTP boot; its quirks lie beside it."""
    (root / "sub").mkdir()
    shutil.copy(uefi.program(arch), root / "sub/localboot.efi")
    (root / "sub/localboot.quirks").write_text("* | * | * | disk\n")
    options = (namespace, root, folder, "sub/localboot.efi", [disk], arch, slot)
    with http_boot(*options) as (vm, asked):
        vm.wait_serial("localboot.quirks line 1: disk", 2 * TIMEOUT_S)
        wait_token(vm, token, TIMEOUT_S)
        assert asked()[-1] == ("/sub/localboot.quirks", True)


def test_http_boot(namespace, root, folder, token):
    boots_by_http(namespace, root, disk(folder, token), folder, token)


def test_quirks_by_tftp(pxe, root, folder, token):
    """A row for the BIOS program is passed over; the file's folder is ours."""
    shutil.move(root / "localboot.efi", root / "sub-localboot.efi")
    (root / "sub").mkdir()
    shutil.move(root / "sub-localboot.efi", root / "sub/localboot.efi")
    rows = "# rows\nQEMU | * | * | hd0,int18\nQEMU | Standard* | * | menu exit=aborted\n"
    (root / "sub/localboot.quirks").write_text(rows)
    options = {**pxe, "bootfile": "sub/localboot.efi"}
    with uefi.machine(disks=[disk(folder, token)], **options) as vm:
        vm.wait_serial("localboot.quirks line 3: menu exit=aborted", TIMEOUT_S)
        vm.wait_serial("menu: back to the loader", TIMEOUT_S)
        assert ("sub/localboot.quirks", True) in vm.tftp_requests()
        assert "TOKEN" not in vm.serial()


def test_quirks_beside_us_on_a_volume(folder):
    quirks = b"QEMU | * | * | menu # as a test\r\n"
    image = uefi.stick(folder, {"netchain/localboot.quirks": quirks})
    entries = boot_entries({uefi.STICK_ENTRY: uefi.stick_entry("")})
    disks = [Disk(image, "virtio")]
    options = {"nic": None, "variables": entries, "folder": folder}
    with uefi.machine(disks=disks, **options) as vm:
        vm.wait_serial("localboot.quirks line 1: menu", TIMEOUT_S)
        vm.wait_serial("menu: back to the loader", TIMEOUT_S)


def test_staged_menu_starts_the_local_disk(ipxe, root, folder, token):
    """The menu of `make tftp-root`: its entry "own disk", by its key."""
    options = ipxe("")
    tftproot.copy(root)
    options["bootfile"] = "boot.ipxe"
    options["disks"].append(disk(folder, token))
    with uefi.machine(**options) as vm:
        vm.wait_serial("Leave iPXE", TIMEOUT_S)
        vm.send("l")
        wait_token(vm, token, TIMEOUT_S)
        fetched = [name for name, ok in vm.tftp_requests() if ok]
        assert fetched == ["boot.ipxe", "localboot.efi", "localboot.quirks"]


def test_staged_menu_installs_on_the_san_disk(ipxe, root, folder, token):
    """The CD by sanboot.efi; a disk that is missing leaves the menu."""
    options = ipxe("")
    image = uefi.esp_disk(folder / "san.img", {DEFAULT: uefi.token_program("0" * 8)})
    cd = uefi.cd_image(folder / "cd.iso", {DEFAULT: uefi.token_program(token)})
    options["disks"].append(Disk(cd, "cd"))
    with Tgt([image]) as target:
        uri = target.uri(host="${next-server}")
        missing = target.uri(iqn="iqn.2009-06.org.example:another")
        tftproot.copy(root, uri, edits=[(f"set linux {uri}", f"set linux {missing}")])
        options["bootfile"] = "boot.ipxe"
        with uefi.machine(**options) as vm:
            vm.wait_serial("Leave iPXE", TIMEOUT_S)
            vm.send("n")
            vm.wait_serial("Could not open SAN device", TIMEOUT_S)
            vm.wait_serial("Press a key to go back to the menu", TIMEOUT_S)
            vm.send("ret", "i")
            wait_token(vm, token, TIMEOUT_S)
            vm.wait_serial("SEES SAN 01 IBFT 1", TIMEOUT_S)
            assert "sanboot: first and last block read" in vm.serial()


class Reports:
    """An HTTP server that keeps what it was asked for."""

    def __enter__(self):
        asked = self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://{USERNET_HOST}:{self._server.server_port}/report"
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def test_chained_from_ipxe(ipxe, root, folder, token):
    """Quirks by name; quirks, and a report; arguments. Each goes on behind it."""
    (root / "other.quirks").write_text("QEMU | * | * | menu\n")
    with Reports() as reports:
        row = f"disk,menu guid={IPXE_GUID} report={reports.url}?a=b"
        (root / "localboot.quirks").write_text(f"QEMU | * | * | {row}\n")
        options = ipxe("quirks=other.quirks", "", f"disk guid={PART}")
        options["disks"].append(disk(folder, token))
        with uefi.machine(**options) as vm:
            vm.wait_serial(r"other.quirks line 1: menu\n(.|\n)*^BACK-OK", TIMEOUT_S)
            vm.wait_serial("report: sent(.|\n)*Press a key to go on", TIMEOUT_S)
            vm.send("ret")
            vm.wait_serial(r"^BACK-FAILED \w", TIMEOUT_S)
            wait_token(vm, token, TIMEOUT_S)
            assert vm.tftp_requests().count(("localboot.quirks", True)) == 1
        check_report(reports)


def check_report(reports):
    """One, of this machine; iPXE, on a disk, is not started once more."""
    query = urllib.parse.urlsplit(reports.asked[0]).query
    values = urllib.parse.parse_qs(query)
    assert values["a"] == ["b"] and len(reports.asked) == 1
    assert values["mac"] == [MAC]
    assert values["machine"][0].startswith("QEMU | Standard PC")
    report = values["report"][0]
    assert "disk: PciRoot(0x0)/" in report
    assert "BOOTX64.EFI - what this boot came from" in report


@pytest.mark.quick
def test_report_by_the_firmwares_http(pxe):
    """From a PXE start, without iPXE: one request, of this machine."""
    with Reports() as reports:
        row = f"QEMU | * | * | disk,menu report={reports.url}?a=b\n"
        (pxe["tftp"] / "localboot.quirks").write_text(row)
        with uefi.machine(**pxe) as vm:
            vm.wait_serial("report: sent", TIMEOUT_S)
        query = urllib.parse.urlsplit(reports.asked[0]).query
        values = urllib.parse.parse_qs(query)
        assert len(reports.asked) == 1 and values["a"] == ["b"]
        assert values["mac"] == [MAC]
        assert values["report"] == ["disk: the firmware knows no such drive\n"]


FAILURES = {
    "https://10.0.2.2/": "the firmware's HTTP is used for http:// only",
    "http://10.0.2.2:1/": "the web server does not answer",
    "http://nowhere.invalid/": "the web server's name is not found",
}


@pytest.mark.parametrize("url", FAILURES)
def test_report_that_cannot_be_sent(url, pxe):
    quirks = f"QEMU | * | * | disk,menu report={url}\n"
    (pxe["tftp"] / "localboot.quirks").write_text(quirks)
    with uefi.machine(**pxe) as vm:
        vm.wait_serial(f"report: {FAILURES[url]}", TIMEOUT_S)
        vm.wait_serial("Press a key to go on", TIMEOUT_S)
