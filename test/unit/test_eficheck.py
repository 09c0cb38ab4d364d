# SPDX-License-Identifier: BSD-2-Clause
"""loader/eficheck.py and loader/elf2efi.py: what they refuse."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
PROGRAM = REPO / "build/localboot.efi"
ELF = REPO / "build/obj/efi-x64/localboot.elf"
COFF = 0x44
OPTIONAL = COFF + 20
SECTIONS = OPTIONAL + 240
BUDGET = 65536


def patched(offset, form, change):
    """The program with a field at the offset changed by a function."""
    data = bytearray(PROGRAM.read_bytes())
    struct.pack_into(form, data, offset, change(struct.unpack_from(form, data, offset)[0]))
    return bytes(data)


def check(path, budget=BUDGET):
    words = [sys.executable, REPO / "loader/eficheck.py", "--budget", str(budget), path]
    return subprocess.run(words, capture_output=True, text=True)


def flags(section):
    return SECTIONS + 40 * section + 36


ROWS = {
    "text writable": (flags(0), "<I", lambda v: v | 0x80000000, "writable and executable"),
    "rodata executable": (flags(1), "<I", lambda v: v | 0x20000000, "executable or not"),
    "data read-only": (flags(2), "<I", lambda v: v & 0x7FFFFFFF, "writable or not"),
    "no NX_COMPAT": (OPTIONAL + 70, "<H", lambda v: v & ~0x100, "no-execute"),
    "time": (COFF + 4, "<I", lambda v: 1, "the time of the build"),
    "machine": (COFF, "<H", lambda v: 0x14C, "machine 0x14c"),
    "no relocations": (COFF + 18, "<H", lambda v: v | 1, "no base relocations"),
    "driver": (OPTIONAL + 68, "<H", lambda v: 11, "no EFI application"),
    "half a page": (SECTIONS + 40 + 12, "<I", lambda v: v + 0x800, "shares a page"),
    "no PE": (0, "<H", lambda v: 0, "no PE file"),
    "SBAT gone": (SECTIONS + 40 * 3 + 8, "<I", lambda v: 9, "no SBAT data"),
    "a section renamed": (SECTIONS, "<I", lambda v: v + 1, "sections ["),
}


SBAT = b"netchain,1,netchain,netchain,1,https://netchain.example/\n"


@pytest.mark.parametrize("line", [b"netchain,1,n,n,1\n", b"netchain,x,n,n,1,u\n", b"netchain,1,,n,1,u\n"])
def test_sbat_line_is_checked(line, tmp_path):
    """Six fields, none empty, and the generation is a number."""
    data = PROGRAM.read_bytes()
    assert data.count(SBAT) == 1
    path = tmp_path / "x.efi"
    path.write_bytes(data.replace(SBAT, line.ljust(len(SBAT), b"\0")))
    done = check(path)
    assert done.returncode == 1 and "SBAT line 'netchain," in done.stdout


@pytest.mark.parametrize("row", ROWS)
def test_fault_is_found(row, tmp_path):
    *change, says = ROWS[row]
    path = tmp_path / "x.efi"
    path.write_bytes(patched(*change))
    done = check(path)
    assert done.returncode == 1 and says in done.stdout


def test_good_file_and_budget():
    size = PROGRAM.stat().st_size
    assert check(PROGRAM, size).returncode == 0
    done = check(PROGRAM, size - 1)
    assert done.returncode == 1 and f"more than {size - 1}" in done.stdout


def convert(path, out):
    words = [sys.executable, REPO / "loader/elf2efi.py", path, out]
    return subprocess.run(words, capture_output=True, text=True)


def test_elf_gives_the_program(tmp_path):
    out = tmp_path / "x.efi"
    assert convert(ELF, out).returncode == 0
    assert out.read_bytes() == PROGRAM.read_bytes()


@pytest.mark.parametrize(
    "data, says",
    [(b"\0" * 64, "not an ELF64 file"), (b"\x7fELF\1\1" + bytes(58), "not an ELF64")],
    ids=["no ELF", "32 bits"],
)
def test_other_files_are_refused(data, says, tmp_path):
    path = tmp_path / "x.elf"
    path.write_bytes(data)
    done = convert(path, tmp_path / "x.efi")
    assert done.returncode == 1 and says in done.stderr


def test_relocation_of_another_kind_is_refused(tmp_path):
    """As of a symbol that is nowhere defined: the type of the first one."""
    data = bytearray(ELF.read_bytes())
    at = data.find(struct.pack("<Q", 8), 0x1000)  # R_X86_64_RELATIVE, symbol 0
    while struct.unpack_from("<Q", data, at - 8)[0] >> 20 or (at - 8) % 8:
        at = data.find(struct.pack("<Q", 8), at + 1)
    data[at] = 6
    path = tmp_path / "x.elf"
    path.write_bytes(data)
    done = convert(path, tmp_path / "x.efi")
    assert done.returncode == 1 and "not RELATIVE" in done.stderr
