# SPDX-License-Identifier: BSD-2-Clause
"""Proves Linux as a judge of the iBFT (linuxview.py), with iPXE's own."""

import re

import pytest

import ibfttable
import linuxview
import media
from net import Tgt
from vm import MAC, Vm

TIMEOUT_S = 180
INITIATOR = "iqn.2026-11.org.example:view"


def script(root, *lines):
    """Make t.ipxe of the lines; the Vm options that start it."""
    name = f"set initiator-iqn {INITIATOR}"
    (root / "t.ipxe").write_text("\n".join(["#!ipxe", name, *lines, ""]))
    return {"tftp": root, "bootfile": "t.ipxe"}


def start_view(root, token, *before, **options):
    """A Vm, not yet started, of a script that ends in starting the judge."""
    kernel, initrd = linuxview.make(root, token)
    start = [f"kernel {kernel.name} {linuxview.CMDLINE}", f"initrd {initrd.name}"]
    options |= script(root, *before, *start, "boot")
    return Vm(memory_mib=linuxview.MEMORY_MIB, **options)


def seen(vm, token):
    """Wait until the judge is done; what it saw."""
    assert vm.wait_shutdown(TIMEOUT_S) == "guest-shutdown"
    return linuxview.parse(vm.serial(), token)


def test_sees_the_ibft(root, folder, token):
    disk = media.blank(folder / "san.img")
    secret = ("user", "secret-" + token)
    login = [f"set {k} {v}" for k, v in zip(["username", "password"], secret)]
    with Tgt([None, disk], chap=secret) as target:
        attach = [*login, f"sanhook {target.uri(lun=2)}"]
        with start_view(root, token, *attach) as vm:
            view = seen(vm, token)
            assert 0x80000 <= linuxview.found(vm.serial()) < 0xA0000
    assert view == {
        "acpi_header/signature": "iBFT", "acpi_header/oem_id": "FENSYS",
        "acpi_header/oem_table_id": "iPXE", "initiator/index": "0",
        "initiator/flags": "3", "initiator/initiator-name": INITIATOR,
        "ethernet0/index": "0", "ethernet0/flags": "3", "ethernet0/mac": MAC,
        "ethernet0/device": "0000:00:03.0", "ethernet0/origin": "3",
        "ethernet0/ip-addr": "10.0.2.15", "ethernet0/subnet-mask": "255.255.255.0",
        "ethernet0/prefix-len": "24", "ethernet0/gateway": "10.0.2.2",
        "ethernet0/dhcp": "10.0.2.2", "ethernet0/primary-dns": "10.0.2.3",
        "ethernet0/vlan": "0", "target0/index": "0", "target0/flags": "3",
        "target0/target-name": Tgt.IQN, "target0/ip-addr": "10.0.2.2",
        "target0/port": str(target.port), "target0/lun": "02000000",
        "target0/nic-assoc": "0", "target0/chap-type": "1",
        "target0/chap-name": secret[0], "target0/chap-secret": secret[1],
    }  # fmt: skip


def test_sees_none_without_a_san_disk(root, token):
    with start_view(root, token) as vm:
        assert seen(vm, token) == {}
        assert linuxview.found(vm.serial()) is None


TABLES = {
    "whole": (ibfttable.table(), "10.200.3.14"),
    "damaged": (ibfttable.damaged(), None),
}


@pytest.mark.parametrize("name", TABLES)
def test_judges_a_table_in_memory(name, root, folder, token):
    table, address = TABLES[name]
    extra = ibfttable.in_memory(folder / "ibft", table)
    with start_view(root, token, extra=extra) as vm:
        assert seen(vm, token).get("ethernet0/ip-addr") == address
        assert linuxview.found(vm.serial()) == ibfttable.PLACE
        assert ("iBFT has incorrect checksum" in vm.serial()) == (name == "damaged")


@pytest.mark.parametrize("gateway", ["10.0.2.2", "10.0.2.99"])
def test_demo_linux_finds_its_root_by_the_ibft(gateway, root, folder, token):
    """Its iscsistart reaches a target on its own subnet without the gateway."""
    disk = linuxview.demo_disk(folder / "demo.img", token)
    with Tgt([None, disk]) as target:
        lines = [f"set net0/gateway {gateway}", f"sanboot {target.uri(lun=2)}"]
        memory = linuxview.DEMO_MEMORY_MIB
        with Vm(memory_mib=memory, **script(root, *lines)) as vm:
            vm.wait_serial(f"^END {token}$", TIMEOUT_S)
            view = linuxview.parse(vm.serial(), token)
            assert set(target.sessions()) == {INITIATOR}
            assert re.search("^10.0.2.2 dev eth0 scope link *$", vm.serial(), re.M)
            assert "default" not in vm.serial()
    assert view["target0/target-name"] == Tgt.IQN
    assert view["target0/port"] == str(target.port)
    assert view["ethernet0/gateway"] == gateway


def test_debian_installer_sees_the_ibft_and_the_disk(root, folder, token):
    kernel, *initrds = linuxview.installer(root, token, login=True)
    start = [f"kernel {kernel.name} {linuxview.DI_CMDLINE}"]
    start += [f"initrd {initrd.name}" for initrd in initrds]
    with Tgt([None, media.disk(folder / "san.img", token)]) as target:
        options = script(root, f"sanhook {target.uri(lun=2)}", *start, "boot")
        with Vm(memory_mib=linuxview.DI_MEMORY_MIB, **options) as vm:
            vm.wait_serial(f"^END {token}$", TIMEOUT_S)
            view = linuxview.parse(vm.serial(), token)
            assert 0x80000 <= linuxview.found(vm.serial()) < 0xA0000
            vm.wait("Select a language", TIMEOUT_S)
    wanted = {
        "target0/target-name": Tgt.IQN, "target0/port": str(target.port),
        "ethernet0/mac": MAC, "ethernet0/device": "0000:00:03.0",
        "initiator/initiator-name": INITIATOR, "disk/sda": f"TOKEN {token}",
    }  # fmt: skip
    assert wanted.items() <= view.items()
