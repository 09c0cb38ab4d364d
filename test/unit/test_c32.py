# SPDX-License-Identifier: BSD-2-Clause
"""com32/c32check.py turns red for each property; c32stamp.py's and c32pack.py's
bytes.

The module is the smallest one that passes, made here byte by byte, so that
the tests need no build.
"""
import lzma
import pathlib
import random
import struct
import subprocess
import sys
import zlib

import pytest

COM32 = pathlib.Path(__file__).resolve().parents[2] / "com32"
sys.path.insert(0, str(COM32))

import c32check  # noqa: E402
import c32pack  # noqa: E402
import c32stamp  # noqa: E402

BUDGET = 4096
# File offsets, which are addresses too.
ENTRY32, SYMTAB, STRTAB, HASH, DYNAMIC, GOT, REL = (
    0x110, 0x120, 0x200, 0x300, 0x310, 0x360, 0x370
)  # fmt: skip
PACK = 0x388
PACKED = PACK + 24
PHDR = 0x34
GLOBAL, WEAK = 0x12, 0x22

SYMBOLS = [
    ("", 0, 0),
    ("__intcall", GLOBAL, 0),
    ("cleanup_hardware", GLOBAL, 0),
    ("unload_pxe", WEAK, 0),
    ("local_boot", WEAK, 0),
    ("undefined_symbol", WEAK, 0),
    ("default_cmd", WEAK, 0),
    ("ConfigName", WEAK, 0),
    ("execute", WEAK, 0),
    ("execute", WEAK, 0),
    ("main", GLOBAL, 1),
]
RELOCATIONS = [(GOT, 1 << 8 | 6), (GOT + 4, 1 << 8 | 1), (GOT + 8, 1 << 8 | 7)]
DYNAMIC_TAGS = [(0x6FFFFEF5, HASH), (5, STRTAB), (6, SYMTAB), (10, 0x100), (11, 16),
                (17, REL), (18, 8 * len(RELOCATIONS)), (19, 8), (0, 0)]  # fmt: skip

# What is packed: a call 20 bytes on, a word that is relocated, 300 bytes; then
# the list with the one relocation, at 6.
IMAGE = b"\xe8\x00\x00\x00\x14" + b"\x90" + b"\x00\x00\x03\xa0" + bytes(range(200)) * 2
UNPACKED = IMAGE + bytes([7])
CALLS = 32
WORK = 0x800  # from PACK to the work area


def compress(data):
    options = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 2, "lp": 0, "pb": 0}
    return lzma.compress(data, lzma.FORMAT_RAW, filters=[options])


def packed_part(unpacked=UNPACKED, calls=CALLS, work=WORK):
    """struct pack and what follows it."""
    packed = compress(unpacked)
    return struct.pack("<4s5I", b"Npck", work, len(packed), len(unpacked), calls,
                       zlib.crc32(unpacked)) + packed  # fmt: skip


IMAGE_END = PACK + len(packed_part())
SHDRS = (IMAGE_END + 3) & ~3
MEMORY = PACK + WORK + 0x2000


def symbol(index):
    """File offset of a symbol, by its name."""
    return SYMTAB + 16 * [name for name, _, _ in SYMBOLS].index(index)


def tag(number):
    """File offset of a dynamic table entry."""
    return DYNAMIC + 8 * [n for n, _ in DYNAMIC_TAGS].index(number)


def module():
    """The smallest module that passes."""
    data = bytearray(SHDRS + 3 * 40)
    struct.pack_into(
        "<16sHHIIIIIHHHHHH", data, 0, b"\x7fELF\1\1\1", 3, 3, 1, ENTRY32, PHDR,
        SHDRS, 0, 52, 32, 3, 40, 3, 0,
    )  # fmt: skip
    struct.pack_into("<8I", data, PHDR + 32, 1, 0, 0, 0, IMAGE_END, MEMORY, 7, 0x1000)
    data[PACK:IMAGE_END] = packed_part()
    struct.pack_into("<8I", data, PHDR + 64, 2, DYNAMIC, DYNAMIC, DYNAMIC,
                     8 * len(DYNAMIC_TAGS), 8 * len(DYNAMIC_TAGS), 6, 4)  # fmt: skip
    at = STRTAB
    for i, (name, info, section) in enumerate(SYMBOLS):
        struct.pack_into("<IIIBBH", data, SYMTAB + 16 * i, at - STRTAB,
                         ENTRY32 if section else 0, 0, info, 0, section)  # fmt: skip
        data[at : at + len(name)] = name.encode()
        at += len(name) + 1
    for i, (place, info) in enumerate(RELOCATIONS):
        struct.pack_into("<II", data, REL + 8 * i, place, info)
    for i, pair in enumerate(DYNAMIC_TAGS):
        struct.pack_into("<II", data, DYNAMIC + 8 * i, *pair)
    struct.pack_into("<10I", data, SHDRS + 40, 0, 11, 2, SYMTAB, SYMTAB,
                     16 * len(SYMBOLS), 0, 1, 4, 16)  # fmt: skip
    return bytearray(c32stamp.stamp(data))


def u8(at, value):
    return lambda data: struct.pack_into("<B", data, at, value)


def u16(at, value):
    return lambda data: struct.pack_into("<H", data, at, value)


def u32(at, value):
    return lambda data: struct.pack_into("<I", data, at, value)


def enter(data, at):
    """Another 32-bit entry, stamped properly."""
    struct.pack_into("<I", data, 0x18, at)
    data[0x47:0x54] = c32stamp.stub(at)


def flip(at):
    def change(data):
        data[at] ^= 0x10
    return change


def rename(old, new):
    """Another name of the same length."""
    def change(data):
        at = data.index(old.encode(), STRTAB)
        data[at : at + len(old)] = new.encode()
    assert len(old) == len(new)
    return change


LOAD, DYN_PHDR = PHDR + 32, PHDR + 64
BROKEN = [
    ("magic", u8(1, 0), "not a little-endian ELF32"),
    ("64-bit class", u8(4, 2), "not a little-endian ELF32"),
    ("OSABI", u8(7, 0), "EI_OSABI is 00h"),
    *[(f"EI_PAD byte {i}", u8(i, 0x90), "EI_PAD") for i in range(8, 16)],
    *[(f"stub byte {i:#x}", u8(i, 0x90), "stub") for i in range(0x47, 0x4D)],
    ("32-bit jump", u8(0x4D, 0), "32-bit entry jumps to 0x51"),
    ("32-bit jump, high byte", u8(0x50, 1), "32-bit entry jumps"),
    ("16-bit jump opcode", u8(0x51, 0x90), "stub"),
    ("16-bit jump", u8(0x52, 0), "16-bit entry jumps to 0x54"),
    ("16-bit jump, high byte", u8(0x53, 1), "16-bit entry jumps to 0x1a0"),
    ("entry32 is packed", lambda d: enter(d, PACK), "which is packed"),
    ("e_entry is not the jump's target", u32(0x18, 0x118), "e_entry is 0x118"),
    ("e_type", u16(0x10, 2), "not ET_DYN"),
    ("e_machine", u16(0x12, 62), "e_machine"),
    ("e_version", u32(0x14, 2), "e_version"),
    ("e_phoff", u32(0x1C, 0x54), "program headers at 0x54"),
    ("e_ehsize", u16(0x28, 64), "e_ehsize"),
    ("e_phentsize", u16(0x2A, 56), "e_phentsize"),
    ("no program headers", u16(0x2C, 0), "no program headers"),
    ("too many program headers", u16(0x2C, 0xFFFF), "ends inside the program"),
    ("e_shentsize", u16(0x2E, 64), "e_shentsize"),
    ("no section headers", u16(0x30, 0), "no section headers"),
    ("no section header offset", u32(0x20, 0), "no section headers"),
    ("section headers past the end", u32(0x20, 0xFFFFFFFF), "ends inside the section"),
    ("program header 0 is a PT_NOTE", u32(PHDR, 4), "not PT_NULL"),
    ("no PT_LOAD", u32(LOAD, 4), "0 PT_LOAD"),
    ("two PT_LOAD", u32(DYN_PHDR, 1), "2 PT_LOAD"),
    ("PT_LOAD offset", u32(LOAD + 4, 0x1000), "file offset 0x1000"),
    ("PT_LOAD vaddr", u32(LOAD + 8, 0x1000), "address 0x1000"),
    ("PT_LOAD paddr", u32(LOAD + 12, 0x1000), "iPXE would take it as ELF"),
    ("PT_LOAD short of the headers", u32(LOAD + 16, 0x93), "does not cover"),
    ("PT_LOAD past the file", u32(LOAD + 16, 0x7FF), "ends inside PT_LOAD"),
    ("PT_LOAD short of the packed bytes", u32(LOAD + 16, IMAGE_END - 1),
     "ends inside the packed bytes"),
    ("PT_LOAD past the packed bytes", u32(LOAD + 16, IMAGE_END + 4),
     "does not end with the packed bytes"),
    ("PT_LOAD without memory to unpack", u32(LOAD + 20, MEMORY - 1), "no memory for unp"),
    ("more memory than an NBP has", u32(LOAD + 20, 0x30000 - 0x7C00 + 1), "too many for a"),
    ("PT_LOAD shorter in memory", u32(LOAD + 20, 0x100), "longer in the file"),
    ("no PT_DYNAMIC", u32(DYN_PHDR, 4), "0 PT_DYNAMIC"),
    ("PT_DYNAMIC address", u32(DYN_PHDR + 8, 0x100), "outside PT_LOAD"),
    ("PT_DYNAMIC past PT_LOAD", u32(DYN_PHDR + 16, 0x800), "outside PT_LOAD"),
    ("PT_DYNAMIC odd length", u32(DYN_PHDR + 16, 0x44), "odd length"),
    ("PT_DYNAMIC without end", u32(DYN_PHDR + 16, 8), "has no end"),
    ("DT_NEEDED", u32(tag(19), 1), "another module would be downloaded"),
    ("DT_RELA", u32(tag(19), 7), "DT_RELA"),
    ("no DT_STRTAB", u32(tag(5), 99), "no DT_STRTAB"),
    ("no DT_STRSZ", u32(tag(10), 99), "no DT_STRSZ"),
    ("no DT_SYMTAB", u32(tag(6), 99), "no DT_SYMTAB"),
    ("no hash table", u32(tag(0x6FFFFEF5), 99), "hash"),
    ("DT_SYMENT", u32(tag(11) + 4, 24), "DT_SYMENT"),
    ("DT_RELENT", u32(tag(19) + 4, 12), "DT_RELENT"),
    ("no DT_REL", u32(tag(17), 99), "no DT_REL;"),
    ("no DT_RELSZ", u32(tag(18), 99), "no DT_RELSZ"),
    ("DT_JMPREL", u32(tag(19), 23), "would relocate packed bytes"),
    ("DT_TEXTREL", u32(tag(19), 22), "would relocate packed bytes"),
    ("DF_TEXTREL", lambda d: struct.pack_into("<II", d, tag(19), 30, 4),
     "would relocate packed bytes"),
    ("relocations past the file", u32(tag(17) + 4, 0xFFFFFFF0), "ends inside the rel"),
    ("relocations' odd length", u32(tag(18) + 4, 12), "odd length"),
    ("string table past the file", u32(tag(10) + 4, 0xFFFFFFFF), "ends inside the sym"),
    ("no SHT_DYNSYM", u32(SHDRS + 44, 3), "0 SHT_DYNSYM"),
    ("two SHT_DYNSYM", u32(SHDRS + 84, 11), "2 SHT_DYNSYM"),
    ("SHT_DYNSYM elsewhere", u32(SHDRS + 56, SYMTAB + 16), "different tables"),
    ("SHT_DYNSYM past the file", u32(SHDRS + 60, 0x7FFFFFF0), "ends inside the sym"),
    ("symbol name past the strings", u32(symbol("main"), 0x100), "outside DT_STRTAB"),
    ("symbol name without end", u32(tag(10) + 4, 0x2A), "no end"),
    ("import the core lacks", rename("__intcall", "__intcalX"), "does not export"),
    *[
        (f"{name} not weak", u8(symbol(name) + 12, GLOBAL), f"{name} is not weak")
        for name in sorted(c32check.WEAK_EXPORTS)
    ],
    ("main undefined", u16(symbol("main") + 14, 0), "undefined symbol main"),
    ("main local", u8(symbol("main") + 12, 0x02), "main is not a defined global"),
    ("main weak", u8(symbol("main") + 12, WEAK), "main is not a defined global"),
    ("main missing", rename("main", "mein"), "main is not a defined global"),
    ("relocation R_386_PC32", u32(REL + 12, 1 << 8 | 2), "relocation of type 2"),
    ("relocation R_386_RELATIVE", u32(REL + 4, 8), "relocation of type 8"),
    ("relocation of packed bytes", u32(REL, PACK - 3), "which is packed"),
    ("relocation far past it", u32(REL, 0xFFFFFFFF), "which is packed"),
    ("relocation without symbol", u32(REL + 4, 6), "wrong symbol (0)"),
    ("relocation's symbol past the table", u32(REL + 4, len(SYMBOLS) << 8 | 6),
     f"symbol ({len(SYMBOLS)})"),
    ("main is packed", u32(symbol("main") + 4, PACK), "main is at 0x388, which is packed"),
    ("struct pack's magic", u8(PACK, 0), "no struct pack at 0x388"),
    ("no room for the unpacked", u32(PACK + 4, 24 + len(UNPACKED) - 1), "do not fit in"),
    ("no room for both", u32(PACK + 4, 24 + len(UNPACKED)), "would overwrite"),
    ("nothing packed", u32(PACK + 8, 0), "unpacks to 0 bytes"),
    ("packed past the image", u32(PACK + 8, 0x1000), "ends inside the packed bytes"),
    ("unpacked length", u32(PACK + 12, len(UNPACKED) - 1), "not 410"),
    ("no unpacked length", u32(PACK + 12, 0), "do not fit in"),
    ("calls past the image", u32(PACK + 16, len(UNPACKED) + 1), "do not fit in"),
    ("CRC", u8(PACK + 20, 0), "CRC"),
    ("packed bytes: the first is not 0", u8(PACKED, 1), "no LZMA stream"),
    *[(f"packed byte {i} changed", flip(PACKED + i), "pack") for i in (1, 9, 100)],
    ("over the budget", lambda d: d.extend(bytes(BUDGET + 1 - len(d))), "1 over"),
]  # fmt: skip


def test_the_module_passes():
    c32check.check_universal(bytes(module()), BUDGET)


def test_exactly_the_budget_passes():
    data = module()
    c32check.check_universal(bytes(data.ljust(BUDGET, b"\0")), BUDGET)


@pytest.mark.parametrize("change, text", [r[1:] for r in BROKEN], ids=[r[0] for r in BROKEN])
def test_broken(change, text):
    data = module()
    change(data)
    with pytest.raises(c32check.Wrong) as caught:
        c32check.check_universal(bytes(data), BUDGET)
    assert text in str(caught.value)
    assert "; " in str(caught.value), "no word on what to do"


@pytest.mark.parametrize("length, ok", [(c32check.NBP_MAX - 1, True), (c32check.NBP_MAX, False)])
def test_length_a_pxe_rom_can_load(length, ok):
    data = bytes(module().ljust(length, b"\0"))
    if ok:
        c32check.check_universal(data, 1 << 20)
    else:
        with pytest.raises(c32check.Wrong, match="too long for a PXE ROM"):
            c32check.check_universal(data, 1 << 20)


def test_every_truncation_is_a_clear_error():
    data = bytes(module())
    for length in range(len(data)):
        with pytest.raises(c32check.Wrong):
            c32check.check_universal(data[:length], BUDGET)


def test_every_changed_byte_passes_or_is_a_clear_error():
    for at in range(len(module())):
        for value in (0x00, 0x7F, 0x80, 0xFF):
            data = module()
            data[at] = value
            try:
                c32check.check_universal(bytes(data), BUDGET)
            except c32check.Wrong:
                pass


LEGACY = bytes.fromhex("B8FE4CCD21") + bytes(59) + packed_part()


def test_legacy_passes():
    c32check.check_legacy(LEGACY, len(LEGACY))


@pytest.mark.parametrize(
    "data, text",
    [*[(LEGACY[:i] + b"\0" + LEGACY[i + 1 :], "magic") for i in range(5)],
     *[(LEGACY[:i], "ends inside") for i in range(5)],
     *[(LEGACY[:i], "cut or damaged") for i in range(5, len(LEGACY), 7)],
     (LEGACY + b"\0", "no packed bytes that end with the file"),
     (LEGACY[:64] + bytes(4) + LEGACY[64:], "4 over the budget"),
     (LEGACY[:-9] + b"\0" + LEGACY[-8:], "CRC|no LZMA"),
     (bytes(module()), "magic")],
)  # fmt: skip
def test_legacy_broken(data, text):
    with pytest.raises(c32check.Wrong, match=text):
        c32check.check_legacy(data, len(LEGACY))


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-B", COM32 / "c32check.py", *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_command_prints_a_line_a_file(tmp_path):
    good, legacy = tmp_path / "a.c32", tmp_path / "b.c32"
    good.write_bytes(module())
    legacy.write_bytes(LEGACY)
    done = run("--budget", "4096", good, "--legacy", legacy)
    assert done.stdout == (
        f"a.c32: ok, {len(module())} of 4096 bytes\n"
        f"legacy/b.c32: ok, {len(LEGACY)} of 4096 bytes\n"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_command_checks_the_rest_after_a_wrong_file(tmp_path):
    good, cut, none = (tmp_path / name for name in ("a.c32", "cut.c32", "none.c32"))
    good.write_bytes(module())
    cut.write_bytes(module()[:99])
    done = run("--budget", "4096", none, cut, good)
    assert done.returncode == 1
    assert f"{none}: No such file" in done.stderr
    assert f"{cut}: ends inside" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("a.c32: ok")


@pytest.mark.parametrize(
    "entry, code",
    [(0x110, "B8 0000 EB05 E9 BF000000 E9 4C00"),
     (0x31D, "B8 0000 EB05 E9 CC020000 E9 4C00"),
     (0x051, "B8 0000 EB05 E9 00000000 E9 4C00"),
     (0x100, "B8 0000 EB05 E9 AF000000 E9 4C00")],
)  # fmt: skip
def test_stub_bytes(entry, code):
    assert c32stamp.stub(entry) == bytes.fromhex(code)


def test_stamp_changes_only_identification_and_stub():
    plain = bytearray(module())
    plain[7:16] = bytes(9)
    plain[0x47:0x54] = bytes(13)
    stamped = c32stamp.stamp(plain)
    assert len(stamped) == len(plain)
    changed = {i for i in range(len(plain)) if stamped[i] != plain[i]}
    assert changed <= {*range(7, 16), *range(0x47, 0x54)}
    assert stamped == module()


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"\x7fELF\2\1\1" + bytes(64)])
def test_stamp_refuses_what_is_no_elf32(data):
    with pytest.raises(ValueError):
        c32stamp.stamp(data)


# --- c32pack.py -----------------------------------------------------------

SECTIONS = [".entry", ".prefix", ".dynsym", ".dynamic", ".imports", ".pack", ".text",
            ".data", ".rel"]  # fmt: skip
CODE = b"\x90" * 6 + b"\xe8\x0a\x00\x00\x00" + bytes(21)  # a call to 15h
ADDRESSES = [0, 40, 600]  # in .text and .data, relocated


def linked(code=CODE, addresses=ADDRESSES, relocations=RELOCATIONS, work=0x2000):
    """An ELF file as com32/universal.ld leaves it."""
    dynamic = [(22, 0), (30, 4), *DYNAMIC_TAGS]
    text = code.ljust(256, b"\x90")
    first = 0x300
    table = b"".join(struct.pack("<II", a + first, 8) for a in addresses)
    table += b"".join(struct.pack("<II", *r) for r in relocations)
    contents = {
        ".entry": (0xA0, bytes(16)), ".prefix": (0xB0, bytes(16)),
        ".dynsym": (0xC0, bytes(48)),
        ".dynamic": (0x120, b"".join(struct.pack("<II", *t) for t in dynamic)),
        ".imports": (0x200, bytes(8 * len(RELOCATIONS))),
        ".pack": (first - 24, struct.pack("<4s5I", b"Npck", work, 0, 0, 0, 0)),
        ".text": (first, text), ".data": (first + 256, bytes(range(250)) * 2),
        ".rel": (first + 760, table),
    }  # fmt: skip
    data = bytearray(0x1000)
    names = b"\0"
    headers = bytes(40)
    for name in SECTIONS:
        at, content = contents[name]
        data[at : at + len(content)] = content
        headers += struct.pack("<10I", len(names), 1, 2, at, at, len(content), 0, 0, 4, 0)
        names += name.encode() + b"\0"
    headers += struct.pack("<10I", 0, 3, 0, 0, len(data), len(names), 0, 0, 1, 0)
    struct.pack_into(
        "<16sHHIIIIIHHHHHH", data, 0, b"\x7fELF\1\1\1", 3, 3, 1, 0xA0, PHDR,
        len(data) + len(names), 0, 52, 32, 3, 40, len(SECTIONS) + 2, len(SECTIONS) + 1,
    )  # fmt: skip
    struct.pack_into("<8I", data, PHDR + 32, 1, 0, 0, 0, 0x1000, 0x5000, 7, 0x1000)
    return bytes(data) + names + headers


def relocated(addresses=ADDRESSES):
    return [a + 0x300 for a in addresses]


def unpack(file, at=0x300 - 24):
    _, unpacked, calls = c32check.check_pack(file, at)
    return c32check.restore(unpacked, 756, calls, 0x300)


def test_packed_file_unpacks_to_what_was_linked():
    elf = c32pack.Elf(linked())
    prefix, packed = c32pack.pack(elf)
    image, addresses = unpack(bytes(prefix) + packed)
    assert image == elf.bytes(0x300, 0x300 + 756)
    assert addresses == relocated()


def test_packed_file_begins_with_the_prefix():
    elf = c32pack.Elf(linked())
    prefix, _ = c32pack.pack(elf)
    assert prefix[: 0x300 - 24] == elf.bytes(0, 0x300 - 24)


def test_universal_leaves_the_loader_its_own_relocations():
    elf = c32pack.Elf(linked())
    file = c32pack.universal(elf)
    tags = dict(struct.iter_unpack("<iI", file[0x120 : 0x120 + 11 * 8]))
    assert (tags[17], tags[18]) == (0x200, 24)
    assert 22 not in tags and 30 not in tags
    assert file[0x200:0x218] == b"".join(struct.pack("<II", *r) for r in RELOCATIONS)
    filesz = struct.unpack_from("<I", file, PHDR + 32 + 16)[0]
    shoff = struct.unpack_from("<I", file, 0x20)[0]
    assert (filesz + 3) & ~3 == shoff == len(file) - 80
    assert struct.unpack_from("<10I", file, shoff + 40)[1:6] == (11, 2, 0xC0, 0xC0, 48)
    assert file[8:15] == c32stamp.EI_PAD


@pytest.mark.parametrize(
    "options, text",
    [({"addresses": [-4]}, "0x2fc, which is not packed"),
     ({"addresses": [753]}, "0x5f1, which is not packed"),
     ({"relocations": RELOCATIONS[:2]}, "2 imports do not fill"),
     ({"work": 700}, "overtake")],
)  # fmt: skip
def test_what_cannot_be_packed_is_refused(options, text):
    with pytest.raises(ValueError, match=text):
        c32pack.universal(c32pack.Elf(linked(**options)))


@pytest.mark.parametrize(
    "addresses",
    [[], [0], [1], [254, 509], [255, 510], [256, 511, 514], [752], [3, 7, 11, 700]],
)
def test_relocations_come_back(addresses):
    prefix, packed = c32pack.pack(c32pack.Elf(linked(addresses=addresses)))
    assert unpack(bytes(prefix) + packed)[1] == relocated(addresses)


CALL_ROWS = [
    ("inside", "E8 10000000", "E8 00000010"),
    ("inside, behind another byte", "90 E8 10000000", "90 E8 00000011"),
    ("to before the image", "E8 FBFFFFFF", "E8 FBFFFFFF"),
    ("to behind it", "E8 00010000", "E8 00010000"),
    ("to its last byte", "E8 3F000000", "E8 0000003F"),
    ("to its end", "E8 40000000", "E8 40000000"),
    ("no call, but like a target", "90 E8 00000010", "90 E8 0F000000"),
    ("its operand is no call", "E8 E8000000 E8 10000000", "E8 E8000000 E8 00000015"),
    ("both a call inside and like a target", "E8 00000000", "E8 00000000"),
    ("the same, further on", "90 E8 00000000", "90 E8 00000001"),
    ("like a target that would be like a target", "90 E8 00000001", "90 E8 FFFFFFFF"),
    ("an operand holds E8", "E8 1000E800 000000 00", "E8 1000E800 000000 00"),
    ("E8 behind what is no call", "E8 E8 FFFFFFFF", "E8 E8 FFFFFFFF"),
    ("cut off", "E8 100000", "E8 100000"),
]


@pytest.mark.parametrize("plain, changed", [r[1:] for r in CALL_ROWS],
                         ids=[r[0] for r in CALL_ROWS])  # fmt: skip
def test_calls(plain, changed):
    plain, changed = bytes.fromhex(plain), bytes.fromhex(changed)
    length = 64 if len(plain) > 4 else 4
    image = bytearray(plain.ljust(length, b"\x90"))
    c32pack.change_calls(image, length)
    assert image[: len(changed)] == changed


def test_calls_of_any_bytes_come_back():
    dice = random.Random(1)
    for length in (5, 20, 24, 300):
        size = max(length, 24)
        for _ in range(3000):
            plain = bytes(dice.choices([0xE8, 0, 0, 1, 0x10, 0xFF], k=size))
            image = bytearray(plain)
            c32pack.change_calls(image, length)
            assert c32check.restore(image, size, length, 0)[0] == plain


def test_a_file_with_another_image_than_linked_is_refused(tmp_path):
    elf, other = tmp_path / "a.elf", tmp_path / "b.elf"
    elf.write_bytes(linked())
    other.write_bytes(linked(code=b"\xc3"))
    prefix, packed = c32pack.pack(c32pack.Elf(linked()))
    at = 0x300 - 24
    _, unpacked, calls = c32check.check_pack(bytes(prefix) + packed, at)
    c32check.check_linked(bytes(prefix), at, unpacked, calls, elf)
    with pytest.raises(c32check.Wrong, match="does not unpack to"):
        c32check.check_linked(bytes(prefix), at, unpacked, calls, other)
    prefix[0xB0] ^= 1
    with pytest.raises(c32check.Wrong, match="its prefix"):
        c32check.check_linked(bytes(prefix), at, unpacked, calls, elf)
