# SPDX-License-Identifier: BSD-2-Clause
"""localboot.c32 against the boot matrix (matrix.py)."""

import secrets

import pytest

import hosts
import matrix
import media
from cdimage import CdEntry
from conftest import comes_back, wait_report
from parttable import ESP, MS_DATA, SECTOR, Partition
from vm import BUILD, Disk

pytestmark = pytest.mark.usefixtures("fast_clock")

TIMEOUT_S = 200
GPT_START = 64  # where parttable.gpt() begins
PRIMARY = Partition(64, 2048)
LOGICAL_START = 4096
ORDERED_BUSES = ["ide", "ahci", "virtio", "scsi", "nvme", "usb"]
# May differ from what a BIOS shows a boot sector it started itself: E820 and
# PCI by the drives of the row, PNP because we give it.
OWN = ["TOKEN", "DL", "E820", "PCI", "PNP", "SI", "PE", "LAST"]


def _gpt(path, token, **options):
    part = (MS_DATA, matrix.PART_GUID, matrix.LABEL, 2048)
    return media.gpt_disk(path, token, matrix.GUID, [part], **options)


def _standard(path, token, active=0, **vbr):
    part = PRIMARY._replace(token=token, **vbr)
    signature = matrix.SIGNATURE
    return media.mbr_disk(
        path, standard=True, partitions=[part], active=active, disk_signature=signature
    )


def _logical(path, token):
    logical = Partition(LOGICAL_START, 2048, token=token, logical=True)
    return media.mbr_disk(path, partitions=[PRIMARY, logical])


def _hidden(path, token):
    return media.mbr_disk(path, partitions=[PRIMARY._replace(token=token, hidden=63)])


def _gptpart(path, token):
    code = media.assemble("bootsector.asm", path, TOKEN=f'"{token}"', VBR=GPT_START)
    _gpt(path, None)
    with open(path, "r+b") as file:
        file.seek(GPT_START * SECTOR)
        file.write(code)
    return path


MAKERS = {
    "good": media.disk,
    "good=32": lambda path, token: media.disk(path, token, 32),
    "decoy": media.disk,
    "nosig": lambda path, token: media.disk(path, token, signature=False),
    "blank": lambda path, token: media.blank(path),
    "gpt": _gpt,
    "uefi": lambda path, token: media.gpt_disk(
        path, partitions=[(ESP, matrix.PART_GUID, "ESP", 2048)]
    ),
    "standard": _standard,
    "noactive": lambda path, token: _standard(path, token, active=None),
    "gone": lambda path, token: _standard(path, token, signature=False),
    "logical": _logical,
    "hidden": _hidden,
    "gptpart": _gptpart,
    "empty": lambda path, token: None,
}
FLOPPIES = {
    "good": media.floppy,
    "nosig": lambda path, token: media.floppy(path, token, signature=False),
    "empty": lambda path, token: None,
}
CDS = {
    "good": media.cd,
    "empty": lambda path, token: None,
    "nocd": lambda path, token: media.cd(path, token, no_boot_record=True),
    "emulated": lambda path, token: media.cd(path, token, media=2),
    "second": lambda path, token: media.cd(
        path, "0" * 8, extra_entries=[CdEntry(token)]
    ),
    "large": lambda path, token: media.cd(path, token, sectors=64),
    "segment": lambda path, token: media.cd(path, token, load_segment=0x800),
}


def _drive(folder, number, word, ordered):
    """(Disk, its token) of "BUS:WHAT"; ordered: without "@N", as listed.

    SeaBIOS looks for controllers in parallel: of two disks without a place in
    its boot order, either may come first.
    """
    bus, what = word.split(":")
    bus, _, order = bus.partition("@")
    if ordered and not order and bus in ORDERED_BUSES:
        order = number + 1
    table = CDS if bus.endswith("cd") else FLOPPIES if bus == "floppy" else MAKERS
    token = secrets.token_hex(4)
    path = table[what](folder / f"drive{number}.img", token)
    serial = matrix.SERIAL if bus in ("ide", "ahci") and what == "good" else None
    return Disk(path, bus, int(order) if order else None, serial), token


def _name(row):
    words = [row.host, row.args or "default", row.drives or "nothing"]
    return " ".join([*words, *row.options.values()])


@pytest.mark.quick
@pytest.mark.parametrize("row", matrix.ROWS, ids=map(_name, matrix.ROWS))
def test_row(row, root, folder, baseline):
    words = row.drives.split()
    ordered = len(words) > 1
    drives = [_drive(folder, n, word, ordered) for n, word in enumerate(words)]
    options = {"disks": [disk for disk, _ in drives], **row.options}
    with hosts.run(row.host, root, BUILD / "localboot.c32", row.args, **options) as vm:
        if row.boots is None:
            comes_back(vm, row.host, TIMEOUT_S)
            assert "TOKEN" not in vm.serial()
        else:
            _boots(vm, row, drives[row.boots][1], baseline())
        for words in row.says:
            assert words in "\n".join([*vm.seen, vm.text()])
        assert vm.rom_starts() == row.rom_starts


def _boots(vm, row, token, baseline):
    report = wait_report(vm, token, TIMEOUT_S)
    assert report["DL"] == row.dl
    assert report.get("LAST", "1") == "1"
    if "part=" in row.args:
        start = bytes.fromhex(report["PE"])[8:12]
        assert report["SI"] == "0000:07BE"
        assert int.from_bytes(start, "little") in (PRIMARY.start, LOGICAL_START)
    e820 = int(baseline["E820"], 16) - int(report["E820"], 16)
    for field in OWN:
        report.pop(field, None)
    expected = {k: v for k, v in baseline.items() if k not in OWN}
    if "map=" in row.args:
        assert int(report.pop("MEM"), 16) == int(expected.pop("MEM"), 16) - 1
        assert e820 % 4096 == 1024  # the rest goes to the drives in pages
        for vector in ("I13", "I15"):
            assert report.pop(vector) != expected.pop(vector)
    assert report == expected
    assert not vm.nic_receiving()
