# SPDX-License-Identifier: BSD-2-Clause
"""Proves the CD that stands for an installer (installcd.asm)."""

import pytest

import ibfttable
import media
from conftest import wait_report
from net import Tgt
from parttable import SECTOR
from vm import MAC, Disk, Vm

TIMEOUT_S = 90
LBA = 1000
INITIATOR = "iqn.2026-11.org.example:installer"
OLD = "0badcafe"


def wait_installed(vm, token, timeout_s=TIMEOUT_S):
    """Wait for the installer's whole report; the parsed report."""
    vm.wait_serial(f"^END {token}$", timeout_s)
    report = media.parse_install(vm.serial())
    assert report["INSTALLER"] == token
    return report


@pytest.fixture
def disc(folder, token):
    """A CD that writes the token reversed into sector LBA."""
    return media.install_cd(folder / "cd.iso", token, content=token[::-1], lba=LBA)


def installer(disc, *disks, **options):
    """A Vm without a network whose BIOS starts the CD."""
    return Vm(nic=None, disks=disks, cdrom=disc, boot="order=d", **options)


FIRST = {
    "blank": (media.blank, [], "EMPTY"),
    "token": (media.disk, [OLD], OLD),
    "other": (media.numbered, [], "00001000"),
}


@pytest.mark.parametrize("kind", FIRST)
def test_looks_at_a_local_disk_and_writes_one_sector(kind, folder, token, disc):
    make, arguments, first = FIRST[kind]
    disk = make(folder / "disk.img", *arguments)
    before = disk.read_bytes()
    with installer(disc, disk) as vm:
        report = wait_installed(vm, token)
    assert report.pop("I13").startswith("F000:")
    assert report == {
        "INSTALLER": token, "CD": "E0", "MEM": "027F", "SECTORS": "0000000000004000",
        "LENGTH": "0200", "FIRST": first, "IBFT": "none", "WRITE": "ok",
    }  # fmt: skip
    after = disk.read_bytes()
    assert after[LBA * SECTOR :][:SECTOR] == token[::-1].encode().ljust(SECTOR, b"\0")
    assert after[: LBA * SECTOR] == before[: LBA * SECTOR]
    assert after[(LBA + 1) * SECTOR :] == before[(LBA + 1) * SECTOR :]


def test_looks_at_another_drive(folder, token):
    first = Disk(media.blank(folder / "1.img"), "ahci", bootindex=1)
    second = Disk(media.disk(folder / "2.img", OLD, 4), "ahci", bootindex=2)
    disc = media.install_cd(folder / "cd.iso", token, DRIVE=0x81)
    with Vm(nic=None, disks=[first, second, Disk(disc, "cd", bootindex=0)]) as vm:
        report = wait_installed(vm, token)
    assert (report["FIRST"], report["SECTORS"]) == (OLD, "0000000000002000")
    assert "WRITE" not in report


def test_says_that_there_is_no_disk(token, disc):
    with installer(disc) as vm:
        report = wait_installed(vm, token)
    assert report["NOSIZE"] != "00" and "SECTORS" not in report
    assert report["FIRST"].startswith("error:")
    assert report["WRITE"].startswith("error:")


def test_says_when_the_disk_has_something_else(folder, token, disc):
    """A BIOS that reads less than asked, without an error."""
    rom = media.option_rom("hostile.asm", folder / "hostile.rom", I13_SHORT=True)
    disk = media.blank(folder / "disk.img")
    with installer(disc, disk, extra=["-option-rom", rom]) as vm:
        assert wait_installed(vm, token)["WRITE"] == "differs"


# --- The iBFT ---

FOUND = {
    "IBFT": "ok", "SEGMENT": "9A00", "TABLES": "01", "INITIATOR": "iqn.a:me",
    "MAC0": "52540012ABCD", "NICIP0": "10.200.3.14", "PREFIX0": "22",
    "GATEWAY0": "10.200.0.1", "ORIGIN0": "3", "PCI0": "0118", "TARGET0": "iqn.b:disk",
    "IP0": "192.168.0.255", "PORT0": "3260", "LUN0": "0001000000000000", "CHAP0": "2",
    "NIC0": "0",
}  # fmt: skip
GOOD = ibfttable.table()
BAD_SUM = ibfttable.damaged()
TOO_LONG = GOOD[:4] + b"\0\0\1\0" + GOOD[8:]
TOO_SHORT = GOOD[:4] + b"\x40\0\0\0" + GOOD[8:]
STRAY = bytes(8) + GOOD  # not at a multiple of 16
# The initiator's name is longer and elsewhere; the sum of all is the same.
OUTSIDE = GOOD.replace(b"\x08\0\0\2", b"\xf8\0\x10\2")
TABLES = {
    "good": (GOOD, FOUND),
    "checksum": (BAD_SUM, {"IBFT": "checksum"}),
    "too-long": (TOO_LONG, {"IBFT": "length"}),
    "too-short": (TOO_SHORT, {"IBFT": "length"}),
    "misplaced": (STRAY, {"IBFT": "none"}),
    "bad-before-good": (
        BAD_SUM.ljust(0x400) + GOOD, {**FOUND, "SEGMENT": "9A40"},
    ),
    "two": (GOOD.ljust(0x400) + GOOD, {**FOUND, "TABLES": "02"}),
    "string-outside": (OUTSIDE, {**FOUND, "INITIATOR": "outside"}),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_finds_a_table_in_memory(name, folder, token):
    table, wanted = TABLES[name]
    disc = media.install_cd(folder / "cd.iso", token)
    with installer(disc, extra=ibfttable.in_memory(folder / "ibft", table)) as vm:
        report = wait_installed(vm, token)
    del report["I13"]
    rest = {"INSTALLER", "CD", "MEM", "NOSIZE", "FIRST"}
    assert {k: v for k, v in report.items() if k not in rest} == wanted


def test_installs_to_san_and_san_boots(root, folder, token):
    """What iPXE itself offers: attach, give the machine back, boot the CD."""
    disk = media.blank(folder / "san.img")
    disc = media.install_cd(
        folder / "cd.iso", "0" * 8, content=token, lba=LBA, boot_token=token
    )
    script = root / "t.ipxe"
    with Tgt([None, disk]) as target:
        uri = target.uri(lun=2)
        name = f"set initiator-iqn {INITIATOR}"
        script.write_text(f"#!ipxe\n{name}\nsanhook {uri}\nexit\n")
        with Vm(tftp=root, bootfile="t.ipxe", cdrom=disc) as vm:
            report = wait_installed(vm, "0" * 8)
            assert target.sessions() == [INITIATOR]
        script.write_text(f"#!ipxe\nsanboot {uri}\n")
        with Vm(tftp=root, bootfile="t.ipxe") as vm:
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"
    assert disk.read_bytes()[LBA * SECTOR :].rstrip(b"\0") == token.encode()
    assert not report["I13"].startswith("F000:") and int(report["MEM"], 16) < 0x27F
    wanted = {
        "FIRST": "EMPTY", "SECTORS": "0000000000004000", "LENGTH": "0200",
        "BOOTCODE": "ok", "WRITE": "ok", "IBFT": "ok", "TABLES": "01",
        "INITIATOR": INITIATOR, "MAC0": MAC.replace(":", ""), "NICIP0": "10.0.2.15",
        "PREFIX0": "24", "GATEWAY0": "10.0.2.2", "ORIGIN0": "3", "PCI0": "0018",
        "TARGET0": Tgt.IQN, "IP0": "10.0.2.2", "PORT0": str(target.port),
        "LUN0": "0002000000000000", "CHAP0": "0", "NIC0": "0",
    }  # fmt: skip
    assert wanted.items() <= report.items()
