# SPDX-License-Identifier: BSD-2-Clause
"""A .c32 that was cut short or changed on its way: it says so and goes back."""

import re
import struct

import pytest

import hosts
import media
from hosts import BACK_PXELINUX
from vm import BUILD

pytestmark = pytest.mark.usefixtures("fast_clock")

PROGRAM = BUILD / "localboot.c32"
TIMEOUT_S = 90

DAMAGED = r"netchain: this file is cut short or damaged; copy it to the server"
BACK_FAILED = r"^BACK-FAILED"
TEXT_END = 0x254  # com32/entry.asm: what it needs to say so stands before
DT_REL, DT_RELSZ = 17, 18
PACK_LEN = 24


def dynamic(data):
    """The dynamic table, as a mapping."""
    phoff = 0x34
    while struct.unpack_from("<I", data, phoff)[0] != 2:
        phoff += 32
    offset, size = struct.unpack_from("<I8xI", data, phoff + 4)
    return dict(struct.iter_unpack("<II", data[offset : offset + size]))


def places():
    """(file, offset of struct pack, of the packed bytes, of their end)"""
    data = PROGRAM.read_bytes()
    tags = dynamic(data)
    pack = (tags[DT_REL] + tags[DT_RELSZ] + 3) & ~3
    assert data[pack : pack + 4] == b"Npck"
    (packed_len,) = struct.unpack_from("<I", data, pack + 8)
    return data, pack, pack + PACK_LEN, pack + PACK_LEN + packed_len


def cut(where):
    data, pack, first, end = places()
    length = {
        "in the entry": TEXT_END,
        "before the mode switch is whole": TEXT_END + 0x40,
        "in the unpacker": 0x600,
        "before struct pack": pack,
        "in struct pack": pack + 8,
        "before the packed bytes": first,
        "after 512 packed bytes": first + 512,
        "in the middle": (first + end) // 2,
        "before the last 16 bytes": end - 16,
    }[where]
    return data[:length]


def changed(where):
    data, _, first, end = places()
    at = {
        "unpacked length": first - 12,
        "checksum": first - 1,
        "the first bytes": first + 4,
        "in the middle": (first + end) // 2,
    }[where]
    return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


CUT = [
    "in the entry", "before the mode switch is whole", "in the unpacker",
    "before struct pack", "in struct pack", "before the packed bytes",
    "after 512 packed bytes", "in the middle", "before the last 16 bytes",
]  # fmt: skip
CHANGED = ["unpacked length", "checksum", "the first bytes", "in the middle"]
BOTH = [(cut, where) for where in CUT] + [(changed, where) for where in CHANGED]
IDS = [f"{damage.__name__} {where}" for damage, where in BOTH]


def run(host, root, data, args="menu"):
    (root / PROGRAM.name).write_bytes(data)
    return hosts.run(host, root, root / PROGRAM.name, args)


@pytest.mark.parametrize("damage, where", BOTH, ids=IDS)
def test_boot_file(damage, where, root):
    with run("ipxe-sid", root, damage(where)) as vm:
        vm.wait(BACK_FAILED, TIMEOUT_S)
        assert re.search(DAMAGED, vm.text())
        assert vm.rom_starts() == 1


@pytest.mark.quick
@pytest.mark.parametrize("where", CUT)
def test_module_cut(where, root):
    """PXELINUX reads the whole segment or refuses the file itself."""
    with run("pxelinux", root, cut(where)) as vm:
        vm.wait(r"Failed to load COM32 file", TIMEOUT_S)
        vm.wait(BACK_PXELINUX, TIMEOUT_S)
        assert vm.rom_starts() == 1


@pytest.mark.parametrize("where", CHANGED)
def test_module_changed(where, root):
    with run("pxelinux", root, changed(where)) as vm:
        vm.wait(DAMAGED, TIMEOUT_S)
        vm.wait(BACK_PXELINUX, TIMEOUT_S)
        assert vm.rom_starts() == 1


@pytest.mark.parametrize("damage, where", BOTH, ids=IDS)
def test_flat_program(damage, where, root):
    """On the screen, for want of a known loader; misplaced.asm jumps to it.

    With COM32 arguments it is INT 10h: tried by hand.
    """
    program = root / "damaged.c32"
    program.write_bytes(damage(where))
    media.assemble(
        "misplaced.asm", root / "misplaced.0", PROGRAM=f'"{program}"', FLAT="1"
    )
    with hosts.run("nbp", root, root / "misplaced.0") as vm:
        vm.wait(DAMAGED, TIMEOUT_S)


def test_boot_file_without_section_headers_runs(root):
    data, _, _, end = places()
    with run("ipxe-sid", root, data[:end]) as vm:
        vm.wait(r"^BACK-OK", TIMEOUT_S)
        assert not re.search(DAMAGED, vm.text())
