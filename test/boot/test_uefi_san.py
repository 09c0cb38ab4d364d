# SPDX-License-Identifier: BSD-2-Clause
"""sanboot.efi: a SAN disk attached through iPXE, checked, and started."""

import re
import shutil

import pytest

import linuxview
import parttable
import uefi
from net import Dnsmasq, Tgt
from process import free_port
from test_uefi_secure import keys, make_sign, sign  # noqa: F401 (a fixture)
from test_uefi_start import http_boot
from uefi import hd, wait_token
from varstore import boot_entries, file_node, load_option
from vm import BUILD, CACHE, MAC, Disk

TIMEOUT_S = 120
DEFAULT = "EFI/BOOT/BOOTX64.EFI"
PART = "6d0f4f0a-91e3-4b5d-8a77-2f4c1b0e9d33"
STICK_FILE = "\\netchain\\sanboot.efi"
IPXES = ["trixie", "sid"]
ATTACHED = ["server: reached", "login: accepted", "LUN: ready"]
CHAP = ("me", "secret-of-12")
KERNEL_SECTORS = 65536
KERNEL_MEMORY_MIB = 512
SCRIPT = """\
#!ipxe
{before}
chain sanboot.efi {args} && echo BACK-OK || echo BACK-FAILED ${{errno}}
imgfetch --name again t.ipxe && echo NETWORK-OK ||
:stay
prompt --timeout 60000 ||
goto stay
"""


def ipxe_file(generation, name):
    """Debian's file; the ipxe.efi of 2019 is an absolute link there."""
    path = CACHE / f"ipxe-{generation}/usr/lib/ipxe/{name}"
    return path if path.exists() else CACHE / f"ipxe-{generation}/boot/{name}"


def stage(root, generation="sid"):
    shutil.copy(BUILD / "sanboot.efi", root)
    shutil.copy(ipxe_file(generation, "snponly.efi"), root)


@pytest.fixture
def ipxe(folder, root):
    """(generation, args) -> options: ipxe.efi from a FAT disk chains sanboot.efi.

    before: lines of the script in front of that.  own: the generation that
    sanboot.efi is to start.  entries: more of BootOrder.
    """

    def options(generation, args, before="", own=None, entries=()):
        stage(root, own or generation)
        (root / "t.ipxe").write_text(SCRIPT.format(args=args, before=before))
        files = {DEFAULT: ipxe_file(generation, "ipxe.efi")}
        guid = uefi.STICK_GUID
        image = uefi.esp_disk(folder / "ipxe.img", files, part_guid=guid)
        path = hd(guid) + file_node("\\EFI\\BOOT\\BOOTX64.EFI")
        return {
            "tftp": root, "bootfile": "t.ipxe", "nic_bootindex": None,
            "disks": [Disk(image, "virtio")], "folder": folder,
            "variables": boot_entries({1: load_option("iPXE", path), **dict(entries)}),
        }  # fmt: skip

    return options


def esp(folder, token, files=None, **options):
    """The SAN disk: an EFI system partition with a loader."""
    files = files or {DEFAULT: uefi.token_program(token)}
    return uefi.esp_disk(folder / "san.img", files, part_guid=PART, **options)


def in_order(text, *words):
    """The words stand in the text, in this order; what is behind them."""
    for word in words:
        assert word in text, word
        text = text.split(word, 1)[1]
    return text


def failed(vm):
    """Wait until sanboot.efi is back in the iPXE that started it; its words.

    That iPXE has its network still.
    """
    vm.wait_serial("Press a key to go on", TIMEOUT_S)
    vm.send("ret")
    vm.wait_serial("^BACK-FAILED", TIMEOUT_S)
    vm.wait_serial("^NETWORK-OK", TIMEOUT_S)
    return vm.serial()


@pytest.mark.parametrize("generation", IPXES)
def test_chained_from_ipxe(generation, ipxe, folder, token):
    with Tgt([esp(folder, token)]) as tgt:
        with uefi.machine(**ipxe(generation, tgt.uri())) as vm:
            wait_token(vm, token, TIMEOUT_S)
            said = in_order(vm.serial(), "attaching as drive 0x80", tgt.uri())
            said = in_order(said, *ATTACHED, "4 MiB, blocks of 512 bytes, GPT")
            in_order(said, "last block read", "iBFT: present and consistent")


@pytest.mark.parametrize("generation", IPXES)
def test_boot_file_by_root_path(generation, namespace, root, folder, token):
    """The firmware's own PXE gets sanboot.efi, and DHCP says the address."""
    stage(root, generation)
    with Tgt([esp(folder, token)], namespace=namespace) as tgt:
        path = f"{tgt.uri()} gateway=target"
        dhcp = ["dhcp-boot=sanboot.efi", f"dhcp-option-force=17,{path}"]
        vm = uefi.machine(namespace=namespace)
        with Dnsmasq(namespace, root, dhcp), vm:
            wait_token(vm, token, TIMEOUT_S)
            said = in_order(vm.serial(), f"root-path from DHCP: {path}")
            gateway = f"iBFT: gateway is now {namespace.ADDRESS}"
            in_order(said, gateway, "iBFT: present and consistent")


def test_http_boot(namespace, root, folder, token):
    """By the firmware's own HTTP boot: iPXE comes from the same web server."""
    stage(root)
    with Tgt([esp(folder, token)], namespace=namespace) as tgt:
        options = {"args": tgt.uri()}
        with http_boot(namespace, root, folder, "sanboot.efi", **options) as (vm, asked):
            wait_token(vm, token, 2 * TIMEOUT_S)
            in_order(vm.serial(), *ATTACHED, "iBFT: present and consistent")
            names = [name for name, _ in asked()]
            assert names[-2:] == ["/snponly.efi", "/sanboot.efi"]


@pytest.mark.parametrize("generation", ["bookworm", "sid"])
def test_disk_that_a_script_has_attached(generation, ipxe, folder, token):
    """Without an address; needs no second iPXE, so the one of 2019 will do."""
    with Tgt([esp(folder, token)]) as tgt:
        before = f"sanhook {tgt.uri()}"
        with uefi.machine(**ipxe(generation, "", before)) as vm:
            wait_token(vm, token, TIMEOUT_S)
            assert "sanboot: starting" not in vm.serial()


def kernel_disk(folder, root, token):
    """The SAN disk with Debian's kernel, and the boot entry that names it."""
    kernel, initrd = linuxview.make(root, token)
    files = {"EFI/test/linux.efi": root / kernel, "EFI/test/view.gz": initrd}
    path = hd(PART) + file_node("\\EFI\\test\\linux.efi")
    line = f"{linuxview.CMDLINE} initrd=\\EFI\\test\\view.gz"
    entries = {0x11: load_option("Linux on SAN", path, line)}
    return esp(folder, token, files, volume_sectors=KERNEL_SECTORS), entries


def test_kernel_by_an_entry_of_the_menu(ipxe, folder, root, token):
    """sanmenu.efi starts sanboot.efi, and that the kernel on the disk."""
    disk, entries = kernel_disk(folder, root, token)
    shutil.copy(BUILD / "sanmenu.efi", root)
    (root / "pxelinux.cfg").mkdir()
    with Tgt([disk]) as tgt:
        entry = f"LABEL san\n  COM32 sanboot.c32\n  APPEND {tgt.uri()}\n"
        (root / "pxelinux.cfg/default").write_text(f"UI menu.c32\nTIMEOUT 10\n{entry}")
        options = ipxe("sid", "", "chain sanmenu.efi", entries=entries)
        with uefi.machine(memory_mib=KERNEL_MEMORY_MIB, **options) as vm:
            assert vm.wait_shutdown(2 * TIMEOUT_S) == "guest-shutdown"
            view = linuxview.parse(vm.serial(), token)
    assert view["target0/target-name"] == tgt.iqn and view["ethernet0/mac"] == MAC


def test_installer_from_cd_by_the_menu(root, folder, token):
    """then=cd with an empty disk: the CD's loader sees the disk and the iBFT.

    What cannot be done before comes back to the menu with its reason.
    """
    stage(root)
    shutil.copy(BUILD / "sanmenu.efi", root)
    (folder / "san.img").write_bytes(bytes(1 << 22))
    cd = uefi.cd_image(folder / "cd.iso", {DEFAULT: uefi.token_program(token)})
    (root / "pxelinux.cfg").mkdir()
    with Tgt([folder / "san.img"]) as tgt:
        then = ["hd1", "usb", "cd"]
        entries = [f"LABEL {x}\n COM32 sanboot.c32\n APPEND {tgt.uri()} then={x}\n" for x in then]
        (root / "pxelinux.cfg/default").write_text(f"MENU TITLE {token}\n" + "".join(entries))
        options = {"tftp": root, "bootfile": "sanmenu.efi", "nic_bootindex": 0}
        with uefi.machine(disks=[Disk(cd, "cd")], **options) as vm:
            vm.wait_serial(f"{token}(?s:.*)edits the line", TIMEOUT_S)
            vm.send("ret")
            vm.wait_serial('"hd1": not a method or key', TIMEOUT_S)
            vm.send("ret")
            vm.wait_serial(r"^sanboot.efi: ran, and gave up \(status 2\)", TIMEOUT_S)
            vm.send("home", "down", "ret")
            vm.wait_serial("usb: the firmware knows no such drive", TIMEOUT_S)
            vm.wait_serial("Press a key to go on", TIMEOUT_S)
            vm.send("ret", "ret")
            vm.wait_serial(r"^sanboot.efi: ran, and gave up \(status 15\)", TIMEOUT_S)
            vm.send("end", "ret")
            wait_token(vm, token, TIMEOUT_S)
            vm.wait_serial("SEES SAN 01 IBFT 1", TIMEOUT_S)
            said = in_order(vm.serial(), *ATTACHED, "4 MiB, blocks of 512 bytes, no partition table")
            in_order(said, "iBFT: present and consistent", "usb:", *ATTACHED, "Starting")


def test_kernel_on_the_disk_reads_the_ibft(ipxe, folder, root, token):
    """As `sanboot.efi ibft` prints it. The kernel's boot entry names the disk."""
    disk, entries = kernel_disk(folder, root, token)
    with Tgt([disk]) as tgt:
        before = f"sanhook {tgt.uri()}\nchain sanboot.efi ibft ||"
        options = ipxe("sid", "gateway=none", before, entries=entries)
        with uefi.machine(memory_mib=KERNEL_MEMORY_MIB, **options) as vm:
            vm.wait_serial("Press a key to go on", TIMEOUT_S)
            vm.send("ret")
            assert vm.wait_shutdown(TIMEOUT_S) == "guest-shutdown"
            said, view = vm.serial(), linuxview.parse(vm.serial(), token)
    assert view["target0/target-name"] == tgt.iqn and view["ethernet0/mac"] == MAC
    shown = dict(re.findall(r"^(\w+/[\w-]+): (\S+)\s*$", said.split("IBFT ")[0], re.M))
    assert shown.pop("ethernet0/gateway") == "10.0.2.2"
    assert shown.items() <= view.items() and "ethernet0/gateway" not in view


FAILURES = {
    "address": (
        {"host": "10.0.2.99", "port": 3260}, [],
        ["no answer from the server", "Check its address"],
    ),
    "port": ({"port": free_port()}, [], ["connection refused or reset"]),
    "iqn": (
        {"iqn": "iqn.2009-06.org.example:None"}, ATTACHED[:1],
        ["no such target, or not for this initiator", "Compare TARGET"],
    ),
    "lun": ({"lun": 7}, ATTACHED[:2], ["the LUN gives an I/O error", "hexadecimal"]),
}  # fmt: skip


@pytest.mark.parametrize("which", FAILURES)
def test_failure_is_explained(which, ipxe, folder, token):
    wrong, passed, words = FAILURES[which]
    with Tgt([esp(folder, token)]) as tgt:
        with uefi.machine(**ipxe("sid", tgt.uri(**wrong))) as vm:
            said = in_order(failed(vm), "sanboot: carrier: iPXE", *passed, *words)
            assert "Details: https://ipxe.org/" in said
            assert len([x for x in ATTACHED if x in vm.serial()]) == len(passed)
            assert ("capital letters in TARGET" in vm.serial()) == (which == "iqn")


@pytest.mark.parametrize("generation", IPXES)
def test_disk_without_esp(generation, ipxe, folder):
    data = [(parttable.LINUX, uefi.new_guid(), None)]
    with Tgt([uefi.disk(folder / "san.img", data)]) as tgt:
        with uefi.machine(**ipxe(generation, tgt.uri())) as vm:
            said = in_order(failed(vm), *ATTACHED, "no EFI system partition")
            in_order(said, "no system for UEFI is installed on it")


def test_secrets_and_the_next_portal(ipxe, folder, token):
    """The first portal is closed; the secret is asked for and not shown."""
    with Tgt([esp(folder, token)], chap=CHAP) as tgt:
        dead = tgt.uri(port=free_port())
        args = f"{dead} failover={tgt.uri()} user={CHAP[0]} secret=ask"
        with uefi.machine(**ipxe("trixie", args)) as vm:
            vm.wait_serial("Secret of this machine", TIMEOUT_S)
            vm.type(CHAP[1] + "\n")
            wait_token(vm, token, TIMEOUT_S)
            said = in_order(vm.serial(), "connection refused", "trying the next")
            in_order(said, *ATTACHED, "iBFT: present and consistent")
            assert CHAP[1] not in vm.serial()


def test_without_an_ipxe_that_takes_a_script(ipxe, root):
    """That of 2019 does not; the other name is not on the server."""
    uri = "iscsi:10.0.2.2::::iqn.2009-06.org.example:a"
    options = ipxe("sid", uri, own="bookworm")
    with uefi.machine(**options) as vm:
        said = in_order(failed(vm), "snponly.efi: no iPXE, or one from before 2021")
        in_order(said, "ipxe.efi: no such file on the server", "Copy snponly.efi")


def test_bad_argument_is_explained(ipxe):
    with uefi.machine(**ipxe("sid", "iscsi:10.0.2.2:3260::1:iqn.a:b")) as vm:
        said = in_order(failed(vm), "column", "Perhaps this was meant:")
        in_order(said, "iscsi:10.0.2.2::3260:1:iqn.a:b", "Form: sanboot.efi")
        assert "attaching" not in said


def test_from_a_volume_and_refused_by_secure_boot(keys, folder, token):  # noqa: F811
    """sanboot.efi and ipxe.efi are signed, the loader on the SAN disk is not."""
    pair = keys()
    ipxe = sign(pair, ipxe_file("sid", "ipxe.efi"), folder / "ipxe.efi")
    program = make_sign(pair, folder)["sanboot.efi"]
    files = {"netchain/sanboot.efi": program, "netchain/ipxe.efi": ipxe}
    stick = uefi.esp_disk(folder / "stick.img", files, part_guid=uefi.STICK_GUID)
    path = hd(uefi.STICK_GUID) + file_node(STICK_FILE)
    with Tgt([esp(folder, token)]) as tgt:
        entries = boot_entries({1: load_option("sanboot", path, tgt.uri())})
        vm = uefi.machine(
            secure=True, variables=entries, folder=folder, nic_bootindex=None,
            disks=[Disk(stick, "virtio")],
        )  # fmt: skip
        with vm:
            vm.wait_serial("Press a key to go on", TIMEOUT_S)
            in_order(vm.serial(), *ATTACHED, "BOOTX64.EFI: refused by Secure Boot")
            assert "TOKEN" not in vm.serial()


def test_aarch64(namespace, root, folder, token):
    """Its iPXE has another name in Debian's package."""
    program, ipxe = "sanbootaa64.efi", "ipxe-arm64.efi"
    shutil.copy(BUILD / program, root)
    shutil.copy(ipxe_file("sid", ipxe), root)
    files = {"EFI/BOOT/BOOTAA64.EFI": uefi.token_program(token, arch="aa64")}
    with Tgt([esp(folder, token, files)], namespace=namespace) as tgt:
        path = f"{tgt.uri()} ipxe={ipxe}"
        dhcp = [f"dhcp-boot={program}", f"dhcp-option-force=17,{path}"]
        vm = uefi.machine("aa64", namespace=namespace)
        with Dnsmasq(namespace, root, dhcp), vm:
            wait_token(vm, token, 2 * TIMEOUT_S)
            in_order(vm.serial(), f"starting {ipxe}", *ATTACHED, "iBFT")
