# SPDX-License-Identifier: BSD-2-Clause
"""sanboot.c32 on a PXE stack that is neither gPXE nor iPXE: it loads one."""

import shutil

import pytest

import hosts
import media
from conftest import said, wait_report
from hosts import BACK_PXELINUX
from net import Dnsmasq, Tgt
from vm import BUILD, CACHE, MAC

PROGRAM = BUILD / "sanboot.c32"
TIMEOUT_S = 90
GENERATIONS = ["bookworm", "trixie", "sid"]
LKRN, UNDIONLY = "ipxe.lkrn", "undionly.kpxe"
FILES = [LKRN, UNDIONLY]
HOSTS = ["plainpxe-pxelinux", "plainpxe-root-path"]
IQN_NONE = "iqn.2026-11.org.example:no"
NEITHER = "the PXE stack here is neither gPXE nor iPXE; loading ipxe.lkrn"
LINUX_CODE32_START = bytes.fromhex("00001000")


def ipxe_file(name, generation="sid"):
    """Debian's iPXE of `generation` as this file."""
    folder = CACHE / f"ipxe-{generation}"
    # Before trixie, the package's ipxe.lkrn is a link to /boot.
    path = folder / "usr/lib/ipxe" / name
    return path if path.exists() else folder / "boot" / name


def requests(vm, name):
    """What became of each request for this file."""
    return [ok for file, ok in vm.tftp_requests() if file == name]


@pytest.fixture
def target(folder, token):
    """LUN 1 is a bootable disk."""
    with Tgt([media.disk(folder / "san.img", token)]) as tgt:
        yield tgt


@pytest.fixture
def local_token():
    """The token of the machine's own disk."""
    return "10ca1d15"


@pytest.fixture
def local_disk(folder, local_token):
    """A bootable disk of the machine's own."""
    return media.disk(folder / "local.img", local_token)


def boots_from_san(vm, token):
    """The SAN disk's boot sector ran, served by the iPXE that was loaded."""
    report = wait_report(vm, token, TIMEOUT_S)
    assert report["DL"] == "80"
    assert not report["I13"].startswith("F000")
    assert vm.nic_receiving()
    assert said(vm, NEITHER)
    assert requests(vm, PROGRAM.name) == [True, True]


@pytest.mark.quick
@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("host", HOSTS)
def test_boots_the_disk(host, file, generation, root, target, token):
    shutil.copy(ipxe_file(file, generation), root)
    with hosts.run(host, root, PROGRAM, target.uri()) as vm:
        boots_from_san(vm, token)
        assert requests(vm, file) == [True]
        assert requests(vm, LKRN) == [file == LKRN]


def test_all_arguments_arrive(root, target, token, local_disk):
    shutil.copy(ipxe_file(LKRN), root)
    arguments = f"sanboot  --drive 0x81 {target.uri(iqn=IQN_NONE)} {target.uri()}"
    vm = hosts.run(HOSTS[0], root, PROGRAM, arguments, disks=[local_disk])
    with vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "81"


def test_boot_file_in_a_folder(root, target, token):
    vm = hosts.run(HOSTS[0], root, PROGRAM, target.uri())
    below = root / "net boot"
    below.mkdir()
    for path in [p for p in root.iterdir() if p not in (below, root / "plainpxe.0")]:
        path.rename(below / path.name)
    name = f"{below.name}/pxelinux.0"
    media.assemble("plainpxe.asm", root / "plainpxe.0", NEXT=f'"{name}"')
    shutil.copy(ipxe_file(LKRN), below)
    with vm:
        wait_report(vm, token, TIMEOUT_S)
        assert requests(vm, f"{below.name}/{LKRN}") == [True]


@pytest.mark.parametrize("file", FILES)
def test_failure_ends_at_pxelinux(file, root, target):
    """The boot file runs again, and in iPXE the program fails at once."""
    shutil.copy(ipxe_file(file, "bookworm"), root)
    vm = hosts.run(HOSTS[0], root, PROGRAM, target.uri(iqn=IQN_NONE))
    with vm:
        vm.wait("^Press a key to go on", TIMEOUT_S)
        assert said(vm, "has no such target")
        vm.send("ret")
        vm.wait(BACK_PXELINUX, TIMEOUT_S)
        assert requests(vm, "pxelinux.0") == [True, True]
        assert requests(vm, file) == [True]


@pytest.mark.parametrize("file", FILES)
def test_failure_as_boot_file_goes_on(
    file, root, target, local_disk, local_token
):
    """To the machine's next boot device, and without a key as well."""
    shutil.copy(ipxe_file(file), root)
    uri = target.uri(iqn=IQN_NONE)
    vm = hosts.run(HOSTS[1], root, PROGRAM, uri, disks=[local_disk])
    with vm:
        vm.wait("^Press a key to go on", TIMEOUT_S)
        assert said(vm, "has no such target")
        wait_report(vm, local_token, TIMEOUT_S)


@pytest.mark.parametrize("host", HOSTS)
def test_missing_files_are_named(host, root, target, local_disk, local_token):
    with hosts.run(host, root, PROGRAM, target.uri(), disks=[local_disk]) as vm:
        if host == "plainpxe-pxelinux":
            vm.wait(BACK_PXELINUX, TIMEOUT_S)
        else:
            wait_report(vm, local_token, TIMEOUT_S)
        assert said(vm, f"{LKRN}: no such file on the TFTP server; loading {UNDIONLY}")
        assert said(vm, f"{UNDIONLY}: no such file on the TFTP server")
        assert said(vm, "both in the package ipxe")
        assert requests(vm, LKRN) == requests(vm, UNDIONLY) == [False]


def garbage(name):
    return b"garbage " * 1000


def html(name):
    return b"<html><body><h1>404 Not Found</h1></body></html>\n"


def half(name):
    data = ipxe_file(name).read_bytes()
    return data[: len(data) // 2]


def one_block(name):
    return ipxe_file(name).read_bytes()[:512]


def last_bytes_missing(name):
    return ipxe_file(name).read_bytes()[:-16]


def linux(name):
    data = bytearray(ipxe_file(LKRN).read_bytes())
    data[0x214:0x218] = LINUX_CODE32_START
    return bytes(data)


def huge(name):
    return ipxe_file(name).read_bytes() + bytes(1 << 21)


NOT_IPXE = "not an iPXE image"
CUT = "cut short; copy the file again"
TOO_LONG = "longer than any iPXE"
BAD_FILES = {
    "garbage": (garbage, NOT_IPXE, NOT_IPXE),
    "html": (html, NOT_IPXE, NOT_IPXE),
    "one-block": (one_block, NOT_IPXE, NOT_IPXE),
    "half": (half, CUT, CUT),
    "last-bytes": (last_bytes_missing, CUT, CUT),
    "linux": (linux, NOT_IPXE, NOT_IPXE),
    "huge": (huge, TOO_LONG, TOO_LONG),
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("fault", BAD_FILES)
def test_bad_files_are_not_started(
    host, fault, root, target, local_disk, local_token
):
    make, about_lkrn, about_undionly = BAD_FILES[fault]
    (root / LKRN).write_bytes(make(LKRN))
    (root / UNDIONLY).write_bytes(make(UNDIONLY))
    with hosts.run(host, root, PROGRAM, target.uri(), disks=[local_disk]) as vm:
        if host == "plainpxe-pxelinux":
            vm.wait(BACK_PXELINUX, TIMEOUT_S)
        else:
            wait_report(vm, local_token, TIMEOUT_S)
        text = " ".join(" ".join(vm.seen).split())
        first, second = text.split(f"{LKRN}: ", 1)[1].split(f"{UNDIONLY}: ", 1)
        assert about_lkrn in first
        assert about_undionly in second


def test_bad_lkrn_then_good_undionly(root, target, token):
    (root / LKRN).write_bytes(half(LKRN))
    shutil.copy(ipxe_file(UNDIONLY), root)
    with hosts.run(HOSTS[0], root, PROGRAM, target.uri()) as vm:
        boots_from_san(vm, token)
        assert said(vm, CUT)


@pytest.mark.parametrize("file", FILES)
def test_card_without_driver_restarts(file, root, target):
    shutil.copy(ipxe_file(file), root)
    no_reboot = ["-no-reboot"]
    vm = hosts.run("strange-card", root, PROGRAM, target.uri(), extra=no_reboot)
    with vm:
        vm.wait("^Press a key to restart the machine", TIMEOUT_S)
        assert said(vm, "this iPXE has no driver for the network card")
        vm.send("ret")
        assert vm.wait_shutdown(TIMEOUT_S) == "guest-reset"


@pytest.mark.parametrize("file", FILES)
def test_silent_dhcp_keeps_the_address(file, root, folder, namespace, token):
    """The ROM had an answer; from then on the server ignores this machine."""
    shutil.copy(ipxe_file(file), root)
    ignored = folder / "dhcp-hosts"
    ignored.write_text("")
    options = ["dhcp-boot=plainpxe.0", f"dhcp-hostsfile={ignored}"]
    san = media.disk(folder / "san.img", token)
    with Tgt([san], namespace=namespace) as tgt:
        vm = hosts.run(HOSTS[0], root, PROGRAM, tgt.uri(), namespace=namespace)
        with Dnsmasq(namespace, root, options) as dnsmasq, vm:
            vm.wait("^PXELINUX", TIMEOUT_S)
            ignored.write_text(f"{MAC},ignore\n")
            dnsmasq.reread()
            wait_report(vm, token, TIMEOUT_S)
            assert said(vm, "no answer by DHCP; keeping the address from before")
