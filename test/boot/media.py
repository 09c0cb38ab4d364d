# SPDX-License-Identifier: BSD-2-Clause
"""Builds boot media that report how they were started (bootsector.asm)."""

import re
import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOPPY_LEN = 1440 * 1024
CD_SECTOR = 2048
# The sectors of a CD image, from 16 on, and at last their number.
CD_PVD, CD_BOOT_RECORD, CD_END, CD_CATALOG, CD_IMAGE, CD_ROOT, CD_COUNT = range(16, 23)


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


def option_rom(source, path, **defines):
    """An option ROM of `source`, with its checksum.  Returns the path."""
    code = bytearray(assemble(source, path, **defines))
    code[-1] = -sum(code) & 0xFF
    Path(path).write_bytes(code)
    return path


def blank(path, size_mib=8):
    """A disk of zeros.  Returns the path."""
    return _fill(path, b"", size_mib << 20)


def _fill(path, content, length):
    with open(path, "wb") as file:
        file.write(content)
        file.truncate(length)
    return path


def _both16(value):
    return struct.pack("<H", value) + struct.pack(">H", value)


def _both32(value):
    return struct.pack("<I", value) + struct.pack(">I", value)


def _root_record():
    """ISO 9660 9.1: the record of the (empty) root directory."""
    body = _both32(CD_ROOT) + _both32(CD_SECTOR) + bytes(7) + b"\2\0\0"
    return b"\x22\0" + body + _both16(1) + b"\1\0"


def _volume_descriptor():
    """ISO 9660 8.4: the primary volume descriptor."""
    pvd = b"\1CD001\1\0" + b" " * 32 + b"NETCHAIN".ljust(32) + bytes(8)
    pvd += _both32(CD_COUNT) + bytes(32) + _both16(1) + _both16(1)
    pvd += _both16(CD_SECTOR) + _both32(0) + bytes(16) + _root_record()
    return pvd.ljust(881, b" ") + b"\1"


def _catalog(image_len):
    """El Torito 2.0, 2.1 and 2.2: validation entry, no-emulation entry."""
    check = struct.pack("<BBH24sHBB", 1, 0, 0, b"netchain", 0, 0x55, 0xAA)
    total = sum(struct.unpack("<16H", check))
    check = check[:28] + struct.pack("<H", -total & 0xFFFF) + check[30:]
    return check + struct.pack("<BBHBBHI", 0x88, 0, 0, 0, 0, image_len // 512, CD_IMAGE)


def cd(path, token, **defines):
    """A CD image that boots without emulation (El Torito).  Returns the path."""
    code = _bootsector(path, token, CD=True, **defines)
    root = _root_record() + _root_record()[:-2] + b"\1\1"
    sectors = {
        CD_PVD: _volume_descriptor(),
        CD_BOOT_RECORD: b"\0CD001\1EL TORITO SPECIFICATION".ljust(71, b"\0")
        + struct.pack("<I", CD_CATALOG),
        CD_END: b"\xffCD001\1",
        CD_CATALOG: _catalog(len(code)),
        CD_IMAGE: code,
        CD_ROOT: root,
    }
    with open(path, "wb") as file:
        for number, content in sectors.items():
            file.seek(number * CD_SECTOR)
            file.write(content.ljust(CD_SECTOR, b"\0"))
    return path


def parse_report(text):
    """The last report in `text` (serial or screen) as a dict of strings.

    {"TOKEN": "0a1b2c3d", "DL": "80", "MEM": "027F", "I13": "F000:E3FE", ...,
    "IF": "1", "A20": "1", "PIC": "B8:8F", "VM": "03", "PNP": "1",
    "E820": "07FCFC00", "PCI": "0103"}: token and drive first, E820 in bytes,
    MEM in KiB, all hexadecimal.  Empty when there is none.  "I13FAILED" is
    the status when INT 13h did not read the rest of the boot sector.
    """
    at = text.rfind("TOKEN ")
    if at < 0:
        return {}
    fields = dict(re.findall(r"(\w+)=(\S+)", text[at:]))
    return {"TOKEN": text[at + 6 : at + 14], **fields}
