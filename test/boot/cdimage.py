# SPDX-License-Identifier: BSD-2-Clause
"""CD images as bytes: ISO 9660 with an empty root, and El Torito."""

import itertools
import struct
from typing import NamedTuple, Optional

SECTOR = 2048
# The sectors before the boot images.
PVD, BOOT_RECORD, END, CATALOG, ROOT, IMAGES = range(16, 22)
HARD_DISK = 4
FLOPPY_LENS = {1: 1200 << 10, 2: 1440 << 10, 3: 2880 << 10}
MORE_HEADERS, LAST_HEADER = 0x90, 0x91


class CdEntry(NamedTuple):
    """A boot image of a CD (El Torito 2.2 and 2.4).

    media: 0 no emulation, 1 to 3 a floppy of 1.2, 1.44 or 2.88 MB, 4 a hard
    disk.  load_segment: 0 is 07C0h.  sectors: how many of 512 bytes the BIOS
    is to load (None: the boot program, or the first one when emulating);
    without emulation the image has that length, and reports its last bytes.
    platform: that of its section; the default entry is always of the PC.
    """

    token: str
    media: int = 0
    load_segment: int = 0
    sectors: Optional[int] = None
    platform: int = 0
    bootable: bool = True


def _both16(value):
    return struct.pack("<H", value) + struct.pack(">H", value)


def _both32(value):
    return struct.pack("<I", value) + struct.pack(">I", value)


def _root_record(name=0):
    """ISO 9660 9.1: the record of the (empty) root directory."""
    body = _both32(ROOT) + _both32(SECTOR) + bytes(7) + b"\2\0\0"
    return b"\x22\0" + body + _both16(1) + bytes([1, name])


def _volume_descriptor(count):
    """ISO 9660 8.4: the primary volume descriptor of `count` sectors."""
    pvd = b"\1CD001\1\0" + b" " * 32 + b"NETCHAIN".ljust(32) + bytes(8)
    pvd += _both32(count) + bytes(32) + _both16(1) + _both16(1)
    pvd += _both16(SECTOR) + _both32(0) + bytes(16) + _root_record()
    return pvd.ljust(881, b" ") + b"\1"


def _validation_entry(bad_checksum):
    """El Torito 2.1."""
    check = struct.pack("<BBH24sHBB", 1, 0, 0, b"netchain", 0, 0x55, 0xAA)
    total = sum(struct.unpack("<16H", check)) + bad_checksum
    return check[:28] + struct.pack("<H", -total & 0xFFFF) + check[30:]


def _boot_entry(entry, image, lba):
    """El Torito 2.2, 2.4."""
    indicator = 0x88 if entry.bootable else 0
    sectors = entry.sectors
    if sectors is None:
        sectors = 1 if entry.media else len(image) // 512
    fields = (indicator, entry.media, entry.load_segment, 0, 0, sectors, lba)
    return struct.pack("<BBHBBHI", *fields).ljust(32, b"\0")


def _catalog(images, lbas, bad_checksum):
    """Validation and default entry, then a section per run of a platform."""
    made = [
        (entry.platform, _boot_entry(entry, image, lba))
        for (entry, image), lba in zip(images, lbas)
    ]
    catalog = _validation_entry(bad_checksum) + made[0][1]
    sections = [list(run) for _, run in itertools.groupby(made[1:], lambda m: m[0])]
    for number, section in enumerate(sections, 1):
        kind = LAST_HEADER if number == len(sections) else MORE_HEADERS
        header = struct.pack("<BBH28s", kind, section[0][0], len(section), b"netchain")
        catalog += header + b"".join(entry for _, entry in section)
    return catalog


def sectors(images, bad_checksum=False, no_boot_record=False):
    """The content of a CD, as {sector: bytes}, of [(CdEntry, image bytes)].

    bad_checksum: of the validation entry.  no_boot_record: plain ISO 9660.
    """
    lbas, free = [], IMAGES
    for _, image in images:
        lbas.append(free)
        free += -(-len(image) // SECTOR)
    record = b"\0CD001\1EL TORITO SPECIFICATION".ljust(71, b"\0")
    content = {
        PVD: _volume_descriptor(free),
        BOOT_RECORD: record + struct.pack("<I", CATALOG),
        END: b"\xffCD001\1",
        CATALOG: _catalog(images, lbas, bad_checksum),
        ROOT: _root_record() + _root_record(1),
        **{lba: image for lba, (_, image) in zip(lbas, images)},
    }
    if no_boot_record:
        content[BOOT_RECORD] = content[END]
        del content[CATALOG]
    return content
