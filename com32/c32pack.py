#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Pack a linked program: ELF of com32/universal.ld or legacy.ld -> .c32.

    c32pack.py [--legacy] ELF C32

The prefix, up to .pack, stays as it is. Packed, as one LZMA stream, is what
com32/prefix.c unpacks behind it: .rodata, .text and .data, then the list of
their relocations. Before that two things are changed that prefix.c changes
back: the targets of calls are counted from the beginning of the image, not
from the call, and they and the relocated words are big-endian, so that the
high bytes, which are mostly the same, stand beside the opcode.
docs/ARCHITECTURE.md has the map.
"""
import argparse
import lzma
import struct
import sys
import zlib

import c32stamp

MAGIC = b"Npck"
PACK = struct.Struct("<4s5I")  # struct pack in com32/prefix.c
PROPERTIES = {"lc": 2, "lp": 0, "pb": 0}  # core/unpack.h
CALL = 0xE8
RELATIVE = 8  # R_386_RELATIVE
PT_LOAD = 1
DT_NULL, DT_PLTRELSZ, DT_PLTGOT, DT_REL, DT_RELSZ = 0, 2, 3, 17, 18
DT_PLTREL, DT_TEXTREL, DT_JMPREL, DT_FLAGS = 20, 22, 23, 30
# The loader's relocations are one table, and the packed ones no business of it.
DROPPED = (DT_NULL, DT_PLTRELSZ, DT_PLTGOT, DT_PLTREL, DT_JMPREL, DT_TEXTREL, DT_FLAGS)
SHT_DYNSYM = 11
SHDR = struct.Struct("<10I")


class Elf:
    """An ELF32 file as the linker leaves it: sections by their names."""

    def __init__(self, data):
        self.data = data
        self.phoff, shoff = struct.unpack_from("<II", data, 0x1C)
        self.phnum, _, shnum, names = struct.unpack_from("<4H", data, 0x2C)
        for at in self.segments():
            if struct.unpack_from("<I", data, at)[0] == PT_LOAD:
                (self.load,) = struct.unpack_from("<I", data, at + 4)
        headers = [SHDR.unpack_from(data, shoff + 40 * i) for i in range(shnum)]
        self.sections = {}
        for header in headers:
            at = headers[names][4] + header[0]
            self.sections[data[at : data.index(0, at)].decode()] = header

    def segments(self):
        """File offsets of the program headers."""
        return range(self.phoff, self.phoff + 32 * self.phnum, 32)

    def start(self, name):
        return self.sections[name][3]

    def end(self, name):
        return self.sections[name][3] + self.sections[name][5]

    def bytes(self, start, end):
        """Memory, from address to address, as loaded."""
        return bytearray(self.data[self.load + start : self.load + end])

    def relocations(self):
        """([address] to be relocated by prefix.c, the loader's as bytes)."""
        ours, loaders = [], b""
        table = self.bytes(self.start(".rel"), self.end(".rel"))
        for address, info in struct.iter_unpack("<II", table):
            if info == RELATIVE:
                ours.append(address)
            else:
                loaders += struct.pack("<II", address, info)
        return sorted(ours), loaders


def swapped(word):
    return int.from_bytes(word.to_bytes(4, "little"), "big")


def change_calls(image, length):
    """In place, in the first bytes: distances to targets, which are big-endian.

    Only of calls that stay inside. Another word that looks like such a target
    already takes the place of the distance that has become it, so that all can
    be undone. No call is looked for in the four bytes behind another one, or
    behind what only looks like one: changing it would change those bytes too.
    """
    at = 0
    while at + 5 <= length:
        (word,) = struct.unpack_from("<I", image, at + 1)
        if image[at] != CALL:
            at += 1
            continue
        if word + at & 0xFFFFFFFF < length:
            new = swapped(word + at & 0xFFFFFFFF)
        else:
            new = word
            while swapped(new) < length:
                new = swapped(new) - at & 0xFFFFFFFF
        struct.pack_into("<I", image, at + 1, new)
        at += 5


def relocation_steps(addresses, start):
    """Distances, a byte each; 0 stands for 255 without a relocation.

    The first is counted from the byte before the image, so that none is 0.
    """
    steps = bytearray()
    start -= 1
    for address in addresses:
        zeros, step = divmod(address - start - 1, 255)
        steps += bytes(zeros) + bytes([step + 1])
        start = address
    return bytes(steps)


def compress(data):
    """The shortest of several LZMA streams, without what ends it."""
    streams = []
    for finder in (lzma.MF_BT2, lzma.MF_BT3, lzma.MF_BT4):
        for length in (32, 64, 128, 273):
            options = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 18, "depth": 1000,
                       "mode": lzma.MODE_NORMAL, "mf": finder,
                       "nice_len": length, **PROPERTIES}  # fmt: skip
            stream = lzma.compress(data, lzma.FORMAT_RAW, filters=[options])
            streams.append(stream)
    return min(streams, key=len)


def progress(packed, length):
    """[bytes unpacked after each byte packed], up to where all are."""
    options = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 18, **PROPERTIES}
    decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[options])
    done, steps = 0, []
    for i in range(len(packed)):
        done += len(decoder.decompress(packed[i : i + 1]))
        steps.append(done)
        if done >= length:
            break
    return steps


def pack(elf):
    """(prefix with struct pack filled in, packed bytes)"""
    first = elf.end(".pack")
    ours, _ = elf.relocations()
    last = elf.end(".data")
    for address in ours:
        if not first <= address <= last - 4:
            raise ValueError(f"relocation at {address:#x}, which is not packed")
    image = elf.bytes(first, last)
    for address in ours:
        (word,) = struct.unpack_from("<I", image, address - first)
        struct.pack_into(">I", image, address - first, word)
    calls = elf.end(".text") - first
    change_calls(image, calls)
    image += relocation_steps(ours, first)
    packed = compress(bytes(image))
    steps = progress(packed, len(image))
    packed = packed[: len(steps)]

    prefix = elf.bytes(0, first)
    header = first - PACK.size
    magic, work, *_ = PACK.unpack_from(prefix, header)
    if magic != MAGIC:
        raise ValueError("no struct pack at the end of .pack")
    # prefix.c moves the packed bytes up to the work area's beginning.
    place = header + work - first - len(packed)
    if any(done > place + used for used, done in enumerate(steps[:-1], 1)):
        raise ValueError("unpacked bytes overtake the packed ones")
    PACK.pack_into(prefix, header, MAGIC, work, len(packed), len(image), calls,
                   zlib.crc32(image))  # fmt: skip
    return prefix, packed


def rewrite_dynamic(prefix, elf):
    """Let the loader see only its own relocations, in .imports."""
    _, imports = elf.relocations()
    where = elf.start(".imports")
    if len(imports) != elf.end(".imports") - where:
        raise ValueError(f"{len(imports) // 8} imports do not fill .imports")
    prefix[where : where + len(imports)] = imports
    start, end = elf.start(".dynamic"), elf.end(".dynamic")
    changed = {DT_REL: where, DT_RELSZ: len(imports)}
    tags = b"".join(
        struct.pack("<iI", tag, changed.get(tag, value))
        for tag, value in struct.iter_unpack("<iI", prefix[start:end])
        if tag not in DROPPED
    )
    prefix[start:end] = tags.ljust(end - start, b"\0")


def universal(elf):
    """The .c32: prefix, packed bytes, and the one section Syslinux looks for."""
    prefix, packed = pack(elf)
    rewrite_dynamic(prefix, elf)
    size = len(prefix) + len(packed)
    end = (size + 3) & ~3
    for at in elf.segments():
        if struct.unpack_from("<I", prefix, at)[0] == PT_LOAD:
            struct.pack_into("<I", prefix, at + 16, size)
    dynsym = SHDR.pack(0, SHT_DYNSYM, 2, *elf.sections[".dynsym"][3:6], 0, 1, 4, 16)
    struct.pack_into("<I", prefix, 0x20, end)
    struct.pack_into("<HH", prefix, 0x30, 2, 0)
    file = (bytes(prefix) + packed).ljust(end, b"\0") + bytes(SHDR.size) + dynsym
    return c32stamp.stamp(file)


def legacy(elf):
    prefix, packed = pack(elf)
    return bytes(prefix) + packed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--legacy", action="store_true")
    parser.add_argument("elf")
    parser.add_argument("c32")
    args = parser.parse_args()
    with open(args.elf, "rb") as file:
        elf = Elf(file.read())
    try:
        data = legacy(elf) if args.legacy else universal(elf)
    except ValueError as error:
        sys.exit(f"{args.elf}: {error}")
    with open(args.c32, "wb") as file:
        file.write(data)


if __name__ == "__main__":
    main()
