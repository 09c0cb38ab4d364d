#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Prove what a .efi file promises; the build runs it on each one.

    eficheck.py --budget BYTES FILE.efi...

No section is writable and executable, or shares a page with another; the file
says that it works with no-execute memory; it has base relocations, SBAT data
with a line for itself, no time, and is no longer than its budget.
"""

import argparse
import struct
import sys
from pathlib import Path

PAGE = 0x1000
MACHINES = {0x8664, 0xAA64}
EXECUTE, WRITE = 0x20000000, 0x80000000
EFI_APPLICATION, NX_COMPAT, RELOCS_STRIPPED = 10, 0x100, 0x01
SECTIONS = [".text", ".rodata", ".data", ".sbat", ".reloc"]


def sections(data, table, count):
    """(name, memory size, address, file size, offset, flags) of each."""
    for i in range(count):
        name, *rest = struct.unpack_from("<8sIIII12xI", data, table + 40 * i)
        yield (name.rstrip(b"\0").decode(), *rest)


def header_faults(data, coff):
    machine, _, time, _, _, _, flags = struct.unpack_from("<HHIIIHH", data, coff)
    optional = coff + 20
    section_align = struct.unpack_from("<I", data, optional + 32)[0]
    subsystem, dll = struct.unpack_from("<HH", data, optional + 68)
    reloc_at, reloc_len = struct.unpack_from("<II", data, optional + 112 + 5 * 8)
    if machine not in MACHINES:
        yield f"machine {machine:#x}"
    if time:
        yield "it has the time of the build"
    if flags & RELOCS_STRIPPED or not (reloc_at and reloc_len):
        yield "no base relocations"
    if section_align % PAGE:
        yield "sections share pages"
    if subsystem != EFI_APPLICATION:
        yield "no EFI application"
    if not dll & NX_COMPAT:
        yield "not marked as working with no-execute memory"


def section_faults(found):
    names = [name for name, *_ in found]
    if names != SECTIONS:
        yield f"sections {names}, not {SECTIONS}"
    end = 0
    for name, size, address, _, _, flags in found:
        if flags & EXECUTE and flags & WRITE:
            yield f"{name} is writable and executable"
        if bool(flags & EXECUTE) != (name == ".text"):
            yield f"{name}: executable or not"
        if bool(flags & WRITE) != (name == ".data"):
            yield f"{name}: writable or not"
        if address % PAGE or address < end:
            yield f"{name} shares a page"
        end = address + size


def sbat_faults(data):
    """Lines of six fields, the second a number; "sbat" first, then our own."""
    lines = [line.split(b",") for line in data.rstrip(b"\0").splitlines()]
    if len(lines) < 2 or lines[0][0] != b"sbat":
        yield "no SBAT data"
    for fields in lines:
        if len(fields) != 6 or not all(fields) or not fields[1].isdigit():
            yield f"SBAT line {b','.join(fields).decode('latin-1')!r}"


def faults(data, budget):
    """What is wrong with the file, as texts."""
    coff = struct.unpack_from("<I", data, 60)[0] + 4
    if data[:2] != b"MZ" or data[coff - 4 : coff] != b"PE\0\0":
        yield "no PE file"
        return
    yield from header_faults(data, coff)
    count, optional_len = struct.unpack_from("<2xH12xH", data, coff)
    found = list(sections(data, coff + 20 + optional_len, count))
    yield from section_faults(found)
    sbat = b"".join(data[f[4] : f[4] + f[1]] for f in found if f[0] == ".sbat")
    yield from sbat_faults(sbat)
    if len(data) > budget:
        yield f"{len(data)} bytes are more than {budget}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--budget", type=int, required=True)
    parser.add_argument("files", type=Path, nargs="+")
    arguments = parser.parse_args()
    bad = 0
    for path in arguments.files:
        data = path.read_bytes()
        found = list(faults(data, arguments.budget))
        for fault in found:
            print(f"{path}: {fault}")
        if not found:
            print(f"{path.name}: ok, {len(data)} of {arguments.budget} bytes")
        bad += len(found)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
