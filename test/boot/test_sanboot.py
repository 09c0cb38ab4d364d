# SPDX-License-Identifier: BSD-2-Clause
"""sanboot.c32: every loader boots an iSCSI disk; every failure is explained."""

import shutil

import pytest

import hosts
import media
from conftest import wait_report
from hosts import BACK_PXELINUX
from net import Dnsmasq, Tgt
from vm import BUILD

PROGRAM = BUILD / "sanboot.c32"
TIMEOUT_S = 60
NO_HOST = "10.0.2.99"  # QEMU's user network answers no ARP for it
CLOSED_PORT = 1

IPXES = ["ipxe-bookworm", "ipxe-trixie", "ipxe-sid"]
LOADERS = ["pxelinux", *IPXES]
BACK = {"pxelinux": BACK_PXELINUX, **dict.fromkeys(IPXES, r"^BACK-FAILED")}


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


def test_second_drive_number(root, folder, target, token):
    local = media.disk(folder / "local.img", "0" * 8)
    arguments = f"{target.uri()} drive=0x81"
    with hosts.run("ipxe-sid", root, PROGRAM, arguments, disks=[local]) as vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"


URI = "iscsi:10.0.2.2::3260:1:iqn.2026-11.org.example:x"
BAD_ARGUMENTS = [
    ("scheme", "nfs:10.0.2.2", "column 1: not a SAN address"),
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
    ("paths", " ".join([URI] * 5), "more than four addresses"),
]


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


ATTACH_FAILURES = {
    "no-answer": (dict(host=NO_HOST), "no answer from the server"),
    "closed-port": (dict(port=CLOSED_PORT), "connection refused or reset"),
    "no-such-target": (dict(iqn="iqn.2026-11.org.example:no"), "has no such target"),
    "no-such-lun": (dict(lun=9), "the LUN gives an I/O error"),
    "no-medium": (dict(lun=4), "does not exist or has no medium"),
    "no-signature": (dict(lun=2), "no boot signature (55AA) in its first sector"),
    "empty": (dict(lun=3), "no boot code in its first sector"),
}


@pytest.mark.parametrize("host", LOADERS)
@pytest.mark.parametrize("failure", ATTACH_FAILURES)
def test_failure_is_explained_and_returns(host, failure, root, target):
    address, message = ATTACH_FAILURES[failure]
    with hosts.run(host, root, PROGRAM, target.uri(**address)) as vm:
        vm.wait(BACK[host], TIMEOUT_S)
        assert said(vm, message)
        assert "TOKEN" not in vm.text()


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", "ipxe-sid"])
def test_denied_login_is_explained(host, root, folder):
    image = media.disk(folder / "san.img", "0" * 8)
    with Tgt([image], chap=("user", "secret-secret")) as tgt:
        with hosts.run(host, root, PROGRAM, tgt.uri()) as vm:
            vm.wait(BACK[host], TIMEOUT_S)
            assert said(vm, "login denied")


@pytest.mark.parametrize("generation", ["bookworm", "sid"])
def test_wrong_secret_is_explained(generation, root, folder):
    image = media.disk(folder / "san.img", "0" * 8)
    with Tgt([image], chap=("user", "secret-secret")) as tgt:
        vm = hosts.run(f"ipxe-{generation}", root, PROGRAM, tgt.uri())
        login = "#!ipxe\nset username user\nset password wrong-wrong-wrong\n"
        script = (root / "t.ipxe").read_text().replace("#!ipxe\n", login)
        (root / "t.ipxe").write_text(script)
        with vm:
            vm.wait("^BACK-FAILED", TIMEOUT_S)
            assert said(vm, "login denied")


def test_right_secret_boots(root, folder, token):
    image = media.disk(folder / "san.img", token)
    with Tgt([image], chap=("user", "secret-secret")) as tgt:
        vm = hosts.run("ipxe-trixie", root, PROGRAM, tgt.uri())
        login = "#!ipxe\nset username user\nset password secret-secret\n"
        script = (root / "t.ipxe").read_text().replace("#!ipxe\n", login)
        (root / "t.ipxe").write_text(script)
        with vm:
            started_from_san(vm, token)


@pytest.mark.parametrize("host", IPXES)
def test_unknown_server_name_is_explained(host, root):
    arguments = "iscsi:no-such-host.invalid:::1:iqn.2026-11.org.example:x"
    with hosts.run(host, root, PROGRAM, arguments) as vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "no way to the server")


def test_no_route_is_explained(root, namespace):
    arguments = "iscsi:192.0.2.1:::1:iqn.2026-11.org.example:x"
    vm = hosts.run("ipxe-sid", root, PROGRAM, arguments, namespace=namespace)
    no_router = ["dhcp-option=option:router", "dhcp-boot=t.ipxe"]
    with Dnsmasq(namespace, root, no_router), vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "no way to the server")


def test_other_failure_shows_the_carriers_own_words(root):
    with hosts.run("ipxe-sid", root, PROGRAM, "fcp:0123456789abcdef:1") as vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "Could not open SAN device")
        assert said(vm, "gPXE/iPXE could not attach it")


def test_drive_alone_that_is_not_there_is_named(root):
    with hosts.run("ipxe-sid", root, PROGRAM, "drive=0x85") as vm:
        vm.wait(r"^BACK-FAILED", TIMEOUT_S)
        assert said(vm, "sanboot: drive 0x85: the BIOS knows no such drive")
        assert not said(vm, "attached")


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
        assert "iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET" in vm.text()
