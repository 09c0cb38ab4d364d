# SPDX-License-Identifier: BSD-2-Clause
"""localboot.efi: the boot entries (next, bootnext), exit, arguments.

Started from a FAT volume by a boot entry of its own: see uefi.stick().
"""

import re
import struct

import pytest

import uefi
from uefi import hd, wait_token
from varstore import (
    APP, INACTIVE, boot_entries, file_node, hd_node, load_option, node, pci_node,
)  # fmt: skip
from vm import Disk

TIMEOUT_S = 90
LOADER = "\\EFI\\test\\loader.efi"
PART = "0a1c52de-7a34-4c55-b1d5-3f0b7d0c9e11"
GONE = "dddddddd-1111-4222-8333-444444444444"
NOTHING = "localboot: nothing could be started"
SATA = pci_node(31, 2)


def loader(name=LOADER, part=PART):
    return hd(part) + file_node(name)


def machine(folder, args, entries, files, order=None, **options):
    """localboot with `args`, its entry 0001 first, and one disk with `files`."""
    entries = {uefi.STICK_ENTRY: uefi.stick_entry(args), **entries}
    disks = [Disk(uefi.stick(folder), "virtio")]
    if files is not None:
        disk = uefi.esp_disk(folder / "disk.img", files, part_guid=PART)
        disks.append(Disk(disk, options.pop("bus", "virtio")))
    return uefi.machine(
        variables=boot_entries(entries, order), folder=folder, nic=None,
        disks=disks, **options,
    )  # fmt: skip


# Each with its reason, in one machine: from entry 2 on, then one that is good.
# EDK2 itself takes damaged entries out of BootOrder, and numbers without entry.
BAD = [
    ("stale disk", load_option("a", loader(part=GONE)), "its disk is not there"),
    ("stale file", load_option("b", loader("\\x.efi")), "no such file"),
    ("inactive", load_option("c", loader(), attributes=INACTIVE), "switched off"),
    ("application", load_option("d", loader(), attributes=APP), "an application"),
    (
        "BIOS",
        load_option("e", node(5, 1, struct.pack("<HH", 2, 0) + b"HD\0")),
        "boots as a BIOS does",
    ),
    (
        "network",
        load_option("f", pci_node(3) + node(3, 11, bytes(33))),
        "boots from the network",
    ),
    ("USB class", load_option("i", node(3, 15, bytes(7))), "short device path"),
    ("no program", load_option("j", loader("\\text.efi")), "not a program"),
]
FIRST_BAD = 2


def test_entries_that_cannot_be_started_are_named(folder, token):
    """...and the one after them starts, with its arguments and BootCurrent."""
    entries = {n: row[1] for n, row in enumerate(BAD, FIRST_BAD)}
    entries[0xAB] = load_option("Good one", loader(), f"first {token} last")
    files = {"EFI/test/loader.efi": uefi.token_program(token), "text.efi": b"no" * 999}
    order = [uefi.STICK_ENTRY, *range(FIRST_BAD, FIRST_BAD + len(BAD)), 0xAB]
    with machine(folder, "next", entries, files, order) as vm:
        options, _, current = wait_token(vm, token, TIMEOUT_S)
        assert (options, current) == (f"first {token} last", "00ab")
        said = vm.serial()
        for number, (_, _, reason) in enumerate(BAD, FIRST_BAD):
            line = next(x for x in said.splitlines() if f"next: Boot{number:04x}" in x)
            assert reason in line


def test_walk_begins_behind_the_current_entry(folder, token):
    """The one before it in BootOrder comes last."""
    before = uefi.token_program("0" * 8)
    entries = {
        5: load_option("before", loader("\\before.efi")),
        6: load_option("behind", loader()),
    }
    files = {"EFI/test/loader.efi": uefi.token_program(token), "before.efi": before}
    variables = [5, uefi.STICK_ENTRY, 6]
    vm = machine(folder, "next", entries, files, variables)
    # The firmware itself would start entry 5 first: BootNext is the way in.
    with vm_with_boot_next(vm, folder, uefi.STICK_ENTRY) as started:
        wait_token(started, token, TIMEOUT_S)
        assert "TOKEN 00000000" not in started.serial()


def vm_with_boot_next(vm, folder, number):
    """The same machine, with BootNext in its store as well."""
    store = folder / "vars.fd"
    data = store.read_bytes()
    store.write_bytes(uefi.varstore.with_variables(data, {"BootNext": struct.pack("<H", number)}))
    return vm


DATA = bytes(range(37))
# One after the other: where the path of the file {} leads, and load options.
FORMS = [
    lambda name: (file_node(f"\\EFI\\test\\{name}"), b""),
    # A partition that has moved.
    lambda name: (hd_node(9, 12345, 99, PART) + file_node(f"\\EFI\\test\\{name}"), b""),
    lambda name: (hd(PART) + file_node("\\EFI\\test") + file_node(name), b""),
    # Another controller than the one it is on.
    lambda name: (pci_node(30) + hd(PART) + file_node(f"\\EFI\\test\\{name}"), b""),
    # Optional data that is no text.
    lambda name: (hd(PART) + file_node(f"\\EFI\\test\\{name}"), DATA),
]


def test_device_paths_and_optional_data(folder, token):
    """Each leads to a loader of its own, which gives up. Without a file the
    path means the default one, which stays."""
    entries = {0xA0: load_option("partition", hd(PART))}
    files = {"EFI/BOOT/BOOTX64.EFI": uefi.token_program(token)}
    for i, form in enumerate(FORMS, 2):
        entries[i] = load_option("x", *form(f"{i}.efi"))
        files[f"EFI/test/{i}.efi"] = uefi.token_program(f"{i}" * 8, "E")
    order = [uefi.STICK_ENTRY, *range(2, 2 + len(FORMS)), 0xA0]
    with machine(folder, "next", entries, files, order) as vm:
        assert wait_token(vm, token, TIMEOUT_S)[2] == "00a0"
        for i in range(2, 2 + len(FORMS)):
            _, data, current = wait_token(vm, f"{i}" * 8, 0)
            assert current == f"000{i}"
            assert data == (DATA.hex() if i == 1 + len(FORMS) else "")


@pytest.mark.parametrize("action", ["R", "E"], ids=["success", "error"])
def test_loader_that_returns_is_followed_by_the_next(action, folder, token):
    entries = {
        2: load_option("gives up", loader("\\up.efi")),
        3: load_option("stays", loader()),
    }
    up = uefi.token_program("11111111", action)
    files = {"up.efi": up, "EFI/test/loader.efi": uefi.token_program(token)}
    with machine(folder, "next", entries, files) as vm:
        assert wait_token(vm, token, TIMEOUT_S)[2] == "0003"
        assert 'next: Boot0002 "gives up": ran, and gave up' in vm.serial()


def test_auto_ends_in_the_report_and_goes_back(folder):
    """Everything comes back: each is named, once; the firmware goes on."""
    up = uefi.token_program("11111111", "E")
    files = {"EFI/test/loader.efi": up, "EFI/BOOT/BOOTX64.EFI": up}
    entries = {2: load_option("gives up", loader())}
    with machine(folder, "next,disk,exit", entries, files) as vm:
        vm.wait_serial("Press a key to go on", TIMEOUT_S)
        report = vm.serial().split(NOTHING)[1]
        assert "Machine: QEMU | Standard PC" in report
        lines = [line.strip() for line in report.splitlines() if line.strip()]
        verdicts = dict(zip(lines, lines[1:]))
        assert verdicts['next: Boot0002 "gives up"'] == "ran, and gave up (status 15)"
        assert verdicts['next: Boot0005 "EFI Internal Shell"'] == "a part of the firmware"
        disk = next(x for x in lines if x.endswith("\\EFI\\BOOT\\BOOTX64.EFI"))
        assert disk.startswith("disk: PciRoot(0x0)/")
        assert verdicts[disk] == "was started before; not again"
        vm.send("ret")
        vm.wait_serial("exit: back to the firmware", TIMEOUT_S)
        vm.wait_serial("failed to start Boot0001.*: Not Found", TIMEOUT_S)


def test_exit_goes_on_to_the_next_entry(folder, token):
    """With each of the two errors; then the firmware starts the disk."""
    entries = {
        2: uefi.stick_entry("exit exit=aborted"),
        4: load_option("firmware's next", loader()),
    }
    files = {"EFI/test/loader.efi": uefi.token_program(token)}
    with machine(folder, "exit", entries, files) as vm:
        assert wait_token(vm, token, TIMEOUT_S)[2] == "0004"
        said = vm.serial()
        assert "Starting" not in said and NOTHING not in said
        for number, status in (1, "Not Found"), (2, "Aborted"):
            assert re.search(f"failed to start Boot000{number} .*: {status}", said)


def test_exit_success_stops_edk2_in_its_menu(folder, token):
    entries = {4: load_option("not started", loader())}
    files = {"EFI/test/loader.efi": uefi.token_program(token)}
    with machine(folder, "exit exit=success", entries, files) as vm:
        vm.wait_serial("Boot Manager|Continue", TIMEOUT_S)
        assert token not in vm.serial()


@pytest.mark.quick
def test_bootnext_resets_into_the_entry(folder, token):
    """By the firmware's own hand: BootCurrent is the entry's."""
    entries = {
        2: load_option("stale", loader(part=GONE)),
        3: load_option("wanted", loader(), "by firmware"),
    }
    files = {"EFI/test/loader.efi": uefi.token_program(token)}
    with machine(folder, "bootnext", entries, files) as vm:
        options, _, current = wait_token(vm, token, 2 * TIMEOUT_S)
        assert (options, current) == ("by firmware", "0003")
        said = vm.serial()
        assert 'bootnext: Boot0002 "stale": its disk is not there' in said
        assert 'bootnext: Boot0003 "wanted": restarting for it' in said
        assert "Starting" not in said
        assert said.count('starting Boot0001 "localboot"') == 1


def test_bootnext_does_not_reset_for_ever(folder, token):
    """The entry comes back: the firmware starts localboot again, which goes on."""
    entries = {3: load_option("gives up", loader())}
    files = {"EFI/test/loader.efi": uefi.token_program(token, "E")}
    with machine(folder, "bootnext,exit", entries, files) as vm:
        vm.wait_serial("Press a key to go on", 2 * TIMEOUT_S)
        said = vm.serial()
        assert said.count("restarting for it") == 1
        assert said.count(f"TOKEN {token}") == 1
        assert "gives up\": was started by BootNext, and came back here" in said


BAD_ARGUMENTS = {
    "next,hd0": '"hd0": not a method or key',
    "disk guid=12": '("guid=12"|"12"): this value does not fit its key',
    "exit=maybe": '"exit=maybe": this value does not fit its key',
}


def test_bad_arguments_boot_nothing(folder):
    """Each as an entry; the firmware goes on to the next."""
    first, *rest = BAD_ARGUMENTS
    entries = {i: uefi.stick_entry(args) for i, args in enumerate(rest, 2)}
    with machine(folder, first, entries, None) as vm:
        for number, said in enumerate(BAD_ARGUMENTS.values(), 1):
            vm.wait_serial(
                f"localboot: {said}\n.*Nothing was booted. Methods: auto, or a list of next"
                f"(.|\n)*failed to start Boot000{number} .*: Invalid Parameter", TIMEOUT_S,
            )  # fmt: skip


@pytest.mark.parametrize("args", [b"next\0 ", b"localboot.efi next"], ids=["ASCII", "name"])
def test_arguments_in_ascii(args, folder, token):
    files = {"EFI/test/loader.efi": uefi.token_program(token)}
    with machine(folder, args, {3: load_option("x", loader())}, files) as vm:
        wait_token(vm, token, TIMEOUT_S)


def test_arguments_that_are_no_text_count_as_none(folder, token):
    """As of an entry that the firmware has made by itself: auto."""
    files = {"EFI/test/loader.efi": uefi.token_program(token)}
    entries = {3: load_option("x", loader())}
    with machine(folder, bytes(range(128, 144)), entries, files) as vm:
        wait_token(vm, token, TIMEOUT_S)


@pytest.mark.parametrize("what", ["reboot", "poweroff"])
def test_reset(what, folder):
    with machine(folder, what, {}, None, extra=["-no-reboot"]) as vm:
        reason = {"reboot": "guest-reset", "poweroff": "guest-shutdown"}[what]
        assert vm.wait_shutdown(TIMEOUT_S) == reason
