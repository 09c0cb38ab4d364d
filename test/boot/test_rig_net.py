# SPDX-License-Identifier: BSD-2-Clause
"""Proves the boot rig's iSCSI targets, relay, subnets and packet counts."""

import socket
import struct

import pytest

import media
from initiator import Initiator, LoginError
from iscsi import TIB, Istgt, Target, Tgt, huge_disk

SECTOR = 512
GOOD, CHECK_CONDITION = 0, 2
TEST_UNIT_READY = [0x00]
READ_CAPACITY_10 = [0x25]
READ_CAPACITY_16 = [0x9E, 0x10, *bytes(11), 32]
CHAP = ("user", "right-secret-1")
MUTUAL = ("target", "other-secret-2")
WRONG = "wrong-secret-9"

every_target = pytest.mark.parametrize("make", [Tgt, Istgt])


def read_10(lba, blocks=1):
    return [0x28, 0, *struct.pack(">IxH", lba, blocks)]


def write_10(lba, blocks=1):
    return [0x2A, 0, *struct.pack(">IxH", lba, blocks)]


def login(target, **who):
    """A session with it."""
    return Initiator(target.port, target.iqn, **who)


def refusal(target, iqn=None, **who):
    """The status with which it refuses a login; None: it does not."""
    try:
        with Initiator(target.port, iqn or target.iqn, **who):
            return None
    except LoginError as error:
        return error.status


@every_target
def test_target_reads_and_writes(make, folder):
    disk = media.numbered(folder / "disk.img")
    with make([disk]) as target, login(target) as session:
        lun = target.FIRST_LUN
        assert target.uri() == f"iscsi:10.0.2.2::{target.port}:{lun}:{Target.IQN}"
        while session.command(lun, TEST_UNIT_READY)[1]:
            pass  # "reset" is told once
        status, _, data = session.command(lun, read_10(3, 2), 2 * SECTOR)
        assert (status, data) == (GOOD, disk.read_bytes()[3 * SECTOR : 5 * SECTOR])
        assert session.command(lun, write_10(5), data=b"w" * SECTOR)[0] == GOOD
    assert disk.read_bytes()[5 * SECTOR : 6 * SECTOR] == b"w" * SECTOR
