# SPDX-License-Identifier: BSD-2-Clause
"""Partition tables as bytes: MBR, the chain of logical partitions, GPT."""

import binascii
import struct
import uuid
from typing import NamedTuple, Optional

SECTOR = 512
HEADS, TRACK = 16, 63
CODE_LEN, TABLE = 440, 446
ACTIVE = 0x80
EXTENDED, PROTECTIVE = 0x0F, 0xEE
SIGNATURE = b"\x55\xaa"

# UEFI 2.10, 5.3.3, and the types our programs know.
ESP = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
BIOS_BOOT = "21686148-6449-6e6f-744e-656564454649"
LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4"
MS_DATA = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"
GPT_ENTRIES, GPT_ENTRY_LEN = 128, 128
GPT_TABLE_SECTORS = GPT_ENTRIES * GPT_ENTRY_LEN // SECTOR
# Between the table and the first usable block, the boot code has a few.
GPT_CODE_LBA, GPT_FIRST_USABLE = 34, 40


class Partition(NamedTuple):
    """A partition of an MBR: LBA of its first sector, length, type.

    token: it has a boot sector that reports it; signature: with 55AA.
    hidden: what its BPB says about `start`; None is the truth.
    logical: in the extended partition; the sector before it has its table.
    """

    start: int
    sectors: int
    type: int = 0x0C
    token: Optional[str] = None
    hidden: Optional[int] = None
    logical: bool = False
    signature: bool = True


def _chs(lba, end=False):
    """The three bytes of a CHS address, on disks with 16 heads and 63 sectors.

    end: of the end of that cylinder.
    """
    cylinder, rest = divmod(lba, HEADS * TRACK)
    head, sector = divmod(HEADS * TRACK - 1 if end else rest, TRACK)
    if cylinder > 1023:
        return b"\xfe\xff\xff"
    return bytes([head, sector + 1 | cylinder >> 2 & 0xC0, cylinder & 0xFF])


def mbr_entry(kind, start, sectors, active=False, base=0):
    """16 bytes; `start` as written there counts from the LBA `base`.

    Its end is that of a cylinder: from it a BIOS, and QEMU, take the geometry.
    """
    flag = bytes([ACTIVE if active else 0])
    first, last = _chs(start), _chs(start + sectors - 1, end=True)
    place = struct.pack("<II", start - base, sectors)
    return flag + first + bytes([kind]) + last + place


def _table(entries):
    return b"".join(entries).ljust(64, b"\0")


def with_mbr(code, partitions, active=None, disk_signature=0):
    """A sector 0: the first 440 bytes of `code`, then table and signature.

    active: index in `partitions` of the one with the active flag.  The 55AA
    is that of `code`.
    """
    logical = [p for p in partitions if p.logical]
    entries = [
        mbr_entry(p.type, p.start, p.sectors, number == active)
        for number, p in enumerate(partitions)
        if not p.logical
    ]
    if logical:
        start = logical[0].start - 1
        end = max(p.start + p.sectors for p in logical)
        entries.append(mbr_entry(EXTENDED, start, end - start))
    if len(entries) > 4:
        raise ValueError("more than four entries in the partition table")
    code = code.ljust(SECTOR, b"\0")
    if any(code[CODE_LEN:510]):
        raise ValueError("the code does not leave the partition table free")
    head = code[:CODE_LEN] + struct.pack("<IH", disk_signature, 0)
    return head + _table(entries) + code[510:SECTOR]


def extended_chain(partitions, active=None):
    """The sectors before the logical partitions: {LBA: bytes}."""
    logical = [(n, p) for n, p in enumerate(partitions) if p.logical]
    sectors = {}
    for at, (number, this) in enumerate(logical):
        base = this.start - 1
        flag = number == active
        entries = [mbr_entry(this.type, this.start, this.sectors, flag, base)]
        if logical[at + 1 :]:
            after = logical[at + 1][1]
            first = logical[0][1].start - 1
            link = mbr_entry(EXTENDED, after.start - 1, after.sectors + 1, base=first)
            entries.append(link)
        sectors[base] = bytes(TABLE) + _table(entries) + SIGNATURE
    return sectors


def _gpt_entry(start, kind, guid, name, sectors):
    ids = uuid.UUID(kind).bytes_le + uuid.UUID(guid).bytes_le
    place = struct.pack("<QQQ", start, start + sectors - 1, 0)
    return ids + place + name.encode("utf-16-le").ljust(72, b"\0")


def _gpt_header(guid, here, other, table_lba, table, last_usable):
    """UEFI 2.10, table 5-5."""

    def header(crc):
        return struct.pack(
            "<8sIIIIQQQQ16sQIII",
            b"EFI PART", 0x10000, 92, crc, 0, here, other, GPT_FIRST_USABLE,
            last_usable, guid.bytes_le, table_lba, GPT_ENTRIES, GPT_ENTRY_LEN,
            binascii.crc32(table),
        )  # fmt: skip

    return header(binascii.crc32(header(0)))


def gpt(total, guid, partitions):
    """The blocks of both GPTs of a disk of `total` sectors: {LBA: bytes}.

    partitions: (type GUID, GUID, name, sectors), one after another.
    """
    table, start = b"", 64
    for kind, own, name, sectors in partitions:
        table += _gpt_entry(start, kind, own, name, sectors)
        start += sectors
    table = table.ljust(GPT_ENTRIES * GPT_ENTRY_LEN, b"\0")
    last = total - 1
    backup_table = last - GPT_TABLE_SECTORS
    if start > backup_table:
        raise ValueError("the partitions do not fit the disk")
    guid = uuid.UUID(guid)
    return {
        1: _gpt_header(guid, 1, last, 2, table, backup_table - 1),
        2: table,
        backup_table: table,
        last: _gpt_header(guid, last, 1, backup_table, table, backup_table - 1),
    }
