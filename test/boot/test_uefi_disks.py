# SPDX-License-Identifier: BSD-2-Clause
"""localboot.efi: loaders on disks, whatever the boot entries say.

Started from a FAT volume: see uefi.stick(). No entry leads to the disks but
what the firmware makes by itself, and those that a row brings.
"""

import re

import pytest

import parttable
import uefi
from test_uefi_entries import LOADER, PART, loader
from uefi import wait_report, wait_token
from varstore import boot_entries, load_option
from vm import Disk

TIMEOUT_S = 90
DEFAULT = "EFI/BOOT/BOOTX64.EFI"
DISK_GUID = "1b8f5c1e-93e6-4b0a-a2f7-5d6a0c5e7731"
OTHER_GUID = "eeeeeeee-1111-4222-8333-444444444444"
DECOY = "0" * 8


def machine(folder, args, disks, entries=None, **options):
    """localboot with `args`, then the disks, which are Disks."""
    entries = {uefi.STICK_ENTRY: uefi.stick_entry(args), **(entries or {})}
    disks = [Disk(uefi.stick(folder), "usb"), *disks]
    return uefi.machine(
        variables=boot_entries(entries), folder=folder, nic=None, disks=disks,
        **options,
    )  # fmt: skip


def boots(vm, token):
    """The disk with the token is started, and no other; what was said."""
    with vm:
        options = wait_token(vm, token, TIMEOUT_S)[0]
        said = vm.serial()
        assert said.count("TOKEN ") == 1
        return said, options


@pytest.mark.quick
def test_internal_disks(folder):
    """On each bus; each loader gives up, and the next disk has its turn."""
    buses = ["ahci", "ide", "virtio", "nvme", "scsi"]
    disks = [
        Disk(given_up(folder / f"{bus}.img", {DEFAULT: str(i) * 8}), bus)
        for i, bus in enumerate(buses, 1)
    ]
    with machine(folder, "disk,menu", disks) as vm:
        wait_report(vm, TIMEOUT_S)
        assert sorted(tokens(vm)) == [str(i) * 8 for i in range(1, 6)]


def given_up(path, files):
    """A disk with loaders that give up: {file: token}."""
    loaders = {n: uefi.token_program(token, "E") for n, token in files.items()}
    return uefi.esp_disk(path, loaders)


def tokens(vm):
    """What loaders have said until the menu had control again, in turn."""
    return re.findall(r"TOKEN ([0-9a-f]{8})", vm.serial().split("menu: back")[0])


def two_disks(folder, token, bus="virtio"):
    """The second one is wanted: (the Disks, keys that name it)."""
    decoy, wanted = uefi.token_program(DECOY), uefi.token_program(token)
    first = uefi.esp_disk(folder / "1.img", {DEFAULT: decoy}, guid=OTHER_GUID)
    second = uefi.esp_disk(
        folder / "2.img", {DEFAULT: wanted}, guid=DISK_GUID, part_guid=PART
    )
    return [Disk(first, bus, serial="S-1"), Disk(second, bus, serial="S-2")]


@pytest.mark.parametrize(
    "bus, key",
    [
        ("virtio", f"guid={DISK_GUID}"),
        ("virtio", f"guid={PART}"),
        ("ahci", "serial=S-2"),
        ("ide", "serial=S-2"),
        ("nvme", "serial=s-2"),
    ],
)
def test_disk_is_chosen(bus, key, folder, token):
    vm = machine(folder, f"disk {key}", two_disks(folder, token, bus))
    assert "not the disk asked for" in boots(vm, token)[0]


def test_label_of_the_file_system_chooses(folder, token):
    """`volume()` labels it; the first disk's has another one."""
    first, second = two_disks(folder, token)
    data = second.path.read_bytes().replace(b"NETCHAIN   ", b"WANTED     ")
    second.path.write_bytes(data)
    vm = machine(folder, "disk label=wanted", [first, second])
    assert "not the disk asked for" in boots(vm, token)[0]


def test_key_alone_tries_no_other_disk(folder):
    """The default list is disk,menu then."""
    disks = two_disks(folder, "1" * 8)
    with machine(folder, "serial=none", disks) as vm:
        report = wait_report(vm, TIMEOUT_S)
        assert report.count("the firmware does not tell what is asked for") == 2
        assert "TOKEN" not in report
        assert "next:" not in vm.serial()


def test_no_esp_on_the_first(folder, token):
    data = [(parttable.LINUX, uefi.new_guid(), None)]
    first = Disk(uefi.disk(folder / "1.img", data), "virtio")
    image = uefi.esp_disk(folder / "2.img", {DEFAULT: uefi.token_program(token)})
    said, _ = boots(machine(folder, "disk", [first, Disk(image, "virtio")]), token)
    assert "no EFI system partition, and no FAT with \\EFI" in said


def test_what_is_wrong_with_a_disk_is_said(folder):
    def partition(kind, files):
        return [(kind, uefi.new_guid(), files)]

    empty = uefi.disk(folder / "1.img", partition(parttable.ESP, {"a.txt": b"a"}))
    raw = uefi.disk(folder / "2.img", partition(parttable.ESP, None))
    plain = uefi.disk(folder / "3.img", partition(parttable.MS_DATA, {"a": b"a"}))
    damaged = uefi.esp_disk(folder / "4.img", {DEFAULT: b"no program" * 99})
    disks = [Disk(path, "virtio") for path in (empty, raw, plain, damaged)]
    with machine(folder, "disk,cd,menu", disks) as vm:
        report = wait_report(vm, TIMEOUT_S)
        verdicts = [
            "no boot loader that is known on its EFI system partition",
            "the firmware shows no file system on its EFI system partition",
            "no EFI system partition, and no FAT with \\EFI",
            "not a program for this firmware, or damaged",
            "the firmware knows no such drive",
        ]
        found = [report.find(verdict) for verdict in verdicts]
        assert -1 not in found and found == sorted(found)


def test_fat_with_efi_that_is_no_esp(folder, token):
    """As some installers leave it: a data partition."""
    files = {DEFAULT: uefi.token_program(token)}
    image = uefi.disk(folder / "d.img", [(parttable.MS_DATA, PART, files)])
    boots(machine(folder, "disk", [Disk(image, "virtio")]), token)


def test_esp_comes_before_other_fat(folder, token):
    decoy, wanted = uefi.token_program(DECOY), uefi.token_program(token)
    volumes = [
        (parttable.MS_DATA, uefi.new_guid(), {DEFAULT: decoy}),
        (parttable.ESP, PART, {DEFAULT: wanted}),
    ]
    image = uefi.disk(folder / "d.img", volumes)
    boots(machine(folder, "disk", [Disk(image, "virtio")]), token)


def test_disk_without_partitions(folder, token):
    image = uefi.volume(folder / "d.img", {DEFAULT: uefi.token_program(token)})
    boots(machine(folder, "disk", [Disk(image, "virtio")]), token)


# What is on a disk, in the order in which it is to be started.
KNOWN = [
    ["EFI/Microsoft/Boot/bootmgfw.efi", "EFI/debian/shimx64.efi"],
    ["EFI/debian/shimx64.efi", "EFI/debian/grubx64.efi"],
    ["EFI/debian/grubx64.efi", DEFAULT],
    ["EFI/opensuse/shim.efi", "EFI/opensuse/grub.efi"],
    ["EFI/systemd/systemd-bootx64.efi", DEFAULT],
]


def test_known_loaders(folder):
    """In this order on each disk; all give up."""
    disks, expected = [], []
    for i, names in enumerate(KNOWN):
        files = {name: f"{i}{j}" * 4 for j, name in enumerate(names)}
        expected += files.values()
        backwards = dict(reversed(files.items()))  # as they lie on the disk
        disks.append(Disk(given_up(folder / f"{i}.img", backwards), "virtio"))
    with machine(folder, "disk,menu", disks) as vm:
        wait_report(vm, TIMEOUT_S)
        assert tokens(vm) == expected


def test_loader_that_bootorder_names_comes_first(folder, token):
    """...with its arguments, though a known one is there too."""
    files = {
        "EFI/debian/shimx64.efi": uefi.token_program(DECOY),
        "EFI/test/loader.efi": uefi.token_program(token),
    }
    image = uefi.esp_disk(folder / "d.img", files, part_guid=PART)
    entries = {5: load_option("named", loader(LOADER), "its arguments")}
    vm = machine(folder, "disk", [Disk(image, "virtio")], entries)
    assert boots(vm, token)[1] == "its arguments"


def test_loader_that_returns_is_followed_by_the_next(folder, token):
    files = {
        "EFI/debian/shimx64.efi": uefi.token_program("1" * 8, "E"),
        "EFI/debian/grubx64.efi": b"no program" * 99,
        DEFAULT: uefi.token_program(token),
    }
    image = uefi.esp_disk(folder / "d.img", files)
    with machine(folder, "disk", [Disk(image, "virtio")]) as vm:
        wait_token(vm, token, TIMEOUT_S)
        assert "shimx64.efi: ran, and gave up" in vm.serial()
        assert "grubx64.efi: not a program for this firmware" in vm.serial()


@pytest.mark.parametrize("args, bus", [("cd", "cd"), ("cd", "usb-cd"), ("usb", "usb"), ("usb", "sd")])
def test_removable_media_only_when_asked(args, bus, folder, token):
    """`disk` passes them over."""
    files = {DEFAULT: uefi.token_program(token)}
    if args == "cd":
        image = uefi.cd_image(folder / "cd.iso", files)
    else:
        sectors = 16384 if bus == "sd" else None
        image = uefi.esp_disk(folder / "d.img", files, sectors=sectors)
    vm = machine(folder, f"disk,{args}", [Disk(image, bus)], sd=bus == "sd")
    said, _ = boots(vm, token)
    assert "disk: the firmware knows no such drive" in said


def test_cd_drive_without_medium(folder):
    with machine(folder, "cd,menu", [Disk(None, "cd")]) as vm:
        assert "no medium in it" in wait_report(vm, TIMEOUT_S)
