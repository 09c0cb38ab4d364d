# SPDX-License-Identifier: BSD-2-Clause
"""The SAN matrix: what sanboot must say and start, on which loader.

Each row is run on every host of HOSTS; as DHCP boot file of a plain PXE ROM
the arguments stand in root-path, and sanboot loads iPXE first.
"""

from typing import NamedTuple, Optional

HOSTS = [
    "pxelinux", "ipxe-bookworm", "ipxe-trixie", "ipxe-sid", "plainpxe-root-path",
]  # fmt: skip

USER, SECRET = "initiator", "secret-secret-1"
TARGET_USER, TARGET_SECRET = "target", "secret-secret-2"
CHAP = {"chap": (USER, SECRET)}
MUTUAL = {**CHAP, "mutual": (TARGET_USER, TARGET_SECRET)}
LOGIN = f"user={USER} secret={SECRET}"

READY = ("server: reached", "login: accepted", "LUN: ready")
STARTED = (*READY, "first and last block read", "starting drive 0x80")


class Row(NamedTuple):
    """One attachment.

    args: with {uri} (the disk), {dead} (its address, a closed port), {silent}
        (no machine there), {lun9}, {stranger} (another target name).
    disk: a word of test_sanmatrix.DISKS.  target: of iscsi.Target.
    network: "user" is QEMU's; "far" has the target behind a gateway; a dict is
        of relay.Relay, for the SAN's traffic.
    boots: the disk's token must show; else the caller must be back.
    says, never: on the screen at some time; never on it.
    """

    name: str
    args: str = "{uri}"
    boots: bool = True
    says: tuple = STARTED
    never: tuple = ()
    disk: str = "good"
    target: dict = {}
    network: Optional[object] = "user"
    timeout_s: int = 120


def fails(name, *says, args="{uri}", **more):
    """A row after which the caller is back."""
    return Row(name, args, False, says, **more)


ROWS = [
    Row("good"),
    fails("no-answer", "no answer from the server", args="{silent}", never=("reached",)),
    fails("closed-port", "connection refused", args="{dead}", never=("reached",)),
    fails(
        "no-such-target", "server: reached", "the server has no such target",
        args="{stranger}", never=("accepted",),
    ),
    fails(
        "no-such-lun", "login: accepted", "the LUN gives an I/O error", "LUN is hexadecimal",
        args="{lun9}", never=("LUN: ready",),
    ),
    Row("chap", "{uri} " + LOGIN, target=CHAP, never=(SECRET,)),
    fails(
        "chap-wrong", "server: reached", "login denied", "Check user name, secret",
        args="{uri} user=initiator secret=wrong-wrong-1", target=CHAP,
        never=("wrong-wrong-1", "accepted"),
    ),
    fails(
        "chap-missing", "the target wants a user name and secret (CHAP)",
        target=CHAP, never=("accepted",),
    ),
    Row(
        "mutual",
        f"{{uri}} {LOGIN} target-user={TARGET_USER} target-secret={TARGET_SECRET}",
        target=MUTUAL, never=(SECRET, TARGET_SECRET),
    ),
    fails(
        "mutual-wrong", "the target did not prove who it is",
        args=f"{{uri}} {LOGIN} target-user={TARGET_USER} target-secret=wrong-wrong-2",
        target=MUTUAL, never=("accepted", "wrong-wrong-2"),
    ),
    fails(
        "not-ready", "login: accepted", "the LUN gives an I/O error", "is not ready",
        target={"ready": False},
    ),
    fails(
        "no-signature", *READY, "no boot signature (55AA) in its first sector",
        "no system is installed on it", disk="nosig",
    ),
    fails("blocks-of-4096", "blocks are not of 512 bytes", target={"block_len": 4096}),
    Row("over-2-tib", says=(*STARTED, "3072 GiB"), disk="huge"),
    Row(
        "failover", "{dead} failover={uri}",
        says=("connection refused", "trying the next portal", *STARTED),
    ),
    Row("two-paths", "{dead} {uri}"),
    fails(
        "gives-up", *STARTED, "the boot loader on drive 0x80 gave up",
        "The disk can be read; repair the loader", disk="int18",
    ),
    fails(
        "dies", *STARTED, "the boot loader on drive 0x80 gave up",
        "drive 0x80: cannot be read", disk="reader", timeout_s=240,
    ),
    Row("behind-a-gateway", network="far"),
    Row("lossy-and-slow", network={"loss": 0.05, "delay_ms": 50}, timeout_s=240),
]  # fmt: skip

# What istgt answers otherwise than tgtd (iscsi.Istgt), and what the two do alike.
# Not bookworm's iPXE: istgt's challenge of 1024 bytes hangs it beneath a boot
# file (its stack is 4 KiB), so that no program could say anything.
ISTGT_HOSTS = ["pxelinux", "ipxe-trixie"]
ISTGT_NAMES = [
    "good", "no-such-target", "no-such-lun", "chap", "chap-wrong", "chap-missing",
    "mutual", "mutual-wrong", "not-ready",
]  # fmt: skip
ISTGT_ROWS = [row for row in ROWS if row.name in ISTGT_NAMES] + [
    fails(
        "mutual-not-asked", "server: reached", "login denied", args="{uri} " + LOGIN,
        target=MUTUAL, never=("accepted",),
    ),
]  # fmt: skip
