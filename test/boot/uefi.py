# SPDX-License-Identifier: BSD-2-Clause
"""UEFI machines (OVMF, and AAVMF on QEMU's virt) for the boot tests."""

import os
import re
import shutil
import subprocess
import uuid

import pytest

import parttable
import varstore
from vm import BUILD, CACHE, Vm

OVMF = CACHE / "ovmf/usr/share/OVMF"
# Its firmware drives SD cards; those of bookworm and trixie do not.
OVMF_SID = CACHE / "ovmf-sid/usr/share/OVMF"
AAVMF = CACHE / "aavmf/usr/share/AAVMF"
SECTOR = parttable.SECTOR
# Of the GPT that disk() makes: its partitions follow one another from here.
FIRST_LBA = 64
VOLUME_SECTORS = 8192
SETTINGS = b"NCTOKEN:00000000S"

FIRMWARE = {
    ("x64", False): (OVMF / "OVMF_CODE_4M.fd", OVMF / "OVMF_VARS_4M.fd"),
    ("x64", True): (
        OVMF / "OVMF_CODE_4M.snakeoil.fd",
        OVMF / "OVMF_VARS_4M.snakeoil.fd",
    ),
    # With Microsoft's keys, as machines are sold.
    ("x64", "microsoft"): (OVMF / "OVMF_CODE_4M.ms.fd", OVMF / "OVMF_VARS_4M.ms.fd"),
    # The plain AAVMF_VARS.fd is not formatted yet: of no use for variables.
    ("aa64", False): (AAVMF / "AAVMF_CODE.fd", AAVMF / "AAVMF_VARS.snakeoil.fd"),
    ("aa64", True): (
        AAVMF / "AAVMF_CODE.snakeoil.fd",
        AAVMF / "AAVMF_VARS.snakeoil.fd",
    ),
    ("x64", "sd"): (OVMF_SID / "OVMF_CODE_4M.fd", OVMF_SID / "OVMF_VARS_4M.fd"),
    ("aa64", "microsoft"): (AAVMF / "AAVMF_CODE.ms.fd", AAVMF / "AAVMF_VARS.ms.fd"),
}
# Console control of the firmware's terminal: CSI sequences, and what it sets.
ESCAPES = re.compile(r"\x1b\[[0-9;?=]*[A-Za-z]|\x1b[()=][A-Z0-9]?")


class UefiVm(Vm):
    """A Vm whose console is the serial port; `seen` text without controls."""

    def serial(self):
        return ESCAPES.sub("\n", super().serial())

    def screen(self):
        """There is no text screen; what QEMU tells meanwhile is taken."""
        self.qmp("query-status")
        return []


class ArmVm(UefiVm):
    """The same on QEMU's AArch64 machine `virt`."""

    PC_ONLY = {"-vga", "-chardev", "-boot"}

    def __init__(self, **options):
        if not shutil.which("qemu-system-aarch64"):
            pytest.skip("run test/deps.sh: no qemu-system-aarch64")
        super().__init__(**{"machine": "virt", **options})
        given, self._args = iter(self._args[1:]), ["qemu-system-aarch64"]
        self._args += ["-cpu", "cortex-a57"]
        for word in given:
            value = None
            if word in self.PC_ONLY:
                next(given)
            elif word == "-device":
                value = next(given)
                if not value.startswith("isa-"):
                    self._args += [word, value]
            else:
                self._args.append(word)
        keyboard = ["-device", "qemu-xhci,id=keys", "-device", "usb-kbd,bus=keys.0"]
        self._args += keyboard


def machine(arch="x64", secure=False, variables=None, folder=None, sd=False, **options):
    """A Vm, not yet started, with the architecture's firmware.

    sd: with one that drives SD cards.

    variables: put into a copy of the variable store in `folder` first (see
    varstore).  secure: Secure Boot is on, with the snakeoil keys, or with
    those of "microsoft".

    The NIC has no ROM, so that the firmware's own PXE client boots from it.
    """
    code, store = FIRMWARE[arch, "sd" if sd else secure]
    if not code.exists():
        pytest.skip(f"run test/deps.sh: no {code}")
    if variables:
        content = store.read_bytes()
        if not secure:
            content = varstore.emptied(content)
        changed = folder / "vars.fd"
        content = varstore.with_variables(content, variables)
        changed.write_bytes(content.rstrip(b"\0"))
        os.truncate(changed, len(content))  # AAVMF's is 64 MiB, nearly all zero
        store = changed
    elif (arch, secure) == ("aa64", False):
        store = AAVMF / "AAVMF_VARS.fd"
    flash = "if=pflash,format=raw"
    extra = [
        "-drive", f"{flash},unit=0,readonly=on,file={code}",
        "-drive", f"{flash},unit=1,snapshot=on,file={store}",
        *options.pop("extra", ()),
    ]  # fmt: skip
    settings = {"nic": "virtio-net-pci", "rom": None, "memory_mib": 256}
    if secure and arch == "x64":
        settings["machine"] = "q35,smm=on"
        # With S3, this firmware's SMM does not come up on QEMU 7.2's TCG.
        extra += ["-global", "ICH9-LPC.disable_s3=1"]
        extra += ["-global", "driver=cfi.pflash01,property=secure,value=on"]
    if sd:
        extra += ["-device", "virtio-rng-pci"]  # its network needs random numbers
        # QEMU's card is powered up 0.5 ms after the first question. Where that
        # is before EDK2's second, EDK2 asks for no voltage, leaves the card idle
        # and gives it up for good; 4 ns an instruction is never that early.
        extra += ["-icount", "shift=2"]
    kind = UefiVm if arch == "x64" else ArmVm
    return kind(**{**settings, **options}, extra=extra)


def token_program(token, action="S", arch="x64"):
    """The bytes of a loader that says `token` (test/efi/token.c)."""
    data = (BUILD / f"test-efi/token{arch}.efi").read_bytes()
    assert data.count(SETTINGS) == 1
    return data.replace(SETTINGS, b"NCTOKEN:" + token.encode() + action.encode())


def program(arch="x64", name="localboot"):
    """The path of a program of ours for the architecture."""
    return BUILD / (f"{name}.efi" if arch == "x64" else f"{name}{arch}.efi")


def volume(path, files, sectors=VOLUME_SECTORS, label=None):
    """Make the file `path` a FAT file system with {name: bytes or path}."""
    with open(path, "wb") as image:
        image.truncate(sectors * SECTOR)
    def run(*words):
        subprocess.run([words[0], "-i", str(path), *words[1:]], check=True)

    run("mformat", "-T", str(sectors), "-h", "2", "-s", "16", "-N", "4e43", "-v",
        label or "NETCHAIN", "::")  # fmt: skip
    made = set()
    for name, content in files.items():
        *folders, _ = name.strip("/").split("/")
        for depth in range(1, len(folders) + 1):
            folder = "/".join(folders[:depth])
            if folder.upper() not in made:
                made.add(folder.upper())
                run("mmd", f"::{folder}")
        source = content
        if isinstance(content, bytes):
            source = path.with_suffix(".part")
            source.write_bytes(content)
        run("mcopy", str(source), f"::{name}")
    return path


def new_guid():
    return str(uuid.uuid4())


def disk(path, volumes, guid=None, sectors=None, volume_sectors=VOLUME_SECTORS):
    """A GPT disk: (type GUID, own GUID, {name: content} or None) each.

    None: the partition holds nothing.  Returns `path`.
    """
    entries = [
        (kind, own, f"part{number}", volume_sectors)
        for number, (kind, own, _) in enumerate(volumes, 1)
    ]
    end = FIRST_LBA + volume_sectors * len(volumes)
    total = sectors or end + 128
    whole = [parttable.Partition(1, total - 1, parttable.PROTECTIVE)]
    blocks = {0: parttable.with_mbr(bytes(510) + b"\x55\xaa", whole)}
    blocks.update(parttable.gpt(total, guid or new_guid(), entries))
    with open(path, "wb") as image:
        image.truncate(total * SECTOR)
        for lba, data in blocks.items():
            image.seek(lba * SECTOR)
            image.write(data)
        for number, (_, _, files) in enumerate(volumes):
            if files is None:
                continue
            part = volume(path.with_suffix(f".vol{number}"), files, volume_sectors)
            image.seek((FIRST_LBA + number * volume_sectors) * SECTOR)
            image.write(part.read_bytes())
            part.unlink()
    return path


def esp_disk(path, files, guid=None, part_guid=None, **options):
    """A GPT disk with one EFI system partition."""
    own = part_guid or new_guid()
    return disk(path, [(parttable.ESP, own, files)], guid, **options)


def hd(part_guid, number=1):
    """The short device path of a partition of such a disk."""
    start = FIRST_LBA + (number - 1) * VOLUME_SECTORS
    return varstore.hd_node(number, start, VOLUME_SECTORS, part_guid)


def wait_token(vm, token, timeout_s=90):
    """Wait for a loader's line; (load options as text, as hex, BootCurrent)."""
    line = rf"TOKEN {token} OPTIONS <(.*)> \[(.*)\] CURRENT ([0-9a-f]{{4}})"
    return vm.wait_serial(line, timeout_s).groups()


def wait_report(vm, timeout_s=90):
    """Wait for the report, press the key it asks for; what it says."""
    vm.wait_serial("Press a key to go on", timeout_s)
    vm.send("ret")
    vm.wait_serial("menu: back to the loader", timeout_s)
    return vm.serial().split("nothing could be started")[1].split("menu: back")[0]


def cd_image(path, files):
    """A CD that only UEFI boots: its boot image is a FAT file system."""
    tree = path.with_suffix(".tree")
    tree.mkdir()
    volume(tree / "efi.img", files)
    subprocess.run(
        ["xorriso", "-as", "mkisofs", "-quiet", "-o", path, "-e", "efi.img",
         "-no-emul-boot", tree],
        check=True, capture_output=True,
    )  # fmt: skip
    shutil.rmtree(tree)
    return path


# How localboot is started from a FAT volume, in place of the network: as the
# boot entry 0001 of a disk of its own, so that no NIC costs time.
STICK_GUID = "5f6b1d0e-3c2a-4f57-9d0b-6f1e2a7c4b90"
STICK_ENTRY = 1
STICK_FILE = "\\netchain\\localboot.efi"


def stick(folder, files=None, arch="x64"):
    """The image of that disk; `files` lie on it too."""
    content = {"netchain/localboot.efi": program(arch), **(files or {})}
    return esp_disk(folder / "stick.img", content, part_guid=STICK_GUID)


def stick_entry(args):
    """Its EFI_LOAD_OPTION."""
    path = hd(STICK_GUID) + varstore.file_node(STICK_FILE)
    return varstore.load_option("localboot", path, args)
