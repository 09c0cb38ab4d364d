# SPDX-License-Identifier: BSD-2-Clause
"""The DHCP examples hand each client its boot file, and never in a circle."""

import contextlib

import pytest

import tftproot
import uefi
from conftest import wait_report
from dhcpask import Asker
from dhcpservers import SERVERS, ExampleServer
from net import Tgt
from vm import Vm

TIMEOUT_S = 90
MENU = "Leave iPXE"
PXE_MENU = "^boot:"
PAUSED = ["-S"]

# Who asks, and which boot file is the answer.
CLIENTS = {
    "bios-rom": ({"arch": 0}, "undionly.kpxe"),
    "bios-rom-of-another-class": ({"arch": 0, "user_class": "x"}, "undionly.kpxe"),
    "bios-ipxe": ({"arch": 0, "user_class": "iPXE", "encap": True}, "boot.ipxe"),
    "bios-gpxe": ({"arch": 0, "user_class": "gPXE", "encap": True}, "boot.ipxe"),
    "bios-gpxe-by-class-only": ({"arch": 0, "user_class": "gPXE"}, "boot.ipxe"),
    "bios-ipxe-by-encap-only": ({"arch": 0, "encap": True}, "boot.ipxe"),
    "uefi-arch-7": ({"arch": 7}, "ipxe.efi"),
    "uefi-arch-9": ({"arch": 9}, "ipxe.efi"),
    "uefi-ipxe": ({"arch": 7, "user_class": "iPXE", "encap": True}, "boot.ipxe"),
    "uefi-32-bit": ({"arch": 6}, ""),
    "not-booting": ({}, ""),
}

every_server = pytest.mark.parametrize("server", SERVERS)


@pytest.fixture
def staged(root):
    """The TFTP root as `make tftp-root` leaves it."""
    tftproot.copy(root)
    return root


@contextlib.contextmanager
def booting(namespace, server, root, make=Vm, disks=(), **answer):
    """A machine that starts when the example server runs."""
    with make(namespace=namespace, disks=disks, extra=PAUSED) as vm:
        with ExampleServer(namespace, server, root, **answer):
            vm.qmp("cont")
            yield vm


def fetched(vm):
    """The files that TFTP delivered, in order."""
    return [name for name, ok in vm.tftp_requests() if ok]


@every_server
@pytest.mark.parametrize("client", CLIENTS)
def test_answer(server, client, namespace, root):
    who, name = CLIENTS[client]
    with Asker(namespace) as asker, ExampleServer(namespace, server, root):
        answers = asker.ask(**who)
    assert [answer[0] for answer in answers] == [name, name]
    if name:
        assert {answer[1] for answer in answers} == {namespace.ADDRESS}


@every_server
def test_ipxe_rom_gets_the_menu_once(server, namespace, staged, token_disk, token):
    with booting(namespace, server, staged, disks=[token_disk]) as vm:
        vm.wait(MENU, TIMEOUT_S)
        vm.send("l")
        wait_report(vm, token, TIMEOUT_S)
        assert fetched(vm) == ["boot.ipxe", "localboot.c32", "localboot.quirks"]
        assert f"on {namespace.ADDRESS}" in "\n".join(vm.seen)


@every_server
def test_undionly_gets_the_menu_once(server, namespace, staged):
    with booting(namespace, server, staged) as vm:
        vm.wait(MENU, TIMEOUT_S)
        vm.send("s")
        vm.wait("iPXE>")
        vm.type("chain undionly.kpxe\n")
        vm.wait("UNDI", TIMEOUT_S)
        vm.wait(MENU, TIMEOUT_S)
        assert fetched(vm) == ["boot.ipxe", "undionly.kpxe", "boot.ipxe"]


@every_server
def test_uefi_gets_ipxe_and_then_the_menu(server, namespace, staged):
    with booting(namespace, server, staged, make=uefi.machine) as vm:
        vm.wait_serial(MENU, 3 * TIMEOUT_S)
        # OVMF asks for its file twice, the first time for the length only.
        assert fetched(vm) == ["ipxe.efi", "ipxe.efi", "boot.ipxe"]


@pytest.mark.quick
@every_server
def test_localboot_as_boot_file(server, namespace, staged, token_disk, token):
    answer = {"boot_file": "localboot.c32"}
    with booting(namespace, server, staged, disks=[token_disk], **answer) as vm:
        wait_report(vm, token, TIMEOUT_S)
        assert fetched(vm) == ["localboot.c32", "localboot.quirks"]


@every_server
def test_pxelinux_as_boot_file(server, namespace, staged, token_disk, token):
    answer = {"boot_file": "pxelinux.0"}
    with booting(namespace, server, staged, disks=[token_disk], **answer) as vm:
        vm.wait(PXE_MENU, TIMEOUT_S)
        vm.type("local\n")
        wait_report(vm, token, TIMEOUT_S)
        menu = ["pxelinux.0", "ldlinux.c32", "pxelinux.cfg/default"]
        assert fetched(vm) == [*menu, "localboot.c32", "localboot.quirks"]


@every_server
def test_sanmenu_as_boot_file(server, namespace, staged, token_disk, token):
    answer = {"boot_file": "sanmenu.c32"}
    with booting(namespace, server, staged, disks=[token_disk], **answer) as vm:
        vm.wait("Its own disk", TIMEOUT_S)
        vm.send("ret")
        wait_report(vm, token, TIMEOUT_S)
        # Asked for together with the other names, and then read.
        menu = ["sanmenu.c32", *2 * ["pxelinux.cfg/default"]]
        assert fetched(vm) == [*menu, "localboot.c32", "localboot.quirks"]


@every_server
def test_sanboot_as_boot_file_with_root_path(
    server, namespace, staged, token_disk, token
):
    with Tgt([token_disk], namespace=namespace) as target:
        answer = {"boot_file": "sanboot.c32", "root_path": target.uri()}
        with booting(namespace, server, staged, **answer) as vm:
            report = wait_report(vm, token, TIMEOUT_S)
            assert fetched(vm) == ["sanboot.c32"]
    assert report["DL"] == "80"
    assert "sanboot: starting drive 0x80" in "\n".join(vm.seen)


@every_server
def test_sanboot_as_boot_file_misses_the_root_path(server, namespace, staged):
    answer = {"boot_file": "sanboot.c32"}
    with booting(namespace, server, staged, **answer) as vm:
        vm.wait("no SAN address given, and DHCP sent no root-path", TIMEOUT_S)
        assert fetched(vm) == ["sanboot.c32"]
