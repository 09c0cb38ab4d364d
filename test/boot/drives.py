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
    "nvme": ["nvme,drive={d},serial=nvme{n}"],
    "usb": ["qemu-xhci,id=xhci{n}", "usb-storage,drive={d},bus=xhci{n}.0"],
    "cd": ["ide-cd,drive={d}"],
    "usb-cd": ["qemu-xhci,id=xhci{n}", "usb-storage,drive={d},bus=xhci{n}.0"],
}


class Disk(NamedTuple):
    """A raw image and how it is attached.

    bus: a key of BUSES, or "floppy".  bootindex: None leaves the disk out of
    the boot order (SeaBIOS then tries it last, unless Vm(boot="strict=on")).
    path: None is a drive without a medium.
    """

    path: Optional[Path]
    bus: str = "ide"
    bootindex: Optional[int] = None


def qemu_args(number, disk):
    """QEMU's arguments for `disk`, the machine's drive `number`."""
    drive = f"d{number}"
    source = f"file={disk.path},format=raw," if disk.path else ""
    if disk.bus == "floppy":
        args = ["-drive", f"{source}if=floppy"]
        if disk.bootindex is not None:
            args += ["-global", f"isa-fdc.bootindexA={disk.bootindex}"]
        return args
    media = "media=cdrom,readonly=on," if disk.bus.endswith("cd") else ""
    args = ["-drive", f"{source}{media}if=none,id={drive}"]
    devices = [d.format(d=drive, n=number) for d in BUSES[disk.bus]]
    if disk.bootindex is not None:
        devices[-1] += f",bootindex={disk.bootindex}"
    for device in devices:
        args += ["-device", device]
    return args
