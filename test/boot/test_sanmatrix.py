# SPDX-License-Identifier: BSD-2-Clause
"""sanboot.c32 against the SAN matrix (sanmatrix.py)."""

import contextlib
import shutil

import pytest

import hosts
import iscsi
import media
import net
import sanmatrix
from booting import booting
from conftest import said, wait_report
from hosts import BACK_IPXE, BACK_PXELINUX
from relay import Relay
from vm import BUILD, CACHE

PROGRAM = BUILD / "sanboot.c32"
SILENT = "10.0.2.99"  # QEMU's user network answers no ARP for it
CLOSED_PORT = 1
# Where the machine is when a plain PXE ROM's boot file has failed and nothing
# else is to be booted: iPXE has let it go, the BIOS tries the next device.
BACK_ROM = r"No bootable device"
BACK = {"pxelinux": BACK_PXELINUX, "plainpxe-root-path": BACK_ROM}

DISKS = {
    "good": media.disk,
    "nosig": lambda path, token: media.disk(path, token, signature=False),
    "huge": iscsi.huge_disk,
    "int18": lambda path, token: media.disk(path, token, DO_INT18=True),
    "reader": lambda path, token: media.disk(
        path, token, UNTIL_ERROR=True, DO_INT18=True
    ),
}


def _addresses(target):
    return {
        "uri": target.uri(),
        "dead": target.uri(port=CLOSED_PORT),
        "silent": target.uri(host=SILENT),
        "lun9": target.uri(lun=9),
        "stranger": target.uri(iqn="iqn.2026-11.org.example:other"),
    }


@contextlib.contextmanager
def machine(row, host, root, image, server=iscsi.Tgt):
    """(the started Vm, its target) of a row."""
    if host == "plainpxe-root-path":
        shutil.copy(CACHE / "ipxe-trixie/usr/lib/ipxe/ipxe.lkrn", root)
    with contextlib.ExitStack() as stack:
        enter = stack.enter_context
        if row.network == "user":
            target = enter(server([image], **row.target))
            args = row.args.format(**_addresses(target))
            yield enter(hosts.run(host, root, PROGRAM, args)), target
            return
        near = enter(net.Namespace())
        where = enter(net.Far(near)) if row.network == "far" else near
        target = enter(server([image], namespace=where, **row.target))
        cable = near
        if isinstance(row.network, dict):
            cable = enter(Relay(near, port=target.port, **row.network))
        args = row.args.format(**_addresses(target))
        yield enter(booting(cable, root, PROGRAM, host=host, args=args)), target


@pytest.mark.quick
@pytest.mark.parametrize("host", sanmatrix.HOSTS)
@pytest.mark.parametrize("row", sanmatrix.ROWS, ids=lambda row: row.name)
def test_row(row, host, root, folder, token):
    if row.network != "user" and net.Namespace.available():
        pytest.skip(net.Namespace.available())
    image = DISKS[row.disk](folder / "san.img", token)
    with machine(row, host, root, image) as (vm, target):
        _judge(row, host, vm, target, token)


@pytest.mark.parametrize("host", sanmatrix.ISTGT_HOSTS)
@pytest.mark.parametrize("row", sanmatrix.ISTGT_ROWS, ids=lambda row: row.name)
def test_row_against_istgt(row, host, root, folder, token):
    image = DISKS[row.disk](folder / "san.img", token)
    with machine(row, host, root, image, iscsi.Istgt) as (vm, target):
        _judge(row, host, vm, target, token)


def _judge(row, host, vm, target, token):
    if row.boots:
        report = wait_report(vm, token, row.timeout_s)
        assert report["DL"] == "80"
        assert not report["I13"].startswith("F000")
    else:
        if row.disk == "reader":
            vm.wait_serial(f"^END {token}$", row.timeout_s)
            target.kill()
        vm.wait(BACK.get(host, BACK_IPXE), row.timeout_s)
        assert ("TOKEN" in vm.serial()) == (row.disk in ("int18", "reader"))
    for words in row.says:
        assert said(vm, words), vm.report()
    for words in row.never:
        assert not said(vm, words)
