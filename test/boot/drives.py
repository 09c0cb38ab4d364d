# SPDX-License-Identifier: BSD-2-Clause
"""The drives of a test machine and the QEMU arguments that attach them."""

from pathlib import Path
from typing import NamedTuple, Optional

# What -device arguments attach drive `d`; `n` is unique in the machine.
BUSES = {
    "ide": ["ide-hd,drive={d}"],
    "ahci": ["ahci,id=ahci{n}", "ide-hd,drive={d},bus=ahci{n}.0"],
    "virtio": ["virtio-blk-pci,drive={d}"],
    "scsi": ["virtio-scsi-pci,id=scsi{n}", "scsi-hd,drive={d},bus=scsi{n}.0"],
    "nvme": ["nvme,drive={d}"],
    "usb": ["qemu-xhci,id=xhci{n}", "usb-storage,drive={d},bus=xhci{n}.0"],
    "cd": ["ide-cd,drive={d}"],
    "sd": ["sdhci-pci,id=sdhci{n}", "sd-card,drive={d}"],
    "usb-cd": ["qemu-xhci,id=xhci{n}", "usb-storage,drive={d},bus=xhci{n}.0"],
}


# What a drive with a sector 0 that can't be read has between format and file.
BAD_SECTOR = (
    "file.driver=blkdebug,file.inject-error.0.event=read_aio,"
    "file.inject-error.0.sector=0,file.image.driver=file,file.image.filename="
)


class Disk(NamedTuple):
    """A raw image and how it is attached.

    bus: a key of BUSES, or "floppy".  bootindex: None leaves the disk out of
    the boot order (SeaBIOS then tries it last, unless Vm(boot="strict=on")).
    path: None is a drive without a medium.  serial: what the drive says of
    itself.  readerror: its first sector can't be read.

    QEMU gives SD cards no bootindex and neither them nor floppies a serial;
    an SD card's image needs a power of two as its length.
    """

    path: Optional[Path]
    bus: str = "ide"
    bootindex: Optional[int] = None
    serial: Optional[str] = None
    readerror: bool = False


def _check(disk):
    """Refuse what QEMU could not do or would silently leave out."""
    if disk.bus == "sd" and disk.bootindex is not None:
        raise ValueError("an SD card has no bootindex")
    if disk.bus in ("sd", "floppy") and disk.serial is not None:
        raise ValueError(f"a disk on {disk.bus} has no serial")
    if disk.readerror and not disk.path:
        raise ValueError("a drive without a medium has no read errors")


def _source(disk):
    """The part of -drive that names the image, with a comma behind it."""
    if not disk.path:
        return ""
    return f"format=raw,{BAD_SECTOR if disk.readerror else 'file='}{disk.path},"


def qemu_args(number, disk):
    """QEMU's arguments for `disk`, the machine's drive `number`."""
    _check(disk)
    drive = f"d{number}"
    if disk.bus == "floppy":
        args = ["-drive", f"{_source(disk)}if=floppy"]
        if disk.bootindex is not None:
            args += ["-global", f"isa-fdc.bootindexA={disk.bootindex}"]
        return args
    media = "media=cdrom,readonly=on," if disk.bus.endswith("cd") else ""
    args = ["-drive", f"{_source(disk)}{media}if=none,id={drive}"]
    devices = [d.format(d=drive, n=number) for d in BUSES[disk.bus]]
    serial = disk.serial or (f"nvme{number}" if disk.bus == "nvme" else None)
    if serial is not None:
        devices[-1] += f",serial={serial}"
    if disk.bootindex is not None:
        devices[-1] += f",bootindex={disk.bootindex}"
    for device in devices:
        args += ["-device", device]
    return args
