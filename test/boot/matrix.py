# SPDX-License-Identifier: BSD-2-Clause
"""The boot matrix: what localboot must start, on which loader, from what.

A drive is "BUS:WHAT", or "BUS@N:WHAT" with N its place in the boot order; the
buses are those of drives.py.  Of WHAT:
    good      boots                       decoy     boots, but is not wanted
    nosig     code without 55AA           blank     nothing but zeros
    gpt       boots, has a GPT            uefi      GPT with ESP, no boot code
    standard  MBR code that starts the    noactive  the same, none is active
              active partition, which
              boots                       gone      the active one is empty
    logical   only its partition 5 boots  hidden    only partition 1 boots; its
    gptpart   only GPT partition 1 boots            hidden-sectors field is wrong
    empty     no medium                   nocd      a CD that does not boot
    emulated  a CD with a floppy image    second    a CD whose entry 2 boots
    large     a CD image of 64 sectors    segment   a CD image for 0800:0000
`boots` is the index of the drive whose token must show, with DL = `dl`, or
None: then the report must show, `says` in it, and the menu come back.
"""

from typing import NamedTuple, Optional

GUID = "6f1a7c9e-52b4-4d0c-9a35-0f6e2b8d4c71"
PART_GUID = "b3d2c8f4-17a6-4e59-8c0b-92e4f7a1d635"
SERIAL = "NC-7731"
LABEL = "NETCHAIN_TEST"
SIGNATURE = 0x4E455443


class Row(NamedTuple):
    """One machine; `options`: of Vm.  rom_starts: how often the NIC booted."""

    host: str
    args: str
    drives: str
    boots: Optional[int] = 0
    dl: str = "80"
    rom_starts: int = 1
    says: tuple = ()
    options: dict = {}


PXE, B, T, S = "pxelinux", "ipxe-bookworm", "ipxe-trixie", "ipxe-sid"
NBP, ROM = "nbp", "plainpxe"
STRICT = {"boot": "menu=off,strict=on"}
# What the report says of int19 and int18 when nothing is there.
NOTHING = (
    "hd: the BIOS knows no fixed disk",
    "cd: the BIOS shows no CD or DVD drive to programs",
    "int19: came back here through the network",
    "int18: came back here through the network",
    "Machine: QEMU | Standard PC",
)
NOT_ASKED = ("hd: drive 0x80: not the disk asked for",)

ONE_DISK = [
    Row(host, args, f"{bus}:good")
    for bus, iphost in zip(
        ["ide", "ahci", "virtio", "scsi", "nvme", "usb", "sd"], [B, T, S, B, T, S, B]
    )
    for host, args in [(PXE, "auto"), (iphost, ""), (ROM, "")]
]

UNSIGNED_FIRST = [
    Row(host, args, f"{first} {bus}:good", 1, "81", says=(word,))
    for host, args, first, bus, word in [
        (PXE, "", "ide:nosig", "ide", "no boot signature (55AA)"),
        (B, "auto", "ide:blank", "ahci", "no boot code in its first sector"),
        (T, "hd", "virtio:nosig", "virtio", "no boot signature (55AA)"),
        (S, "", "scsi:blank", "scsi", "no boot code in its first sector"),
        (NBP, "", "nvme:nosig", "nvme", "no boot signature (55AA)"),
        (ROM, "", "ahci:blank", "usb", "no boot code in its first sector"),
        (PXE, "hd", "ahci:noactive", "nvme", "wants an active partition"),
        (T, "", "ide:gone", "virtio", "active partition has no boot sector"),
        (S, "", "ide:uefi", "ide", "nothing for a BIOS to boot, but"),
    ]
]

# SeaBIOS serves no virtio, SCSI or NVMe disk outside a strict boot order.
NOT_IN_ORDER = [
    Row(host, args, f"{bus}:good", options=STRICT)
    for host, args, bus in [
        (PXE, "", "ahci"),
        (B, "hd", "ide"),
        (T, "", "sd"),
        (S, "auto", "usb"),
        (NBP, "", "ahci"),
        (ROM, "", "ide"),
    ]
]

CDS = [
    Row(PXE, "", "cd:good", dl="E0"),
    Row(B, "cd", "usb-cd:good", dl="E0"),
    Row(T, "cd", "ide:decoy cd:good", 1, "E0"),
    Row(NBP, "", "cd:large", dl="E0"),
    Row(ROM, "", "usb-cd:good", dl="E0"),
    Row(PXE, "cd", "cd:large", dl="E0"),
    Row(S, "cd entry=2", "cd:second", dl="E0"),
    Row(S, "cd", "cd:segment", dl="E0"),
    Row(PXE, "", "ide:blank cd:good", 1, "E0"),
    Row(B, "auto", "virtio:nosig cd:good", 1, "E0"),
    Row(ROM, "", "ide:blank usb-cd:good", 1, "E0"),
    Row(S, "hd,cd,menu", "cd:empty", None, says=("cd: drive 0xe0: cannot be read: no medium",)),
    Row(T, "cd", "cd:nocd", None, says=("no El Torito boot record",)),
    Row(T, "cd", "cd:emulated", None, says=("not supported here; use int18",)),
    Row(T, "cd,int18", "cd:emulated", dl="00"),
    Row(S, "cd entry=9", "cd:good", None, says=("catalogue has no such entry",)),
]

FLOPPIES = [
    Row(PXE, "", "floppy:empty ide:good", 1),
    Row(T, "", "floppy:nosig ahci:good", 1),
    Row(ROM, "", "floppy:good ide:good", 1),
    Row(PXE, "fd", "floppy:good ide:decoy", dl="00"),
    Row(S, "fd,hd", "floppy:nosig ide:good", 1, says=("fd: drive 0x00: no boot sig",)),
    Row(B, "fd,hd", "floppy:empty ide:good", 1, says=("fd: drive 0x00: ",)),
]

CHOSEN = [
    Row(PXE, f"guid={GUID}", "ide:decoy ide:gpt", 1, "81", says=NOT_ASKED),
    Row(T, f"guid={PART_GUID.upper()}", "nvme:decoy nvme:gpt", 1, "81"),
    Row(S, f"guid={SIGNATURE:08x}", "ide:decoy ahci:standard", 1, "81"),
    Row(B, f"hd label={LABEL.lower()}", "usb:decoy usb:gpt", 1, "81"),
    Row(PXE, "size=32M", "virtio:decoy virtio:good=32", 1, "81"),
    Row(S, "size=24M-", "scsi:decoy scsi:good=32", 1, "81"),
    Row(T, f"serial={SERIAL}", "ide:decoy ide:good", 1, "81"),
    Row(PXE, f"serial={SERIAL}", "ahci:decoy ahci:good", 1, "81"),
    Row(S, "internal=yes", "usb@1:decoy ahci:good", 1, "81"),
    Row(T, f"guid={GUID}", "ide:decoy", None, says=NOT_ASKED),
    Row(S, "serial=X", "nvme:decoy", None, says=("BIOS does not tell what is asked",)),
]

PARTITIONS = [
    Row(PXE, "", "ide:gpt"),
    Row(NBP, "", "ahci:gpt"),
    Row(PXE, "part=hd0,5", "ide:logical"),
    Row(B, "part=hd1,5", "ahci:decoy ahci:logical", 1, "81"),
    Row(T, "part=hd0,1", "virtio:gptpart"),
    Row(S, "part=hd,1 guid=" + GUID, "ide:decoy ide:gptpart", 1, "81"),
    Row(S, "part=hd0,1", "nvme:hidden", says=("its hidden-sectors field is wrong",)),
    Row(PXE, "", "ide:standard"),
    Row(T, "part=0x81,1", "ide:decoy ide:standard", 1, "81"),
    Row(S, "part=hd0,7", "ide:logical", None, says=("no such partition on it",)),
    Row(S, "part=hd0,1", "ide:blank", None, says=("no partition table",)),
]

MAPPED = [
    Row(PXE, "hd1 map=0x80", "ide:decoy ide:good", 1),
    Row(S, "hd map=hd0", "ide:nosig virtio:good", 1),
    Row(B, f"guid={GUID} map=0x80", "nvme@1:decoy ahci@2:gpt", 1),
]

NO_DEVICE = [
    Row(host, "", "", None, rom_starts=3, says=NOTHING) for host in [PXE, B, S]
]

ROWS = (
    ONE_DISK + UNSIGNED_FIRST + NOT_IN_ORDER + CDS + FLOPPIES + CHOSEN + PARTITIONS
    + MAPPED + NO_DEVICE
)  # fmt: skip
