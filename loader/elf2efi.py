#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Make a UEFI program (PE32+) of a position-independent ELF64 file.

    elf2efi.py IN.elf OUT.efi

Every section has one kind of access, never writable and executable, on pages
of its own; base relocations are those of the firmware's loader, so no start-up
code changes the image; the file says that it works with no-execute memory.
Nothing of the time or place of the build gets into it.
"""

import struct
import sys
from pathlib import Path

# ELF: gABI, chapters 4 and 5; the two processor supplements.
MACHINES = {62: (0x8664, 8), 183: (0xAA64, 1027)}  # PE machine, R_*_RELATIVE
SHT_RELA, SHT_NOBITS = 4, 8
ELF_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
SECTION = struct.Struct("<IIQQQQIIQQ")
RELA = struct.Struct("<QQq")

# PE: Microsoft PE/COFF specification, sections 2 to 5.
PAGE, FILE_ALIGN = 0x1000, 0x200
CODE, DATA, DISCARDABLE = 0x20, 0x40, 0x02000000
EXECUTE, READ, WRITE = 0x20000000, 0x40000000, 0x80000000
FLAGS = {
    ".text": CODE | EXECUTE | READ,
    ".rodata": DATA | READ,
    ".data": DATA | READ | WRITE,
    ".sbat": DATA | READ,
    ".reloc": DATA | READ | DISCARDABLE,
}
EXECUTABLE_LARGE = 0x22  # executable image, large addresses; relocations kept
EFI_APPLICATION, NX_COMPAT = 10, 0x0100
DIR64 = 10
RELOC_DIRECTORY = 5


def align(value, unit):
    return (value + unit - 1) // unit * unit


class Elf:
    """Sections as {name: (address, bytes, size in memory)}, and RELATIVEs."""

    def __init__(self, data):
        header = ELF_HEADER.unpack_from(data)
        if header[0][:6] != b"\x7fELF\x02\x01" or header[2] not in MACHINES:
            raise ValueError("not an ELF64 file for a processor known here")
        self.machine, relative = MACHINES[header[2]]
        self.entry = header[4]
        count, names_at = header[12], header[13]
        headers = [SECTION.unpack_from(data, header[6] + i * 64) for i in range(count)]
        names = data[headers[names_at][4] :]
        self.sections, self.relatives = {}, []
        for name, kind, _, address, offset, size, *_ in headers:
            name = names[name : names.index(b"\0", name)].decode()
            body = b"" if kind == SHT_NOBITS else data[offset : offset + size]
            if name in FLAGS:
                self.sections[name] = (address, body, size)
            if kind == SHT_RELA:
                self._take_relocations(body, relative)
        missing = set(FLAGS) - {".reloc"} - set(self.sections)
        if missing:
            raise ValueError(f"no section {', '.join(sorted(missing))}")

    def _take_relocations(self, body, relative):
        for offset, info, addend in RELA.iter_unpack(body):
            if info & 0xFFFFFFFF != relative or info >> 32:
                raise ValueError(f"relocation {info:#x} at {offset:#x}: not RELATIVE")
            self.relatives.append((offset, addend))

    def images(self):
        """The sections as bytearrays, with the addends where they belong."""
        images = {n: (a, bytearray(b), s) for n, (a, b, s) in self.sections.items()}
        for offset, addend in self.relatives:
            for name, (address, body, size) in images.items():
                if address <= offset and offset + 8 <= address + size:
                    if name in (".text", ".sbat"):
                        raise ValueError(f"relocation in {name} at {offset:#x}")
                    at = offset - address
                    body.extend(bytes(max(0, at + 8 - len(body))))
                    struct.pack_into("<q", body, at, addend)
                    break
            else:
                raise ValueError(f"relocation outside of all sections: {offset:#x}")
        return images


def base_relocations(offsets):
    """The body of .reloc (section 5.6); a block even when there are none."""
    pages = {}
    for offset in sorted(offsets):
        pages.setdefault(offset // PAGE * PAGE, []).append(DIR64 << 12 | offset % PAGE)
    body = b""
    for page, entries in (pages or {PAGE: []}).items():
        entries += [0] * (len(entries) % 2 or 2 * (not entries))
        body += struct.pack("<II", page, 8 + 2 * len(entries))
        body += struct.pack(f"<{len(entries)}H", *entries)
    return body


def strip_zeros(body):
    """Trailing zeros are not in the file: memory is zero."""
    return bytes(body).rstrip(b"\0")


def make_pe(elf):
    """The whole file."""
    sections = [
        (name, address, size, strip_zeros(body))
        for name, (address, body, size) in sorted(
            elf.images().items(), key=lambda item: item[1][0]
        )
    ]
    relocations = base_relocations(offset for offset, _ in elf.relatives)
    end = max(align(address + size, PAGE) for _, address, size, _ in sections)
    sections.append((".reloc", end, len(relocations), relocations))

    stub_len, optional_len, directories = 64, 112 + 16 * 8, [(0, 0)] * 16
    directories[RELOC_DIRECTORY] = (end, len(relocations))
    headers_len = stub_len + 24 + optional_len + 40 * len(sections)
    at = headers_len = align(headers_len, FILE_ALIGN)
    table, bodies = b"", b""
    sizes = {CODE: 0, DATA: 0}
    for name, address, size, body in sections:
        raw = align(len(body), FILE_ALIGN)
        flags = FLAGS[name]
        table += struct.pack(
            "<8sIIIIIIHHI", name.encode(), size, address, raw, at if raw else 0,
            0, 0, 0, 0, flags,
        )  # fmt: skip
        bodies += body.ljust(raw, b"\0")
        at += raw
        sizes[CODE if flags & CODE else DATA] += raw

    image_len = align(end + len(relocations), PAGE)
    stub = struct.pack("<2s58xI", b"MZ", stub_len)
    coff = struct.pack(
        "<4sHHIIIHH", b"PE\0\0", elf.machine, len(sections), 0, 0, 0,
        optional_len, EXECUTABLE_LARGE,
    )  # fmt: skip
    text = elf.sections[".text"][0]
    optional = struct.pack(
        "<HBBIIIIIQIIHHHHHHIIIIHHQQQQII", 0x20B, 0, 0, sizes[CODE], sizes[DATA], 0,
        elf.entry, text, 0, PAGE, FILE_ALIGN, 0, 0, 0, 0, 0, 0, 0, image_len,
        headers_len, 0, EFI_APPLICATION, NX_COMPAT, 0, 0, 0, 0, 0, 16,
    )  # fmt: skip
    optional += b"".join(struct.pack("<II", *entry) for entry in directories)
    return (stub + coff + optional + table).ljust(headers_len, b"\0") + bodies


def main():
    source, target = map(Path, sys.argv[1:])
    try:
        target.write_bytes(make_pe(Elf(source.read_bytes())))
    except ValueError as error:
        print(f"elf2efi: {source}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
