#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Prove that .c32 files are what each loader wants.

    c32check.py --budget BYTES FILE... --legacy FILE...

A universal file is checked byte by byte against com32/universal.ld and
com32/c32stamp.py (docs/ARCHITECTURE.md has the map); a legacy file for its
magic. Prints a line for each file; the exit status is 1 when one is wrong.
"""
import argparse
import os
import struct
import sys

import c32stamp

# What the core of Syslinux 6.04 exports and we use, so that no library module
# is loaded: its own (core/mem/malloc.c, core/{plaincon,rawcon,cleanup,
# localboot,pxeboot}.c, core/elflink/load_env32.c, core/fs/pxe/bios.c), and of
# the "core objects" mk/lib.mk links into it com32/lib/sys/{intcall,cfarcall}.c
# and com32/lib/sys/module/elf_module.c.
CORE_EXPORTS = frozenset(
    """__intcall __cfarcall lmalloc lfree writechr com32_cmdline
    cleanup_hardware unload_pxe local_boot undefined_symbol
    fopen _fread fclose malloc free""".split()
)
# Not in every derivative: the loader takes a missing one only when it is weak
# (com32/lib/sys/module/common.c, check_symbols).
WEAK_EXPORTS = frozenset("unload_pxe local_boot undefined_symbol".split())

NBP_MAX = 0xA0000 - 0x7C00  # base memory behind the PXE load address
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
DT_NULL, DT_NEEDED, DT_PLTRELSZ, DT_HASH, DT_STRTAB, DT_SYMTAB = 0, 1, 2, 4, 5, 6
DT_RELA, DT_STRSZ, DT_SYMENT, DT_REL, DT_RELSZ, DT_RELENT = 7, 10, 11, 17, 18, 19
DT_PLTREL, DT_JMPREL, DT_GNU_HASH = 20, 23, 0x6FFFFEF5
R_386_32, R_386_RELATIVE = 1, 8
RELOCATIONS = {1: "32", 6: "GLOB_DAT", 7: "JMP_SLOT", 8: "RELATIVE"}
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
    require(target == 0x100, f"16-bit entry jumps to {target:#x}, not 0x100", remedy)


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
        0x100 <= entry < filesz, f"e_entry {entry:#x} lies outside the code"
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
        tags[tag] = value
    else:
        raise Wrong("the dynamic table has no end; check the linker")
    for tag, name in (
        (DT_SYMTAB, "DT_SYMTAB"),
        (DT_STRTAB, "DT_STRTAB"),
        (DT_STRSZ, "DT_STRSZ"),
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
    """[(name, binding, section index)] of the table the section header names."""
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
    for name, _, _, info, _, section in table(
        data, offset, size, SYM, "the symbol table"
    ):
        require(name < len(strings), "a symbol's name lies outside DT_STRTAB")
        end = strings.find(b"\0", name)
        require(end >= 0, "a symbol's name has no end")
        text = strings[name:end].decode("ascii", "backslashreplace")
        symbols.append((text, info >> 4, section))
    return symbols


def check_symbols(symbols):
    for name, binding, section in symbols[1:]:
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
    mains = [(b, s) for name, b, s in symbols[1:] if name == "main"]
    require(
        len(mains) == 1 and mains[0][0] == STB_GLOBAL and mains[0][1],
        "main is not a defined global symbol",
        "give it default visibility in com32/host_elf.c",
    )


def check_relocations(data, tags, filesz, symbols):
    require(tags.get(DT_RELENT, REL.size) == REL.size, "DT_RELENT is not 8")
    require(tags.get(DT_PLTREL, DT_REL) == DT_REL, "DT_PLTREL is not DT_REL")
    for at, size in ((DT_REL, DT_RELSZ), (DT_JMPREL, DT_PLTRELSZ)):
        require((at in tags) == (size in tags), "a relocation table without length")
        for place, info in table(
            data, tags.get(at, 0), tags.get(size, 0), REL, "the relocations"
        ):
            kind, symbol = info & 0xFF, info >> 8
            require(
                kind in RELOCATIONS,
                f"relocation of type {kind} at {place:#x}",
                "compile with -fPIC; known: " + " ".join(RELOCATIONS.values()),
            )
            require(
                place <= filesz and 4 <= filesz - place,
                f"relocation at {place:#x}, outside the file's image",
            )
            require(
                symbol < len(symbols) and (symbol == 0) == (kind == R_386_RELATIVE),
                f"relocation at {place:#x} with a wrong symbol ({symbol})",
            )


def check_size(data, budget):
    require(
        len(data) <= budget,
        f"{len(data)} bytes, {len(data) - budget} over the budget of {budget}",
        "make it smaller",
    )


def check_universal(data, budget):
    header = EHDR.unpack(part(data, 0, EHDR.size, "the ELF header"))
    entry = header[4]
    check_stub(data, entry)
    phoff, phnum, shoff, shnum = check_header(header)
    filesz, _, entries = check_segments(data, phoff, phnum, entry)
    tags = read_dynamic(entries)
    symbols = read_symbols(data, tags, shoff, shnum)
    check_symbols(symbols)
    check_relocations(data, tags, filesz, symbols)
    require(
        len(data) < NBP_MAX,
        f"{len(data)} bytes, too long for a PXE ROM, which loads it at 7C00h",
        "make it smaller",
    )
    check_size(data, budget)


def check_legacy(data, budget):
    require(
        part(data, 0, 5, "the COM32R magic") == LEGACY_MAGIC,
        "no COM32R magic (B8 FE 4C CD 21), so Syslinux 4 refuses it",
        "check com32/legacy.asm",
    )
    check_size(data, budget)


def check_file(path, name, check, budget):
    """Print the file's line; returns 1 when it is wrong."""
    try:
        with open(path, "rb") as file:
            data = file.read()
        check(data, budget)
    except OSError as error:
        print(f"{path}: {error.strerror}; run make", file=sys.stderr)
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
        name = os.path.basename(path)
        failed |= check_file(path, name, check_universal, args.budget)
    for path in args.legacy:
        name = "legacy/" + os.path.basename(path)
        failed |= check_file(path, name, check_legacy, args.budget)
    return failed


if __name__ == "__main__":
    sys.exit(main())
