# SPDX-License-Identifier: BSD-2-Clause
"""localboot.efi on AArch64: QEMU's virt with Debian's AAVMF."""

import shutil

import pytest

import parttable
import uefi
from test_uefi_entries import GONE, LOADER, NOTHING, PART, loader
from test_uefi_start import IPXES, boots_by_http, script
from uefi import wait_token
from varstore import boot_entries, load_option
from vm import CACHE, Disk

TIMEOUT_S = 240
DEFAULT = "EFI/BOOT/BOOTAA64.EFI"
GUID = "1b8f5c1e-93e6-4b0a-a2f7-5d6a0c5e7731"


def program(token, action="S"):
    return uefi.token_program(token, action, "aa64")


def from_volume(folder, args, entries, disks, **options):
    """localboot with `args` as entry 0001 of a disk of its own."""
    entries = {uefi.STICK_ENTRY: uefi.stick_entry(args), **entries}
    disks = [Disk(uefi.stick(folder, arch="aa64"), "usb"), *disks]
    return uefi.machine(
        "aa64", variables=boot_entries(entries), folder=folder, nic=None,
        disks=disks, **options,
    )  # fmt: skip


def pxe(root):
    shutil.copy(uefi.program("aa64"), root / "localboot.efi")
    return {"tftp": root, "bootfile": "localboot.efi", "nic_bootindex": 0}


@pytest.mark.quick
@pytest.mark.parametrize("bus", ["virtio", "nvme", "usb"])
def test_network_first_then_the_disk(bus, folder, root, token):
    """By the entry that the firmware has made for it. AAVMF drives no SATA."""
    image = uefi.esp_disk(folder / "d.img", {DEFAULT: program(token)})
    with uefi.machine("aa64", disks=[Disk(image, bus, 1)], **pxe(root)) as vm:
        assert wait_token(vm, token, TIMEOUT_S)[0] == ""
        assert "next: Boot" in vm.serial() and "disk:" not in vm.serial()
        assert vm.tftp_requests()[-1] == ("localboot.quirks", False)


def test_disk_that_is_not_in_the_boot_order(folder, root, token):
    """A first disk without ESP does not matter."""
    data = uefi.disk(folder / "1.img", [(parttable.LINUX, uefi.new_guid(), None)])
    image = uefi.esp_disk(folder / "2.img", {DEFAULT: program(token)})
    disks = [Disk(data, "nvme"), Disk(image, "nvme")]
    with uefi.machine("aa64", disks=disks, **pxe(root)) as vm:
        wait_token(vm, token, TIMEOUT_S)
        assert "no EFI system partition, and no FAT with \\EFI" in vm.serial()


def test_only_a_cd(folder, root, token):
    image = uefi.cd_image(folder / "cd.iso", {DEFAULT: program(token)})
    with uefi.machine("aa64", disks=[Disk(image, "usb-cd", 1)], **pxe(root)) as vm:
        wait_token(vm, token, TIMEOUT_S)


def test_http_boot(namespace, root, folder, token):
    image = uefi.esp_disk(folder / "d.img", {DEFAULT: program(token)})
    boots_by_http(namespace, root, Disk(image, "virtio"), folder, token, "aa64", 1)


@pytest.mark.parametrize("generation", IPXES)
def test_chained_from_ipxe(generation, folder, root, token):
    """With arguments; iPXE's own disk is passed over."""
    ipxe = CACHE / f"ipxe-{generation}/usr/lib/ipxe/ipxe-arm64.efi"
    if not ipxe.exists():
        pytest.skip(f"Debian's iPXE of {generation} has no build for AArch64")
    (root / "t.ipxe").write_text(script(f"disk guid={GUID}"))
    first = uefi.esp_disk(folder / "ipxe.img", {DEFAULT: ipxe})
    image = uefi.esp_disk(folder / "d.img", {DEFAULT: program(token)}, guid=GUID)
    disks = [Disk(first, "virtio", 0), Disk(image, "virtio")]
    options = {**pxe(root), "bootfile": "t.ipxe", "nic_bootindex": None}
    with uefi.machine("aa64", disks=disks, **options) as vm:
        wait_token(vm, token, TIMEOUT_S)
        assert "localboot.quirks" not in dict(vm.tftp_requests())


def test_entry_behind_a_stale_one(folder, token):
    entries = {
        2: load_option("stale", loader(part=GONE)),
        3: load_option("good", loader(LOADER), "its arguments"),
    }
    files = {"EFI/test/loader.efi": program(token)}
    image = uefi.esp_disk(folder / "d.img", files, part_guid=PART)
    with from_volume(folder, "next", entries, [Disk(image, "virtio")]) as vm:
        options, _, current = wait_token(vm, token, TIMEOUT_S)
        assert (options, current) == ("its arguments", "0003")
        assert 'next: Boot0002 "stale": its disk is not there' in vm.serial()


def test_disk_is_chosen_by_guid(folder, token):
    decoy = uefi.esp_disk(folder / "1.img", {DEFAULT: program("0" * 8)})
    wanted = uefi.esp_disk(folder / "2.img", {DEFAULT: program(token)}, guid=GUID)
    disks = [Disk(decoy, "virtio"), Disk(wanted, "virtio")]
    with from_volume(folder, f"disk guid={GUID}", {}, disks) as vm:
        wait_token(vm, token, TIMEOUT_S)
        assert "TOKEN 00000000" not in vm.serial()


def test_vendor_loader_that_returns_is_followed_by_the_default(folder, token):
    files = {
        "EFI/debian/shimaa64.efi": program("1" * 8, "E"),
        DEFAULT: program(token),
    }
    image = uefi.esp_disk(folder / "d.img", files)
    with from_volume(folder, "disk", {}, [Disk(image, "virtio")]) as vm:
        wait_token(vm, token, TIMEOUT_S)
        assert "shimaa64.efi: ran, and gave up" in vm.serial()


def test_bootnext(folder, token):
    entries = {3: load_option("wanted", loader(LOADER), "by firmware")}
    files = {"EFI/test/loader.efi": program(token)}
    image = uefi.esp_disk(folder / "d.img", files, part_guid=PART)
    with from_volume(folder, "bootnext", entries, [Disk(image, "virtio")]) as vm:
        options, _, current = wait_token(vm, token, TIMEOUT_S)
        assert (options, current) == ("by firmware", "0003")
        assert "restarting for it" in vm.serial()


def test_nothing_at_all(folder):
    with from_volume(folder, "", {}, []) as vm:
        vm.wait_serial("Press a key to go on", TIMEOUT_S)
        report = vm.serial().split(NOTHING)[1]
        assert "disk: the firmware knows no such drive" in report
        vm.send("ret")
        vm.wait_serial("exit: back to the firmware or loader", TIMEOUT_S)


@pytest.mark.parametrize("what", ["reboot", "poweroff"])
def test_reset(what, folder):
    with from_volume(folder, what, {}, [], extra=["-no-reboot"]) as vm:
        reason = {"reboot": "guest-reset", "poweroff": "guest-shutdown"}[what]
        assert vm.wait_shutdown(TIMEOUT_S) == reason
