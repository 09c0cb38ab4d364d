# SPDX-License-Identifier: BSD-2-Clause
"""Proves the iSCSI targets of the boot rig, by an initiator of ours and iPXE."""

import contextlib
import re
import struct

import pytest

import media
from booting import script
from conftest import wait_report
from initiator import Initiator, LoginError
from iscsi import TIB, Istgt, Target, Tgt, huge_disk
from vm import ROM_FOLDERS, Vm

TIMEOUT_S = 90
SECTOR = 512
GOOD, CHECK_CONDITION = 0, 2
TEST_UNIT_READY = [0x00]
READ_CAPACITY_10 = [0x25]
READ_CAPACITY_16 = [0x9E, 0x10, *bytes(11), 32]
CHAP = ("user", "right-secret-1")
MUTUAL = ("target", "other-secret-2")
WRONG = "wrong-secret-9"
ME = "iqn.2009-06.org.example:me"
DENIED, NOT_FOUND = 0x0201, 0x0203
RESET = (6, 0x29, 0)

every_target = pytest.mark.parametrize("make", [Tgt, Istgt])


def read_10(lba, blocks=1):
    return [0x28, 0, *struct.pack(">IxH", lba, blocks)]


def write_10(lba, blocks=1):
    return [0x2A, 0, *struct.pack(">IxH", lba, blocks)]


def login(target, **who):
    """A session with it."""
    return Initiator(target.port, target.iqn, **who)


@contextlib.contextmanager
def ready(target):
    """A session that has heard of the reset, which is told once."""
    with login(target) as session:
        told = session.command(target.FIRST_LUN, TEST_UNIT_READY)
        assert told == (CHECK_CONDITION, RESET, b"")
        yield session


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
    with make([disk]) as target, ready(target) as session:
        lun = target.FIRST_LUN
        assert target.uri() == f"iscsi:10.0.2.2::{target.port}:{lun}:{Target.IQN}"
        status, _, data = session.command(lun, read_10(3, 2), 2 * SECTOR)
        assert (status, data) == (GOOD, disk.read_bytes()[3 * SECTOR : 5 * SECTOR])
        assert session.command(lun, write_10(5), data=b"w" * SECTOR)[0] == GOOD
    assert disk.read_bytes()[5 * SECTOR : 6 * SECTOR] == b"w" * SECTOR


@every_target
def test_target_refuses_the_wrong_iqn(make, token_disk):
    with make([token_disk]) as target:
        assert refusal(target) is None
        assert refusal(target, iqn="iqn.2009-06.org.example:no") == NOT_FOUND


@every_target
def test_target_has_no_such_lun(make, token_disk):
    with make([token_disk]) as target, login(target) as session:
        wanted = (CHECK_CONDITION, (5, 0x25, 0), b"")
        assert session.command(target.FIRST_LUN + 7, TEST_UNIT_READY) == wanted


# What an initiator says, and what becomes of it where the target wants CHAP,
# and where the target is to prove itself too (tgtd, istgt).
LOGINS = {
    "without": ({}, DENIED, (DENIED, DENIED)),
    "right": ({"chap": CHAP}, None, (None, DENIED)),
    "wrong-secret": ({"chap": ("user", WRONG)}, DENIED, (DENIED, DENIED)),
    "wrong-user": ({"chap": ("nobody", CHAP[1])}, DENIED, (DENIED, DENIED)),
    "mutual": ({"chap": CHAP, "mutual": MUTUAL}, DENIED, (None, None)),
}


@every_target
@pytest.mark.parametrize("name", LOGINS)
def test_target_wants_chap(name, make, token_disk):
    who, one_way, mutual = LOGINS[name]
    with make([token_disk], chap=CHAP) as target:
        assert refusal(target, **who) == one_way
    with make([token_disk], chap=CHAP, mutual=MUTUAL) as target:
        assert refusal(target, **who) == mutual[make is Istgt]


@every_target
@pytest.mark.parametrize("proof", [("target", WRONG), ("other", MUTUAL[1])])
def test_target_proves_itself_only_with_its_own_secret(proof, make, token_disk):
    with make([token_disk], chap=CHAP, mutual=MUTUAL) as target:
        with pytest.raises(PermissionError, match="the target proves"):
            refusal(target, chap=CHAP, mutual=proof)


@every_target
@pytest.mark.parametrize(
    "allowed, wrong, right",
    [({"initiator": ME}, {"name": ME + "2"}, {"name": ME}),
     ({"address": "127.0.0.9"}, {"source": "127.0.0.8"}, {"source": "127.0.0.9"})],
    ids=["name", "address"],
)  # fmt: skip
def test_target_lets_only_one_initiator_in(allowed, wrong, right, make, token_disk):
    with make([token_disk], **allowed) as target:
        assert refusal(target, **wrong) == NOT_FOUND
        assert refusal(target, **right) is None


@every_target
def test_target_has_blocks_of_4096_bytes(make, folder):
    disk = media.numbered(folder / "disk.img")
    with make([disk], block_len=4096) as target, ready(target) as session:
        lun = target.FIRST_LUN
        capacity = session.command(lun, READ_CAPACITY_10, 8)[2]
        assert struct.unpack(">II", capacity) == ((8 << 20) // 4096 - 1, 4096)
        data = session.command(lun, read_10(1), 4096)[2]
        assert data == disk.read_bytes()[4096:8192]


@every_target
def test_target_has_a_disk_over_2_tib(make, folder, token):
    disk = huge_disk(folder / "disk.img", token)
    assert disk.stat().st_size == 3 * TIB
    assert disk.stat().st_blocks * SECTOR < 1 << 20
    with make([disk]) as target, ready(target) as session:
        lun = target.FIRST_LUN
        capacity = session.command(lun, READ_CAPACITY_10, 8)[2]
        assert struct.unpack(">II", capacity) == (0xFFFFFFFF, SECTOR)
        capacity = session.command(lun, READ_CAPACITY_16, 32)[2]
        last, block_len = struct.unpack_from(">QI", capacity)
        assert (last + 1, block_len) == (3 * TIB // SECTOR, SECTOR)
        first = session.command(lun, read_10(0), SECTOR)[2]
        assert token.encode() in first and first.endswith(b"\x55\xaa")
        read_last = [0x88, 0, *struct.pack(">QIxx", last, 1)]
        assert session.command(lun, read_last, SECTOR) == (GOOD, None, bytes(SECTOR))
    disk.unlink()


def test_huge_disk_that_can_not_be_skips(folder, token):
    with pytest.raises(pytest.skip.Exception, match="no sparse file of 1000000 TiB"):
        huge_disk(folder / "disk.img", token, size_tib=1000000)
    assert not (folder / "disk.img").exists()


@every_target
def test_target_is_not_ready(make, token_disk):
    """Of tgtd it is only TEST UNIT READY that says so."""
    with make([token_disk], ready=False) as target, login(target) as session:
        told = [session.command(target.FIRST_LUN, TEST_UNIT_READY) for _ in "123"]
        code = {Tgt: 1, Istgt: 0}[make]
        assert told[-1] == (CHECK_CONDITION, (2, 0x04, code), b"")
        read = session.command(target.FIRST_LUN, read_10(0), SECTOR)
        assert read[0] == {Tgt: GOOD, Istgt: CHECK_CONDITION}[make]


def test_tgt_becomes_ready_again(token_disk):
    with Tgt([token_disk], ready=False) as target, login(target) as session:
        while session.command(1, TEST_UNIT_READY)[1] == RESET:
            pass
        target.set_ready(1, True)
        assert session.command(1, TEST_UNIT_READY) == (GOOD, None, b"")
        target.set_ready(1, False)
        assert session.command(1, TEST_UNIT_READY)[1] == (2, 0x04, 1)


@every_target
def test_target_refuses_to_write(make, folder):
    disk = media.numbered(folder / "disk.img")
    before = disk.read_bytes()
    with make([disk], readonly=True) as target, ready(target) as session:
        told = session.command(target.FIRST_LUN, write_10(5), data=b"w" * SECTOR)
        sense = {Tgt: (7, 0x27, 0), Istgt: None}[make]
        assert told == (CHECK_CONDITION, sense, b"")
    assert disk.read_bytes() == before


@every_target
def test_target_dies_and_lives_again(make, token_disk):
    with make([token_disk]) as target:
        with ready(target) as session:
            target.kill()
            with pytest.raises(ConnectionError):
                session.command(target.FIRST_LUN, TEST_UNIT_READY)
        with pytest.raises(ConnectionRefusedError):
            refusal(target)
        target.start()
        assert refusal(target) is None


# The options of a target, what iPXE sets, the address it is given, and what its
# sanhook (of rows boot-...: sanboot) makes of tgtd and of istgt.
def settings(user, secret, reverse=None):
    lines = [f"set username {user}", f"set password {secret}"]
    if reverse:
        names = zip(("reverse-username", "reverse-password"), reverse)
        lines += [f"set {name} {value}" for name, value in names]
    return lines


OK = "OK"
NO_DEVICE, NO_CHAP = "ERR 0x2c0d603b", "ERR 0x430d6601"
NOT_PERMITTED, PERMISSION = "ERR 0x410d613c", "ERR 0x20d623c"
IO_ERROR, RESET_BY_PEER = "ERR 0x1d704039", "ERR 0xf0a6039"
BOOT_ERROR = "ERR 0x1d852039"
MUTUAL_CHAP = {"chap": CHAP, "mutual": MUTUAL}
VERDICTS = {
    "good": ({}, [], {}, OK, OK),
    "port": ({}, [], {"port": 1}, RESET_BY_PEER, RESET_BY_PEER),
    "iqn": ({}, [], {"iqn": Target.IQN + "2"}, NO_DEVICE, NO_DEVICE),
    "iqn-case": ({}, [], {"iqn": Target.IQN.upper()}, NO_DEVICE, OK),
    "lun": ({}, [], {"lun": 9}, IO_ERROR, IO_ERROR),
    "name": ({"initiator": ME}, [], {}, NO_DEVICE, NO_DEVICE),
    "address": ({"address": "127.0.0.9"}, [], {}, NO_DEVICE, NO_DEVICE),
    "chap-without": ({"chap": CHAP}, [], {}, NO_CHAP, NO_CHAP),
    "chap-right": ({"chap": CHAP}, settings(*CHAP), {}, OK, OK),
    "chap-wrong": (
        {"chap": CHAP}, settings("user", WRONG), {}, NOT_PERMITTED, NOT_PERMITTED,
    ),
    "chap-not-mutual": (
        {"chap": CHAP}, settings(*CHAP, MUTUAL), {}, NOT_PERMITTED, NOT_PERMITTED,
    ),
    "chap-unasked": ({}, settings(*CHAP), {}, OK, OK),
    "mutual-right": (MUTUAL_CHAP, settings(*CHAP, MUTUAL), {}, OK, OK),
    "mutual-wrong": (
        MUTUAL_CHAP, settings(*CHAP, ("target", WRONG)), {}, PERMISSION, PERMISSION,
    ),
    "mutual-half": (MUTUAL_CHAP, settings(*CHAP), {}, OK, NOT_PERMITTED),
    "not-ready": ({"ready": False}, [], {}, IO_ERROR, IO_ERROR),
    "readonly": ({"readonly": True}, [], {}, OK, OK),
    "blocks-of-4096": ({"block_len": 4096}, [], {}, OK, OK),
    "boot-blocks-of-4096": ({"block_len": 4096}, [], {}, BOOT_ERROR, BOOT_ERROR),
}  # fmt: skip


@every_target
@pytest.mark.parametrize("generation", ROM_FOLDERS)
def test_what_ipxe_makes_of_the_target(generation, make, root, token_disk):
    names = ["username", "password", "reverse-username", "reverse-password"]
    lines = []
    with contextlib.ExitStack() as stack:
        targets = {}
        for row, (options, setting, address, *_) in VERDICTS.items():
            if str(options) not in targets:
                target = stack.enter_context(make([token_disk], **options))
                targets[str(options)] = target
            uri = targets[str(options)].uri(**address)
            lines += [*(f"clear {name} ||" for name in names), *setting]
            verb = "sanboot" if row.startswith("boot-") else "sanhook"
            lines += [f"{verb} {uri} && echo {row}: OK || echo {row}: ERR ${{errno}}"]
            lines += ["sanunhook ||"]
        program = script(root, *lines, "echo ALL")
        with Vm(rom=generation, tftp=root, bootfile=program.name) as vm:
            vm.wait("^ALL", 3 * TIMEOUT_S)
            seen = "\n".join(vm.seen)
    said = dict(re.findall(r"^([\w-]+): (OK|ERR \w+)$", seen, re.MULTILINE))
    # The screen may be read while it scrolls: a line can be half another one.
    said = {name: word for name, word in said.items() if name in VERDICTS}
    column = -1 if make is Istgt else -2
    assert said == {row: verdict[column] for row, verdict in VERDICTS.items()}


@every_target
def test_ipxe_boots_a_disk_over_2_tib(make, root, folder, token):
    disk = huge_disk(folder / "disk.img", token)
    with make([disk]) as target:
        program = script(root, f"sanboot {target.uri()}")
        with Vm(tftp=root, bootfile=program.name) as vm:
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"
    disk.unlink()
