# SPDX-License-Identifier: BSD-2-Clause
"""docs/SECUREBOOT.md: its commands, then what they made, by db and by shim.

The document's blocks marked `sh` run in a shell as they stand; the machines
have Microsoft's keys and Debian's signed shim, or the snakeoil keys.
"""

import os
import re
import shutil
import struct
import subprocess

import pytest

import uefi
import varstore
from test_uefi_secure import PLAIN, check_menu, menu_files, source_tree
from uefi import wait_token
from varstore import BOOT_ONLY, SHIM, boot_entries, file_node, load_option
from vm import CACHE, REPO, Disk

TIMEOUT_S = 120
DOCUMENT = REPO / "docs/SECUREBOOT.md"
FIXTURES = ["shim", "shim-arm64", "efitools", "mokutil"]
FOLDER = "EFI/netchain"
# Offsets in the file: its flag NX_COMPAT, and its section .sbat.
DLL_FLAGS, NX_COMPAT = 0x44 + 20 + 70, 0x100
REFUSAL = r"Verification failed: \(0x1A\) Security Violation"
NX_REQUIRED = {("MokPolicy", SHIM, BOOT_ONLY): b"\x01"}


class Made:
    """What the document's commands left: `tree`, `tftp`, `keys`."""

    def __init__(self, folder):
        self.tree = source_tree(folder / "tree")
        self.tftp, self.keys = folder / "tftp", folder / "keys"
        self.tftp.mkdir()
        blocks = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT.read_text(), re.M | re.S)
        path = f"{CACHE}/efitools/usr/bin:{os.environ['PATH']}"
        where = {"TFTP": self.tftp, "KEYS": self.keys, "SHIM": CACHE / "shim/usr/lib/shim"}
        done = subprocess.run(
            ["sh", "-eu", "-c", "\n".join(blocks)], cwd=self.tree, text=True,
            env={**os.environ, "PATH": path, **{k: str(v) for k, v in where.items()}},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert not done.returncode, done.stdout
        self.said = done.stdout

    def sign(self, content, path):
        """The bytes, signed with the document's key, as the file `path`."""
        path.write_bytes(content)
        key = ["--key", self.keys / "netchain.key", "--cert", self.keys / "netchain.pem"]
        subprocess.run(["sbsign", *key, "--output", path, path], check=True, capture_output=True)
        return path

    def moklist(self):
        """MokList as MokManager leaves it: the variable."""
        return {("MokList", SHIM, BOOT_ONLY): (self.keys / "netchain.esl").read_bytes()}

    def mokutil(self, folder, password):
        """What `mokutil --import` leaves for MokManager: variables."""
        system = folder / "efivars"
        system.mkdir()
        for name, value in ("SecureBoot", 1), ("SetupMode", 0):
            (system / f"{name}-{varstore.GLOBAL}").write_bytes(struct.pack("<IB", 6, value))
        usr = CACHE / "mokutil/usr"
        env = {"LD_LIBRARY_PATH": f"{usr}/lib/x86_64-linux-gnu", "EFIVARFS_PATH": f"{system}/"}
        run = {"check": True, "env": {**os.environ, **env}, "capture_output": True}
        words = [usr / "bin/mokutil", f"--generate-hash={password}"]
        (folder / "hash").write_bytes(subprocess.run(words, **run).stdout)
        words = [words[0], "--hash-file", folder / "hash", "--import", self.tftp / "netchain.der"]
        subprocess.run(words, **run)
        names = "MokNew", "MokAuth"
        return {(n, SHIM): (system / f"{n}-{SHIM}").read_bytes()[4:] for n in names}


@pytest.fixture
def made(folder):
    for name in FIXTURES:
        if not (CACHE / name).is_dir():
            pytest.skip(f"run test/deps.sh: no {name}")
    return Made(folder)


def target(made, folder, token, arch="x64"):
    """A disk with a loader that is not signed, then one that is."""
    refused, signed = (uefi.token_program(t, arch=arch) for t in ("0" * 8, token))
    files = {
        f"EFI/debian/shim{arch}.efi": refused,
        f"EFI/BOOT/BOOT{arch}.EFI": made.sign(signed, folder / "token.efi"),
    }
    return Disk(uefi.esp_disk(folder / "disk.img", files), "virtio")


def with_shim(
    made, folder, program, variables, disks=(), line="localboot.efi disk,menu", beside=()
):
    """A machine with shim on a disk, as the document's efibootmgr enters it.

    line: the program's name there, and its arguments; beside: other files.
    """
    files = {n: made.tftp / n for n in ("shimx64.efi", "mmx64.efi")}
    files.update(beside)
    files[line.split()[0]] = program
    files = {f"{FOLDER}/{name}": content for name, content in files.items()}
    stick = uefi.esp_disk(folder / "stick.img", files, part_guid=uefi.STICK_GUID)
    path = uefi.hd(uefi.STICK_GUID) + file_node(f"\\{FOLDER}\\shimx64.efi".replace("/", "\\"))
    entry = load_option("netchain", path, line)
    return uefi.machine(
        secure="microsoft", variables={**boot_entries({1: entry}), **variables},
        folder=folder, nic=None, disks=[Disk(stick, "virtio"), *disks],
    )  # fmt: skip


def check_refusal_and_start(vm, token, arch="x64"):
    """The unsigned one is refused; the other starts, with no arguments of ours."""
    assert wait_token(vm, token, 2 * TIMEOUT_S)[0] == ""
    assert f"shim{arch}.efi: refused by Secure Boot" in vm.serial()
    assert "TOKEN 00000000" not in vm.serial()


def test_key_in_db(made, folder, token):
    """Way A. db has the document's key alone; the firmware does the checks."""
    stick = uefi.esp_disk(
        folder / "stick.img", {"netchain/localboot.efi": made.tftp / "localboot.efi"},
        part_guid=uefi.STICK_GUID,
    )  # fmt: skip
    variables = boot_entries({uefi.STICK_ENTRY: uefi.stick_entry("disk,menu")})
    db = "db", varstore.SECURITY, varstore.TIME_BASED
    variables[db] = (made.keys / "netchain.esl").read_bytes()
    disks = [Disk(stick, "virtio"), target(made, folder, token)]
    options = {"variables": variables, "folder": folder, "nic": None}
    with uefi.machine(secure=True, disks=disks, **options) as vm:
        check_refusal_and_start(vm, token)


def test_mok_by_mokutil_and_mokmanager(made, folder, token):
    """Way B as on a machine with Linux; the keys that the document tells."""
    password = "netchain1"
    variables = made.mokutil(folder, password)
    program = made.tree / "build/signed/localboot.efi"
    disks = [target(made, folder, token)]
    with with_shim(made, folder, program, variables, disks) as vm:
        vm.wait_serial("Press any key to perform MOK management", TIMEOUT_S)
        vm.send("ret")
        for menu in "Enroll MOK", "View key 0", r"Enroll the key\(s\)":
            vm.wait_serial(menu, TIMEOUT_S)
            vm.send("down", "ret")
        vm.wait_serial("Password:", TIMEOUT_S)
        vm.type(password + "\n")
        vm.wait_serial(r"Password:(.|\n)*\WReboot\W", TIMEOUT_S)
        vm.send("ret")
        check_refusal_and_start(vm, token)
        assert "\\shimx64.efi: what this boot came from" in vm.serial()


def test_menu_through_shim(made, folder, token):
    """What has the MOK's signature starts, what has none is told."""
    signed = made.sign(uefi.token_program(token), folder / "token.efi")
    beside = menu_files(token, uefi.token_program("0" * 8), signed)
    program = made.tree / "build/signed/sanmenu.efi"
    options = {"line": "sanmenu.efi", "beside": beside}
    with with_shim(made, folder, program, made.moklist(), **options) as vm:
        check_menu(vm, token)


def shim_in_tftp_root(made, arch):
    """Boot file, second stage: what the document's commands copied, or, for
    AArch64, what it says of names there."""
    shim, second = f"shim{arch}.efi", f"grub{arch}.efi"
    if arch != "x64":
        folder = CACHE / "shim-arm64/usr/lib/shim"
        for name in shim, f"mm{arch}.efi":
            shutil.copy(folder / f"{name}.signed", made.tftp / name)
        shutil.copy(made.tree / f"build/signed/{uefi.program(arch).name}", made.tftp / second)
    return shim, second


@pytest.mark.parametrize("arch", ["x64", "aa64"])
def test_shim_from_the_network(arch, made, folder, token):
    """Way B from the TFTP root that the document fills, with NX required."""
    (made.tftp / "localboot.quirks").write_text("QEMU | * | * | disk,menu\n")
    shim, second = shim_in_tftp_root(made, arch)
    with uefi.machine(
        arch, secure="microsoft", variables={**made.moklist(), **NX_REQUIRED}, folder=folder,
        tftp=made.tftp, bootfile=shim, disks=[target(made, folder, token, arch)],
    ) as vm:  # fmt: skip
        check_refusal_and_start(vm, token, arch)
        assert "localboot.quirks line 1: disk,menu" in vm.serial()
        fetched = [name for name, ok in vm.tftp_requests() if ok]
        assert list(dict.fromkeys(fetched)) == [shim, second, "localboot.quirks"]


def without_nx(data):
    flags = struct.unpack_from("<H", data, DLL_FLAGS)[0]
    assert flags & NX_COMPAT
    struct.pack_into("<H", data, DLL_FLAGS, flags & ~NX_COMPAT)
    return data


def without_sbat(data):
    assert data.count(b".sbat\0\0\0") == 1
    return data.replace(b".sbat\0\0\0", b".tabs\0\0\0")


REFUSED = {
    "no-key": (bytearray, {}, REFUSAL),
    "no-SBAT": (without_sbat, None, REFUSAL),
    "no-NX": (without_nx, None, "Policy requires NX, but image does not support NX"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_shim_refuses(what, made, folder):
    """...without the MOK; and, with it, a file that is not as ours are."""
    change, variables, words = REFUSED[what]
    program = made.sign(bytes(change(bytearray(PLAIN.read_bytes()))), folder / "x.efi")
    if variables is None:
        variables = {**made.moklist(), **NX_REQUIRED}
    with with_shim(made, folder, program, variables) as vm:
        vm.wait_serial(words, TIMEOUT_S)
        if what == "no-key":  # on to MokManager, as the document says
            vm.wait_serial(words + r"(.|\n)*\WOK\W(.|\n)*┘", TIMEOUT_S)
            vm.send("ret")
            vm.wait_serial("Press any key to perform MOK management", TIMEOUT_S)
        assert "disk:" not in vm.serial()
