# SPDX-License-Identifier: BSD-2-Clause
"""sanboot.c32: every loader boots an iSCSI disk; every failure is explained."""

import http.server
import re
import shutil
import socket
import threading

import pytest

import hosts
import media
from conftest import wait_report
from net import Dnsmasq, Tgt
from vm import BUILD

PROGRAM = BUILD / "sanboot.c32"
TIMEOUT_S = 90

IPXES = ["ipxe-bookworm", "ipxe-trixie", "ipxe-sid"]
LOADERS = ["pxelinux", *IPXES]


def said(vm, message):
    """The message is on the screen, broken at its right edge or not."""
    return " ".join(message.split()) in " ".join(vm.text().split())


@pytest.fixture
def target(folder, token):
    """LUN 1 boots, 2 has no signature, 3 is empty, 4 has no medium."""
    images = [
        media.disk(folder / "good.img", token),
        media.disk(folder / "data.img", "0" * 8, signature=False),
        media.blank(folder / "empty.img"),
        None,
    ]
    with Tgt(images) as tgt:
        yield tgt


def started_from_san(vm, token):
    """The SAN disk's boot sector ran, as drive 0x80, served by the PXE stack."""
    report = wait_report(vm, token, TIMEOUT_S)
    assert report["DL"] == "80"
    assert not report["I13"].startswith("F000")
    assert vm.nic_receiving()


@pytest.mark.quick
@pytest.mark.parametrize("host", LOADERS)
def test_boots_the_disk(host, root, target, token):
    with hosts.run(host, root, PROGRAM, target.uri()) as vm:
        started_from_san(vm, token)
        assert said(vm, f"  {target.uri()}")
        wanted = {"pxelinux": 13}.get(host, 2)
        assert len(vm.tftp_requests()) == wanted
        assert vm.tftp_requests()[-1] == ("sanboot.c32", True)


@pytest.mark.parametrize("host", LOADERS)
def test_seed_words_of_cmd_c32(host, root, target, token):
    """label win7 / kernel cmd.c32 / append sanboot iscsi:..."""
    shutil.copy(PROGRAM, root / "cmd.c32")
    arguments = f"sanboot {target.uri()}"
    with hosts.run(host, root, root / "cmd.c32", arguments) as vm:
        started_from_san(vm, token)


@pytest.mark.parametrize(
    "words",
    [
        "sanboot --drive 0x80 {uri}",
        "sanboot --drive=0x80 --keep {uri}",
        "{uri} keep drive=0x80",
        "{uri} {uri}",
    ],
    ids=["drive-word", "drive-equals-keep", "keys-behind", "two-paths"],
)
def test_forms_people_have(words, root, target, token):
    with hosts.run("pxelinux", root, PROGRAM, words.format(uri=target.uri())) as vm:
        started_from_san(vm, token)


@pytest.mark.parametrize("host", IPXES)
def test_server_by_ipv6(host, root, folder, token):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError as error:
        pytest.skip(f"no IPv6 on this machine's loopback: {error}")
    disk = media.disk(folder / "disk.img", token)
    with Tgt([disk], ipv6=True) as target:
        with hosts.run(host, root, PROGRAM, target.uri()) as vm:
            started_from_san(vm, token)
            assert "iscsi:[fec0::2]::" in vm.text()
            assert said(vm, "iBFT: it holds IPv4 addresses only")


def test_second_drive_number(root, folder, target, token):
    local = media.disk(folder / "local.img", "0" * 8)
    arguments = f"{target.uri()} drive=0x81"
    with hosts.run("ipxe-sid", root, PROGRAM, arguments, disks=[local]) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"


URI = "iscsi:10.0.2.2::3260:1:iqn.2026-11.org.example:x"
BAD_ARGUMENTS = [
    ("scheme", "nfs:10.0.2.2", "column 1, scheme: not a SAN address"),
    ("fields", "iscsi:10.0.2.2:x", "too few fields"),
    ("server", "iscsi::::1:iqn.a:b", "SERVER must be"),
    ("protocol", "iscsi:s:udp::1:iqn.a:b", "PROTOCOL must be"),
    ("port", "iscsi:s::70000:1:iqn.a:b", "PORT must be"),
    ("lun", "iscsi:s:::xyz:iqn.a:b", "LUN must be"),
    ("target", "iscsi:s:::1:disk", "TARGET must be"),
    ("character", URI + "$x", "this character cannot stand"),
    ("length", URI + "y" * 480, "SAN address too long"),
    ("drive", URI + " drive=0x10", "drive must be 0x80 to 0xff"),
    ("drive-missing", "sanboot --drive", "drive number missing"),
    ("no-describe", "sanboot -n " + URI, "an iBFT is always made"),
    ("port-in-protocol", "iscsi:s:3260::1:iqn.a:b", "was meant: iscsi:s::3260:1:iqn.a:b"),
    ("bare-ipv6", "iscsi:fe80::1:::1:iqn.a:b", "was meant: iscsi:[fe80::1]:::1:iqn.a:b"),
    ("slashes", "iscsi://s/iqn.a:b", "was meant: iscsi:s::::iqn.a:b"),
    ("secret-alone", URI + " secret=x", "user= and secret= belong together"),
    ("bad-secret", URI + " user=a secret=b$c", '"secret=": this character cannot'),
    ("then-empty", URI + " then=", "the form is then=menu"),
    ("unknown-key", URI + " gatway=target", '"gatway=": not an address or key'),
    ("paths", " ".join([URI] * 5), "more than four addresses"),
]


@pytest.mark.quick
@pytest.mark.parametrize(
    "args, message",
    [row[1:] for row in BAD_ARGUMENTS],
    ids=[row[0] for row in BAD_ARGUMENTS],
)
def test_bad_argument_is_explained(args, message, root):
    with hosts.run("ipxe-sid", root, PROGRAM, args) as vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, message)
        assert "attaching" not in vm.text()


@pytest.mark.parametrize("host", IPXES)
def test_unknown_server_name_is_explained(host, root):
    arguments = "iscsi:no-such-host.invalid:::1:iqn.2026-11.org.example:x"
    with hosts.run(host, root, PROGRAM, arguments) as vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "the server's name is not known")


def test_no_route_is_explained(root, namespace):
    arguments = "iscsi:192.0.2.1:::1:iqn.2026-11.org.example:x"
    vm = hosts.run("ipxe-sid", root, PROGRAM, arguments, namespace=namespace)
    no_router = ["dhcp-option=option:router", "dhcp-boot=t.ipxe"]
    with Dnsmasq(namespace, root, no_router), vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "no way to the server")


def test_carrier_without_the_protocol_is_named(root):
    with hosts.run("ipxe-sid", root, PROGRAM, "fcp:01:02:03:04:05:06:07:08:1") as vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "Could not open SAN device")
        assert said(vm, "built without this protocol")
        assert said(vm, "Details: https://ipxe.org/")


def test_drive_alone_that_is_not_there_is_named(root):
    with hosts.run("ipxe-sid", root, PROGRAM, "drive=0x85") as vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "sanboot: drive 0x85: the BIOS knows no such drive")
        assert not said(vm, "attached")


@pytest.mark.quick
def test_failed_disk_is_detached(root, folder, target, token):
    """After "not bootable" the next entry finds drive 0x80 free again."""
    vm = hosts.run("ipxe-sid", root, PROGRAM, target.uri(lun=2))
    second = f"chain sanboot.c32 {target.uri()}\n:stay"
    script = (root / "t.ipxe").read_text()
    (root / "t.ipxe").write_text(script.replace(":stay", second, 1))
    with vm:
        started_from_san(vm, token)
        assert "Unregistered SAN device 0x80" in vm.text()


def test_boot_file_without_root_path_says_so(root):
    with hosts.run("nbp", root, PROGRAM) as vm:
        vm.wait("DHCP sent no root-path", TIMEOUT_S)
        vm.wait("iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET")


class _Disk(http.server.BaseHTTPRequestHandler):
    """A file as a disk: HEAD for its size, ranges of it (RFC 9110, 14.2)."""

    def do_HEAD(self):
        self._head(200, len(self.server.content))

    def do_GET(self):
        first, last = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers["Range"]).groups()
        part = self.server.content[int(first) : int(last) + 1]
        self._head(206, len(part))
        self.wfile.write(part)

    def _head(self, status, length):
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.mark.parametrize("host", ["pxelinux", *IPXES])
def test_disk_on_a_web_server(host, root, folder, token):
    """It has no iBFT, and none is missed."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Disk)
    server.content = media.disk(folder / "web.img", token).read_bytes()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        uri = f"http://10.0.2.2:{server.server_port}/web.img"
        with hosts.run(host, root, PROGRAM, uri) as vm:
            started_from_san(vm, token)
            assert "iBFT" not in vm.text()
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
def test_help_shows_the_form(host, root):
    with hosts.run(host, root, PROGRAM, "help") as vm:
        vm.wait("then=menu", TIMEOUT_S)
        vm.wait(r"^boot:|^BACK-OK", TIMEOUT_S)
