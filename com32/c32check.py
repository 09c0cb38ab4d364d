#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Prove that .c32 files are what each loader wants.

    c32check.py --budget BYTES FILE... --legacy FILE...

A universal file is checked byte by byte against com32/universal.ld and
com32/c32stamp.py (docs/ARCHITECTURE.md has the map); a legacy file for its
magic. Both are unpacked. A FILE may be FILE=ELF: what it unpacks to must be
what the linker left in ELF. Prints a line for each file; the exit status is 1
when one is wrong.
"""
import argparse
import lzma
import os
import struct
import sys
import zlib

import c32pack
import c32stamp

# What the core of Syslinux 6.04 exports and we use, so that no library module
# is loaded: its own (core/mem/malloc.c, core/{plaincon,rawcon,cleanup,
# localboot,pxeboot}.c, core/elflink/load_env32.c, core/fs/pxe/bios.c), and of
# the "core objects" mk/lib.mk links into it com32/lib/sys/{intcall,cfarcall}.c
# and com32/lib/sys/module/elf_module.c.
CORE_EXPORTS = frozenset(
    """__intcall __cfarcall lmalloc lfree writechr com32_cmdline
    cleanup_hardware unload_pxe local_boot undefined_symbol default_cmd
    ConfigName execute fopen _fread fclose malloc free""".split()
)
# Not in every derivative: the loader takes a missing one only when it is weak
# (com32/lib/sys/module/common.c, check_symbols).
WEAK_EXPORTS = frozenset(
    """unload_pxe local_boot undefined_symbol default_cmd ConfigName
    execute""".split()
)

NBP_LINEAR, NBP_END = 0x7C00, 0x30000  # com32/universal.ld
NBP_MAX = 0xA0000 - NBP_LINEAR  # base memory behind the PXE load address
WORK = 0x2000  # struct unpack (core/unpack.h), as com32/universal.ld has it
LEGACY_MAGIC = bytes.fromhex("B8FE4CCD21")  # mov eax, 21CD4CFEh

EHDR = struct.Struct("<16sHHIIIIIHHHHHH")
PHDR = struct.Struct("<8I")
SHDR = struct.Struct("<10I")
DYN = struct.Struct("<iI")
REL = struct.Struct("<II")
SYM = struct.Struct("<IIIBBH")
PHOFF = 0x34
ET_DYN, EM_386 = 3, 3
PT_NULL, PT_LOAD, PT_DYNAMIC = 0, 1, 2
SHT_DYNSYM = 11
DT_NULL, DT_NEEDED, DT_HASH, DT_STRTAB, DT_SYMTAB = 0, 1, 4, 5, 6
DT_RELA, DT_STRSZ, DT_SYMENT, DT_REL, DT_RELSZ, DT_RELENT = 7, 10, 11, 17, 18, 19
DT_TEXTREL, DT_FLAGS, DT_JMPREL, DT_GNU_HASH = 22, 30, 23, 0x6FFFFEF5
DF_TEXTREL = 4
RELOCATIONS = {1: "32", 6: "GLOB_DAT", 7: "JMP_SLOT"}
STB_GLOBAL, STB_WEAK = 1, 2


class Wrong(Exception):
    """What is wrong with a file, and what to do."""


def require(condition, what, remedy="check com32/universal.ld"):
    if not condition:
        raise Wrong(f"{what}; {remedy}")


def part(data, offset, size, what):
    """A part of the file; the message names the part that is cut off."""
    require(
        offset <= len(data) and size <= len(data) - offset,
        f"ends inside {what} ({size} bytes at {offset:#x})",
        "the file is cut or damaged, build it again",
    )
    return data[offset : offset + size]


def table(data, offset, size, record, what):
    require(size % record.size == 0, f"{what}: odd length {size}", "check the linker")
    return list(record.iter_unpack(part(data, offset, size, what)))


def check_stub(data, entry):
    """c32stamp.py's bytes, each jump decoded on its own."""
    remedy = "stamp the file with com32/c32stamp.py"
    ident = part(data, 0, 16, "the identification")
    require(ident[:7] == b"\x7fELF\1\1\1", "not a little-endian ELF32 file", remedy)
    require(ident[7] == 0xC0, f"EI_OSABI is {ident[7]:02x}h, not C0h", remedy)
    require(
        ident[8:] == bytes.fromhex("D1D8290144EB3800"),
        f"EI_PAD is {ident[8:].hex()}, not d1d8290144eb3800",
        remedy,
    )
    # Both branches of the identification: jg at 0, jmp at 0Dh.
    require(
        0x02 + ident[0x01] == 0x0F + ident[0x0E] == c32stamp.STUB == 0x47,
        "the identification's jumps miss the stub at 47h",
        remedy,
    )
    stub = part(data, 0x47, 13, "the entry stub")
    require(stub[:5] == bytes.fromhex("B80000EB05"), "entry stub missing", remedy)
    require(stub[5] == 0xE9 and stub[10] == 0xE9, "entry stub without jumps", remedy)
    target = (0x51 + struct.unpack_from("<i", stub, 6)[0]) & 0xFFFFFFFF
    require(
        target == entry,
        f"32-bit entry jumps to {target:#x}, e_entry is {entry:#x}",
        remedy,
    )
    target = (0x54 + struct.unpack_from("<h", stub, 11)[0]) & 0xFFFF
    require(target == 0xA0, f"16-bit entry jumps to {target:#x}, not 0xa0", remedy)


def check_header(header):
    """The ELF header, but for the identification; returns its offsets."""
    (_, kind, machine, version, _, phoff, shoff) = header[:7]
    (ehsize, phentsize, phnum, shentsize, shnum) = header[8:13]
    require(kind == ET_DYN, f"e_type is {kind}, not ET_DYN", "link with -shared")
    require(machine == EM_386, f"e_machine is {machine}, not 386", "link elf_i386")
    require(version == 1, f"e_version is {version}, not 1")
    require(ehsize == EHDR.size, f"e_ehsize is {ehsize}, not {EHDR.size}")
    require(phoff == PHOFF, f"program headers at {phoff:#x}, not 0x34")
    require(
        phentsize == PHDR.size, f"e_phentsize is {phentsize}, not {PHDR.size}"
    )
    require(phnum >= 1, "no program headers")
    require(
        shoff and shnum,
        "no section headers, and Syslinux finds the symbol table by them",
        "do not strip them",
    )
    require(shentsize == SHDR.size, f"e_shentsize is {shentsize}, not {SHDR.size}")
    return phoff, phnum, shoff, shnum


def check_segments(data, phoff, phnum, entry):
    """Returns (file size, memory size) of the image, and the dynamic table."""
    size = phnum * PHDR.size
    phdrs = table(data, phoff, size, PHDR, "the program headers")
    require(phdrs[0][0] == PT_NULL, "program header 0 is not PT_NULL")
    loads = [p for p in phdrs if p[0] == PT_LOAD]
    require(len(loads) == 1, f"{len(loads)} PT_LOAD segments, not one")
    (_, offset, vaddr, paddr, filesz, memsz, _, _) = loads[0]
    require(offset == 0, f"PT_LOAD begins at file offset {offset:#x}, not 0")
    require(vaddr == 0, f"PT_LOAD begins at address {vaddr:#x}, not 0")
    require(
        paddr == 0,
        f"PT_LOAD has physical address {paddr:#x}, not 0: iPXE would take it as ELF",
    )
    part(data, 0, filesz, "PT_LOAD")
    require(memsz >= filesz, "PT_LOAD is longer in the file than in memory")
    require(filesz >= phoff + size, "PT_LOAD does not cover the file's headers")
    require(
        0xA0 <= entry < filesz, f"e_entry {entry:#x} lies outside the code"
    )
    dynamic = [p for p in phdrs if p[0] == PT_DYNAMIC]
    require(len(dynamic) == 1, f"{len(dynamic)} PT_DYNAMIC segments, not one")
    (_, offset, vaddr, _, size, _, _, _) = dynamic[0]
    require(
        offset == vaddr and vaddr <= filesz and size <= filesz - vaddr,
        "PT_DYNAMIC lies outside PT_LOAD",
    )
    entries = table(data, offset, size, DYN, "PT_DYNAMIC")
    return filesz, memsz, entries


def read_dynamic(entries):
    """The dynamic table up to DT_NULL, as a mapping."""
    tags = {}
    for tag, value in entries:
        if tag == DT_NULL:
            break
        require(
            tag != DT_NEEDED,
            "DT_NEEDED: another module would be downloaded",
            "link no library",
        )
        require(tag != DT_RELA, "DT_RELA: Syslinux knows only DT_REL")
        require(
            tag not in (DT_JMPREL, DT_TEXTREL)
            and not (tag == DT_FLAGS and value & DF_TEXTREL),
            "the loader would relocate packed bytes",
            "let com32/c32pack.py rewrite the dynamic table",
        )
        tags[tag] = value
    else:
        raise Wrong("the dynamic table has no end; check the linker")
    for tag, name in (
        (DT_SYMTAB, "DT_SYMTAB"),
        (DT_STRTAB, "DT_STRTAB"),
        (DT_STRSZ, "DT_STRSZ"),
        (DT_REL, "DT_REL"),
        (DT_RELSZ, "DT_RELSZ"),
    ):
        require(tag in tags, f"no {name}")
    require(
        DT_GNU_HASH in tags or DT_HASH in tags,
        "no symbol hash table, and Syslinux finds main by it",
        "link with --hash-style=gnu",
    )
    require(tags.get(DT_SYMENT) == SYM.size, "DT_SYMENT is not 16")
    return tags


def read_symbols(data, tags, shoff, shnum):
    """[(name, binding, section index, value)] of SHT_DYNSYM's table."""
    shdrs = table(data, shoff, shnum * SHDR.size, SHDR, "the section headers")
    found = [s for s in shdrs if s[1] == SHT_DYNSYM]
    require(
        len(found) == 1,
        f"{len(found)} SHT_DYNSYM sections, not one, and Syslinux needs it",
        "do not strip section headers",
    )
    (_, _, _, addr, offset, size, _, _, _, _) = found[0]
    require(
        addr == offset == tags[DT_SYMTAB],
        "SHT_DYNSYM and DT_SYMTAB are different tables",
    )
    strings = part(data, tags[DT_STRTAB], tags[DT_STRSZ], "the symbol names")
    symbols = []
    for name, value, _, info, _, section in table(
        data, offset, size, SYM, "the symbol table"
    ):
        require(name < len(strings), "a symbol's name lies outside DT_STRTAB")
        end = strings.find(b"\0", name)
        require(end >= 0, "a symbol's name has no end")
        text = strings[name:end].decode("ascii", "backslashreplace")
        symbols.append((text, info >> 4, section, value))
    return symbols


def check_symbols(symbols, prefix):
    for name, binding, section, _ in symbols[1:]:
        if section:
            continue
        require(
            name in CORE_EXPORTS,
            f"undefined symbol {name}, which the Syslinux core does not export",
            "use another way, or prove the export and list it in com32/c32check.py",
        )
        require(
            name not in WEAK_EXPORTS or binding == STB_WEAK,
            f"{name} is not weak, and not every Syslinux derivative has it",
            "declare it __attribute__((weak))",
        )
    mains = [row[1:] for row in symbols[1:] if row[0] == "main"]
    require(
        len(mains) == 1 and mains[0][0] == STB_GLOBAL and mains[0][1],
        "main is not a defined global symbol",
        "give it default visibility in com32/prefix_elf.c",
    )
    require(mains[0][2] < prefix, f"main is at {mains[0][2]:#x}, which is packed")


def check_relocations(data, tags, prefix, symbols):
    """The loader's: imports only, and none in what is packed."""
    require(tags.get(DT_RELENT, REL.size) == REL.size, "DT_RELENT is not 8")
    for place, info in table(
        data, tags[DT_REL], tags[DT_RELSZ], REL, "the relocations"
    ):
        kind, symbol = info & 0xFF, info >> 8
        require(
            kind in RELOCATIONS,
            f"relocation of type {kind} at {place:#x}",
            "import by -fPIC code; known: " + " ".join(RELOCATIONS.values()),
        )
        require(
            place <= prefix and 4 <= prefix - place,
            f"relocation at {place:#x}, which is packed",
        )
        require(
            0 < symbol < len(symbols),
            f"relocation at {place:#x} with a wrong symbol ({symbol})",
        )


def check_pack(data, at, what="the packed bytes"):
    """The fields of struct pack at an offset: (work, packed, unpacked bytes)."""
    remedy = "let com32/c32pack.py pack it"
    magic, work, packed_len, length, calls, crc = c32pack.PACK.unpack(
        part(data, at, c32pack.PACK.size, "struct pack")
    )
    require(magic == c32pack.MAGIC, f"no struct pack at {at:#x}", remedy)
    start = at + c32pack.PACK.size
    packed = part(data, start, packed_len, what)
    room = at + work - start
    require(
        0 < length <= room and packed_len <= room and calls <= length,
        f"{packed_len} packed, {length} unpacked bytes do not fit in {room}",
        "give them more room in com32/universal.ld and legacy.ld",
    )
    options = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 18, **c32pack.PROPERTIES}
    decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[options])
    unpacked = bytearray()
    for i in range(packed_len):
        require(
            len(unpacked) <= room - packed_len + i,
            "unpacked bytes would overwrite packed ones that are still needed",
            "give them more room in com32/universal.ld and legacy.ld",
        )
        try:
            unpacked += decoder.decompress(packed[i : i + 1])
        except (lzma.LZMAError, EOFError):
            raise Wrong(f"no LZMA stream at {start:#x}; {remedy}") from None
    require(
        len(unpacked) == length and zlib.crc32(unpacked) == crc,
        f"unpacks to {len(unpacked)} bytes, CRC {zlib.crc32(unpacked):08x}, "
        f"not {length}, {crc:08x}",
        remedy,
    )
    return at + work, bytes(unpacked), calls


def restore(unpacked, image_len, calls, start):
    """(image, [relocated addresses]) as com32/prefix.c makes them."""
    image = bytearray(unpacked[:image_len])
    at = 0
    while calls - at >= 5:
        operand = image[at + 1 : at + 5]
        target = int.from_bytes(operand, "big")
        distance = int.from_bytes(operand, "little", signed=True)
        if image[at] != 0xE8:
            at += 1
            continue
        if target < calls:
            operand = (target - at).to_bytes(4, "little", signed=True)
        else:
            while 0 <= distance + at < calls:
                operand = (distance + at).to_bytes(4, "big")
                distance = int.from_bytes(operand, "little", signed=True)
        image[at + 1 : at + 5] = operand
        at += 5
    addresses = []
    place = -1
    for step in unpacked[image_len:]:
        place += step or 255
        if step:
            require(place + 4 <= image_len, f"relocation past the image, {place:#x}")
            image[place : place + 4] = image[place : place + 4][::-1]
            addresses.append(start + place)
    return bytes(image), addresses


def check_linked(data, at, unpacked, calls, path):
    """What is unpacked is what the linker left."""
    if not path:
        return
    with open(path, "rb") as file:
        elf = c32pack.Elf(file.read())
    start, end = elf.end(".pack"), elf.end(".data")
    require(start == at + c32pack.PACK.size, "the linked file has another prefix")
    image, addresses = restore(unpacked, end - start, calls, start)
    require(
        image == elf.bytes(start, end) and addresses == elf.relocations()[0],
        f"does not unpack to what is in {path}",
        "check com32/c32pack.py",
    )
    code = slice(elf.start(".entry"), elf.end(".prefix"))
    require(
        data[code] == elf.bytes(code.start, code.stop),
        f"its prefix is not the one in {path}",
        "check com32/c32pack.py",
    )


def check_size(data, budget):
    require(
        len(data) <= budget,
        f"{len(data)} bytes, {len(data) - budget} over the budget of {budget}",
        "make it smaller",
    )


def check_universal(data, budget, linked=None):
    header = EHDR.unpack(part(data, 0, EHDR.size, "the ELF header"))
    entry = header[4]
    check_stub(data, entry)
    phoff, phnum, shoff, shnum = check_header(header)
    filesz, memsz, entries = check_segments(data, phoff, phnum, entry)
    tags = read_dynamic(entries)
    at = (tags[DT_REL] + tags[DT_RELSZ] + 3) & ~3
    symbols = read_symbols(data, tags, shoff, shnum)
    check_symbols(symbols, at)
    check_relocations(data, tags, at, symbols)
    require(entry < at, f"e_entry is {entry:#x}, which is packed")
    work, unpacked, calls = check_pack(data[:filesz], at)
    require(
        filesz == at + c32pack.PACK.size + struct.unpack_from("<I", data, at + 8)[0],
        "PT_LOAD does not end with the packed bytes",
        "let com32/c32pack.py pack it",
    )
    require(work <= memsz - WORK, "PT_LOAD has no memory for unpacking")
    require(
        NBP_LINEAR + memsz <= NBP_END,
        f"{memsz} bytes of memory, too many for a PXE boot file",
        "make it smaller",
    )
    check_linked(data, at, unpacked, calls, linked)
    require(
        len(data) < NBP_MAX,
        f"{len(data)} bytes, too long for a PXE ROM, which loads it at 7C00h",
        "make it smaller",
    )
    check_size(data, budget)


def check_legacy(data, budget, linked=None):
    require(
        part(data, 0, 5, "the COM32R magic") == LEGACY_MAGIC,
        "no COM32R magic (B8 FE 4C CD 21), so Syslinux 4 refuses it",
        "check com32/legacy.asm",
    )
    # The magic number is in the code too; struct pack knows the file's end.
    places = [
        at
        for at in range(0, len(data) - c32pack.PACK.size, 4)
        if data[at : at + 4] == c32pack.MAGIC
        and struct.unpack_from("<I", data, at + 8)[0]
        == len(data) - at - c32pack.PACK.size
    ]
    require(
        len(places) == 1,
        "no packed bytes that end with the file",
        "the file is cut or damaged, build it again",
    )
    _, unpacked, calls = check_pack(data, places[0])
    check_linked(data, places[0], unpacked, calls, linked)
    check_size(data, budget)


def check_file(argument, folder, check, budget):
    """Print the file's line; returns 1 when it is wrong."""
    path, _, linked = argument.partition("=")
    name = folder + os.path.basename(path)
    try:
        with open(path, "rb") as file:
            data = file.read()
        check(data, budget, linked)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; run make", file=sys.stderr)
        return 1
    except Wrong as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    print(f"{name}: ok, {len(data)} of {budget} bytes")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--budget", type=int, required=True, metavar="BYTES")
    parser.add_argument("--legacy", nargs="+", default=[], metavar="FILE")
    parser.add_argument("file", nargs="*")
    args = parser.parse_args()
    if not args.file and not args.legacy:
        parser.error("no file given")
    failed = 0
    for path in args.file:
        failed |= check_file(path, "", check_universal, args.budget)
    for path in args.legacy:
        failed |= check_file(path, "legacy/", check_legacy, args.budget)
    return failed


if __name__ == "__main__":
    sys.exit(main())
