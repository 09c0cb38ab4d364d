# SPDX-License-Identifier: BSD-2-Clause
"""localboot.efi under Secure Boot: signed by `make sign`, and refusals told.

The firmware's keys are those of Debian's snakeoil variable stores.
"""

import shutil
import subprocess

import pytest

import uefi
from test_uefi_entries import LOADER, PART, loader
from uefi import wait_token
from varstore import boot_entries, load_option
from vm import BUILD, CACHE, REPO, Disk

TIMEOUT_S = {"x64": 120, "aa64": 240}
KEYS = {
    "x64": CACHE / "ovmf/usr/share/ovmf/PkKek-1-snakeoil",
    "aa64": CACHE / "aavmf/usr/share/qemu-efi-aarch64/PkKek-1-snakeoil",
}
PASSPHRASE = "snakeoil"
PLAIN = BUILD / "localboot.efi"


@pytest.fixture
def keys(folder):
    """(arch) -> (key without passphrase, certificate) of the firmware."""
    if not shutil.which("sbsign"):
        pytest.skip("run test/deps.sh: no sbsign")

    def make(arch="x64"):
        key = folder / "db.key"
        subprocess.run(
            ["openssl", "rsa", "-in", KEYS[arch].with_suffix(".key"),
             "-passin", f"pass:{PASSPHRASE}", "-out", key],
            check=True, capture_output=True,
        )  # fmt: skip
        return key, KEYS[arch].with_suffix(".pem")

    return make


def sign(keys, program, output):
    key, cert = keys
    words = ["sbsign", "--key", key, "--cert", cert, "--output", output, program]
    subprocess.run(words, check=True, capture_output=True)
    return output


def source_tree(path):
    """A source tree where `make sign` can write: all but that is linked."""
    (path / "build").mkdir(parents=True)
    for entry in REPO.iterdir():
        if not entry.name.startswith((".", "build")):
            (path / entry.name).symlink_to(entry)
    for entry in BUILD.iterdir():
        if entry.name not in ("signed", "test"):
            (path / "build" / entry.name).symlink_to(entry)
    return path


def make_sign(keys, folder):
    """What `make sign` makes: {file name: path}."""
    key, cert = keys
    tree = source_tree(folder / "tree")
    subprocess.run(
        ["make", "-s", "-C", tree, "sign", f"KEY={key}", f"CERT={cert}"],
        check=True, capture_output=True,
    )  # fmt: skip
    return {path.name: path for path in (tree / "build/signed").glob("*.efi")}


def signed_token(keys, folder, token, arch="x64"):
    plain = folder / "token.efi"
    plain.write_bytes(uefi.token_program(token, arch=arch))
    return sign(keys, plain, folder / "token-signed.efi")


def machine(folder, stick, args, entries, files, arch="x64"):
    entries = {uefi.STICK_ENTRY: uefi.stick_entry(args), **entries}
    disk = uefi.esp_disk(folder / "disk.img", files, part_guid=PART)
    return uefi.machine(
        arch, secure=True, variables=boot_entries(entries), folder=folder, nic=None,
        disks=[Disk(stick, "virtio"), Disk(disk, "virtio")],
    )  # fmt: skip


def signed_stick(keys, folder, arch="x64"):
    program = make_sign(keys, folder)[uefi.program(arch).name]
    files = {"netchain/localboot.efi": program}
    return uefi.esp_disk(folder / "stick.img", files, part_guid=uefi.STICK_GUID)


@pytest.mark.quick
@pytest.mark.parametrize("arch", ["x64", "aa64"])
def test_signed_program_starts_a_signed_loader(arch, keys, folder, token):
    """What is not signed is refused, and the next one is tried."""
    keys = keys(arch)
    refused = uefi.token_program("0" * 8, arch=arch)
    files = {
        f"EFI/debian/shim{arch}.efi": refused,
        "EFI/test/loader.efi": refused,
        f"EFI/BOOT/BOOT{arch}.EFI": signed_token(keys, folder, token, arch),
    }
    entries = {2: load_option("not signed", loader(LOADER))}
    stick = signed_stick(keys, folder, arch)
    with machine(folder, stick, "next,disk,menu", entries, files, arch) as vm:
        wait_token(vm, token, TIMEOUT_S[arch])
        said = vm.serial()
        assert 'next: Boot0002 "not signed": refused by Secure Boot' in said
        assert "TOKEN 00000000" not in said


MENU = """\
MENU TITLE Menu {token}
LABEL refused
  KERNEL refused.efi
LABEL signed
  KERNEL signed.efi
  APPEND a b
"""


def menu_files(token, refused, signed):
    """What lies beside sanmenu.efi: a menu, and what its two entries start."""
    return {
        "pxelinux.cfg/default": MENU.format(token=token).encode(),
        "refused.efi": refused, "signed.efi": signed,
    }  # fmt: skip


def check_menu(vm, token):
    """What is refused is told, and the menu is there for the other entry."""
    vm.wait_serial(f"Menu {token}(?s:.*)edits the line", TIMEOUT_S["x64"])
    vm.send("home", "ret")
    vm.wait_serial("refused.efi: refused by Secure Boot", TIMEOUT_S["x64"])
    vm.send("home", "down", "ret")
    assert wait_token(vm, token, TIMEOUT_S["x64"])[0] == "a b"
    assert "TOKEN 00000000" not in vm.serial()


def test_menu_tells_what_is_refused(keys, folder, token):
    keys = keys()
    program = make_sign(keys, folder)["sanmenu.efi"]
    signed = signed_token(keys, folder, token)
    files = menu_files(token, uefi.token_program("0" * 8), signed)
    files = {f"netchain/{name}": content for name, content in files.items()}
    files["netchain/localboot.efi"] = program  # where the stick's entry looks
    stick = uefi.esp_disk(folder / "stick.img", files, part_guid=uefi.STICK_GUID)
    with machine(folder, stick, "", {}, {"a": b"a"}) as vm:
        check_menu(vm, token)


def test_all_refused_is_told_in_the_report(keys, folder):
    stick = signed_stick(keys(), folder)
    files = {"EFI/debian/shimx64.efi": uefi.token_program("0" * 8)}
    with machine(folder, stick, "disk,menu", {}, files) as vm:
        vm.wait_serial("Press a key to go on", TIMEOUT_S["x64"])
        report = vm.serial().split("nothing could be started")[1]
        assert "shimx64.efi" in report and "refused by Secure Boot" in report
        assert "TOKEN" not in vm.serial()


def test_unsigned_program_is_refused_by_the_firmware(keys, folder, token):
    """Secure Boot is really on in these rows."""
    stick = uefi.stick(folder)
    with machine(folder, stick, "disk,menu", {}, {"a": b"a"}) as vm:
        vm.wait_serial("failed to load Boot0001.*(Access Denied|Security Violation)", TIMEOUT_S["x64"])
        assert "disk:" not in vm.serial()


def test_make_sign_needs_a_key():
    done = subprocess.run(
        ["make", "-s", "-C", REPO, "sign", f"BUILD={BUILD}"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode and "usage: make sign KEY=" in done.stderr
