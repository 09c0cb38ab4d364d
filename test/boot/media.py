# SPDX-License-Identifier: BSD-2-Clause
"""Builds boot media that report how they were started (bootsector.asm)."""

import re
import struct
import subprocess
from pathlib import Path

import cdimage
import parttable
from cdimage import CdEntry
from parttable import SECTOR, Partition

HERE = Path(__file__).resolve().parent
FLOPPY_LEN = 1440 * 1024
GUID = "6e657463-6861-696e-8000-000000000001"


def assemble(source, output, **defines):
    """nasm `source` (beside this file, or a path) to a flat binary; its bytes.

    A define of None or False is left out, True is defined without a value.
    """
    flags = []
    for name, value in defines.items():
        if value is not None and value is not False:
            flags.append(f"-D{name}" if value is True else f"-D{name}={value}")
    command = ["nasm", "-f", "bin", "-Wall", f"-I{HERE}/", *flags]
    subprocess.run([*command, "-o", output, HERE / source], check=True)
    return Path(output).read_bytes()


def _bootsector(path, token, **defines):
    if not re.fullmatch("[0-9a-f]{8}", token):
        raise ValueError(f"token {token!r} is not 8 hexadecimal digits")
    return assemble("bootsector.asm", path, TOKEN=f'"{token}"', **defines)


def disk(path, token, size_mib=8, signature=True, **defines):
    """A hard disk image; `defines` as DO_INT18=True.  Returns the path."""
    code = _bootsector(path, token, NO_SIGNATURE=not signature, **defines)
    return _fill(path, code, size_mib << 20)


def floppy(path, token, signature=True, **defines):
    """A 1.44 MB floppy image.  Returns the path."""
    code = _bootsector(path, token, NO_SIGNATURE=not signature, **defines)
    return _fill(path, code, FLOPPY_LEN)


def probe(path, drives=(0x80,), **defines):
    """A floppy that asks the BIOS about the drives.  Returns the path."""
    numbers = ", ".join(map(str, drives))
    code = assemble("biosprobe.asm", path, DRIVES=numbers, **defines)
    return _fill(path, code, FLOPPY_LEN)


def numbered(path, size_mib=8):
    """A disk whose sector n begins with the number 1000h + n.  The path."""
    numbers = range(0x1000, 0x1000 + (size_mib << 20) // SECTOR)
    content = b"".join(struct.pack("<I", n).ljust(SECTOR, b"\0") for n in numbers)
    return _fill(path, content, len(content))


def option_rom(source, path, **defines):
    """An option ROM of `source`, with its checksum.  Returns the path."""
    code = bytearray(assemble(source, path, **defines))
    code[-1] = -sum(code) & 0xFF
    Path(path).write_bytes(code)
    return path


def blank(path, size_mib=8):
    """A disk of zeros.  Returns the path."""
    return _fill(path, b"", size_mib << 20)


def mbr_disk(
    path, token=None, partitions=(), active=None, *, standard=False, signature=True,
    disk_signature=0x12345678, size_mib=8, **defines,
):  # fmt: skip
    """A disk with an MBR partition table.  Returns the path.

    token: its first sector reports it; without one the sector has no boot
    code, or with standard=True that of stdmbr.asm, which starts the active
    partition.  partitions: Partitions (primary and logical ones).  active:
    index of the one with the active flag.  defines: for all boot sectors.
    """
    if token:
        code = _bootsector(path, token, **defines)
    else:
        code = assemble("stdmbr.asm", path) if standard else bytes(510) + b"\x55\xaa"
    first = parttable.with_mbr(code[:SECTOR], partitions, active, disk_signature)
    content = {0: first if signature else first[:510]}
    if len(code) > SECTOR:
        content[1] = code[SECTOR:]
    content.update(parttable.extended_chain(partitions, active))
    for part in partitions:
        if part.token:
            content[part.start] = _volume_bootsector(path, part, defines)
    return _lay_out(path, content, SECTOR, size_mib << 20)


def _volume_bootsector(path, part, defines):
    hidden = part.start if part.hidden is None else part.hidden
    unsigned = {"NO_SIGNATURE": not part.signature}
    return _bootsector(path, part.token, VBR=hidden, **unsigned, **defines)


def gpt_disk(
    path, token=None, guid=GUID, partitions=(), *, bootcode=True,
    corrupt_primary=False, size_mib=8, **defines,
):  # fmt: skip
    """A disk with a GPT and a protective MBR.  Returns the path.

    token: the MBR reports it; without one, or with bootcode=False, it has no
    code (but 55AA).  partitions: (type GUID, GUID, name, sectors), laid out
    from LBA 64 on.  corrupt_primary: the first GPT's checksums are wrong.
    """
    total = (size_mib << 20) // SECTOR
    content = parttable.gpt(total, guid, partitions)
    if corrupt_primary:
        content[1] = content[1][:-1] + bytes([content[1][-1] ^ 1])
    protective = Partition(1, total - 1, parttable.PROTECTIVE)
    code = bytes(510) + b"\x55\xaa"
    if token and bootcode:
        rest = parttable.GPT_CODE_LBA
        code = _bootsector(path, token, REST_LBA=rest, **defines)
        content[rest] = code[SECTOR:]
    content[0] = parttable.with_mbr(code[:SECTOR], [protective])
    return _lay_out(path, content, SECTOR, size_mib << 20)


def _fill(path, content, length):
    return _lay_out(path, {0: content}, SECTOR, length)


def _lay_out(path, content, sector_len, length=None):
    """Write {sector number: bytes}, filled with zeros to `length` bytes."""
    used = max(n * sector_len + len(data) for n, data in content.items())
    length = used + -used % sector_len if length is None else length
    if used > length:
        raise ValueError(f"{path}: {used} bytes do not fit in {length}")
    with open(path, "wb") as file:
        for number, data in content.items():
            file.seek(number * sector_len)
            file.write(data)
        file.truncate(length)
    return path


def cd(
    path, token, media=0, load_segment=0, sectors=None, *, bootable=True,
    extra_entries=(), bad_checksum=False, no_boot_record=False, **defines,
):  # fmt: skip
    """A CD image that boots (El Torito).  Returns the path.

    token to bootable: of the default entry, see CdEntry.  extra_entries:
    CdEntrys of further sections.  bad_checksum: of the boot catalog.
    no_boot_record: the CD does not boot.  defines: for all boot sectors.
    """
    first = CdEntry(token, media, load_segment, sectors, bootable=bootable)
    entries = [first, *extra_entries]
    images = [(entry, _cd_image(path, entry, defines)) for entry in entries]
    content = cdimage.sectors(images, bad_checksum, no_boot_record)
    return _lay_out(path, content, cdimage.SECTOR)


def _cd_image(path, entry, defines):
    """The bytes of a boot image; `path` is overwritten on the way."""
    if entry.media == cdimage.HARD_DISK:
        whole = Partition(parttable.TRACK, 8 * 1008 - parttable.TRACK)
        mbr_disk(path, entry.token, [whole], size_mib=4, **defines)
        return Path(path).read_bytes()
    if entry.media:
        code = _bootsector(path, entry.token, **defines)
        return code.ljust(cdimage.FLOPPY_LENS[entry.media], b"\0")
    load = entry.load_segment or None
    place = {"CD": True, "CD_SECTORS": entry.sectors, "LOAD_SEGMENT": load}
    return _bootsector(path, entry.token, **place, **defines)


def install_cd(path, token, *, content=None, lba=None, boot_token=None, **defines):
    """A CD whose program installs to a disk (installcd.asm).  Returns the path.

    content: text that it writes, padded with zeros, into sector `lba`.
    boot_token: it writes a boot program that reports this, as disk() has.
    defines: DRIVE=0x81, when the disk is not 80h.
    """
    if content is not None:
        defines |= {"CONTENT": f'"{content}"', "WRITE_LBA": lba}
    if boot_token is not None:
        code = f"{path}.boot"
        _bootsector(code, boot_token)
        defines["BOOTCODE"] = f'"{code}"'
    image = assemble("installcd.asm", path, TOKEN=f'"{token}"', **defines)
    content = cdimage.sectors([(CdEntry(token), image)])
    return _lay_out(path, content, cdimage.SECTOR)


def parse_report(text):
    """The last report in `text` (serial or screen) as a dict of strings.

    {"TOKEN": "0a1b2c3d", "DL": "80", "MEM": "027F", "I13": "F000:E3FE", ...,
    "IF": "1", "A20": "1", "PIC": "B8:8F", "VM": "03", "PNP": "1",
    "E820": "07FCFC00", "PCI": "0103"}: token and drive first, E820 in bytes,
    MEM in KiB, all hexadecimal.  Empty when there is none.  "I13FAILED" is
    the status when INT 13h did not read the rest of the boot sector (FF: it
    read something else), "TICKS": "0" says that the timer does not tick.  A
    partition's boot sector adds DS:SI as "SI" and the 16 bytes there as "PE",
    a CD's of given length "LAST": "1" when all of it was loaded.
    """
    at = text.rfind("TOKEN ")
    if at < 0:
        return {}
    fields = dict(re.findall(r"(\w+)=(\S+)", text[at:]))
    return {"TOKEN": text[at + 6 : at + 14], **fields}


def parse_probe(text):
    """What biosprobe.asm printed, as (dict of the machine, dict of each drive).

    Of the machine: "BDA" (drives), "MEM", "E820", "E801", "X88", "X2401"
    ("1": INT 15h failed), "KEY" (0000: none).  Of a drive, by its number:
    "X08" status:drives, "X41" status, "X48" status:sector length:sectors,
    "CHS" status:content and "LBA" status:blocks:content of its second sector
    (content EEEEEEEE: nothing came), "CHANGED" (of the registers eax.high 01,
    ecx 02, edx.high 04, ebx 08, ebp 10, esi 20, edi 40, es 80, ds 100),
    "TICKS" (the reads took), "A20".  Empty dicts when it is not at its end.
    """
    if "PROBED" not in text:
        return {}, {}
    machine, *drives = text.split("DRIVE=")
    found = {int(d[:2], 16): dict(re.findall(r"(\w+)=(\S+)", d)) for d in drives}
    return dict(re.findall(r"(\w+)=(\S+)", machine)), found


def parse_install(text):
    """What installcd.asm printed last, as a dict of strings; empty if not all.

    Of the machine: "INSTALLER" the token, "CD" the CD's drive, "MEM" in KiB,
    "I13" the vector.  Of the disk: "SECTORS" and "LENGTH" of one, or "NOSIZE"
    a status; "FIRST" EMPTY, the token in its first sector, that sector's first
    four bytes, or error:status.  All those are hexadecimal.
    "IBFT": ok, none, length or checksum.  When ok, "SEGMENT" (hexadecimal),
    "TABLES" how many valid ones there are, "INITIATOR", and of each valid pair
    of NIC and target, n being 0 or 1: "MACn", "NICIPn", "PREFIXn", "GATEWAYn",
    "ORIGINn", "PCIn"; "TARGETn", "IPn", "PORTn", "LUNn" (8 bytes), "CHAPn",
    "NICn".  PCI, MAC and LUN are hexadecimal, without colons, the others not.
    "BOOTCODE" and "WRITE": ok, differs or error:status, when asked for.
    """
    at = text.rfind("INSTALLER ")
    token = text[at + 10 : at + 18]
    report, end, _ = text[at:].partition(f"\nEND {token}")
    if at < 0 or not end:
        return {}
    fields = dict(re.findall(r"(\w+)=(\S+)", report))
    return {"INSTALLER": token, **fields}
