# SPDX-License-Identifier: BSD-2-Clause
"""sanboot.c32 attaches a disk and goes on: installer, kernel, menu; the iBFT."""

import re
import shutil

import pytest

import hosts
import linuxview
import media
from booting import booting
from conftest import comes_back, said, wait_report
from hosts import BACK_IPXE, BACK_PXELINUX
from net import Tgt
from vm import BUILD, CACHE, MAC, Disk

PROGRAM = BUILD / "sanboot.c32"
TIMEOUT_S = 120
KERNEL_TIMEOUT_S = 300
LBA, SECTOR = 0x777, 512
BACK = {"pxelinux": BACK_PXELINUX}
DEAD_GATEWAY = "10.77.0.254"


@pytest.fixture
def target(folder, token):
    """LUN 1 is a bootable disk."""
    with Tgt([media.disk(folder / "san.img", token)]) as tgt:
        yield tgt


def lkrn(root):
    """What a plain PXE stack needs beside our program."""
    shutil.copy(CACHE / "ipxe-sid/usr/lib/ipxe/ipxe.lkrn", root)


# Attach, then the machine's own CD or disk.


@pytest.mark.quick
@pytest.mark.parametrize(
    "host", ["pxelinux", "ipxe-bookworm", "ipxe-trixie", "ipxe-sid", "plainpxe-pxelinux"]
)
def test_installs_to_san_from_the_machines_cd(host, root, folder, token):
    """An empty SAN disk; the CD's program writes to it; it boots next time."""
    disk = media.blank(folder / "san.img")
    disc = media.install_cd(
        folder / "cd.iso", "0" * 8, content=token, lba=LBA, boot_token=token
    )
    lkrn(root)
    with Tgt([disk]) as target:
        args = f"{target.uri()} then=cd"
        with hosts.run(host, root, PROGRAM, args, cdrom=disc) as vm:
            vm.wait_serial("^END 00000000$", TIMEOUT_S)
            report = media.parse_install(vm.serial())
            assert said(vm, "cd: starting drive 0xe0")
        with hosts.run(host, root, PROGRAM, target.uri(), cdrom=disc) as vm:
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"
    assert disk.read_bytes()[LBA * SECTOR :].rstrip(b"\0") == token.encode()
    wanted = {
        "CD": "E0", "FIRST": "EMPTY", "SECTORS": "0000000000004000",
        "BOOTCODE": "ok", "WRITE": "ok", "IBFT": "ok", "TABLES": "01",
        "MAC0": MAC.replace(":", ""), "NICIP0": "10.0.2.15",
        "TARGET0": Tgt.IQN, "IP0": "10.0.2.2", "PORT0": str(target.port),
        "LUN0": "0001000000000000", "NIC0": "0",
    }  # fmt: skip
    assert wanted.items() <= report.items()


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
@pytest.mark.parametrize("then", ["hd1", "localboot nothd,hd", "localboot hd1"])
def test_own_disk_beside_the_san_disk(host, then, root, folder, token, target):
    local = media.disk(folder / "local.img", "5ec0d157")
    args = f"{target.uri()} then={then}"
    with hosts.run(host, root, PROGRAM, args, disks=[Disk(local)]) as vm:
        if "nothd" in then:
            vm.wait(BACK.get(host, BACK_IPXE), TIMEOUT_S)
            assert said(vm, 'sanboot: then=: "nothd": not a method or key')
            assert not said(vm, "attaching")
            return
        report = wait_report(vm, "5ec0d157", TIMEOUT_S)
        assert report["DL"] == "81"
        assert not report["I13"].startswith("F000")


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-trixie"])
def test_no_cd_in_the_drive_comes_back_and_detaches(host, root, target):
    args = f"{target.uri()} then=cd,menu"
    with hosts.run(host, root, PROGRAM, args) as vm:
        comes_back(vm, host, TIMEOUT_S)
        assert said(vm, "cd: the BIOS shows no CD or DVD drive")
        assert said(vm, "Unregistered SAN device 0x80")


# Attach, and back to the menu.


@pytest.mark.parametrize("word", ["hook", "then=menu"])
def test_hook_leaves_the_disk_for_what_follows(word, root, folder, target, token):
    vm = hosts.run("ipxe-sid", root, PROGRAM, f"{target.uri()} {word}")
    shutil.copy(BUILD / "localboot.c32", root)
    script = (root / "t.ipxe").read_text()
    script = script.replace("\n:stay", "\nchain localboot.c32 hd0\n:stay", 1)
    (root / "t.ipxe").write_text(script)
    with vm:
        assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"
        assert said(vm, "drive 0x80 stays attached BACK-OK")


MENU = """\
UI menu.c32
MENU TITLE The menu is here
TIMEOUT 0
LABEL bad
  KERNEL sanboot.c32
  APPEND {uri}
"""


def test_menu_is_back_after_a_failure(root, target):
    """menu.c32 itself leaves PXELINUX's prompt there."""
    vm = hosts.run("pxelinux", root, PROGRAM, "")
    (root / "pxelinux.cfg/default").write_text(MENU.format(uri=target.uri(lun=9)))
    modules = hosts.SYSLINUX / "syslinux/modules/bios"
    for name in ("menu.c32", "libcom32.c32", "libutil.c32"):
        shutil.copy(modules / name, root)
    with vm:
        for _ in range(2):
            vm.wait("The menu is here", TIMEOUT_S)
            vm.send("ret")
            vm.wait(r"Press a key to go on \(10 s\)", TIMEOUT_S)
            assert said(vm, "the LUN gives an I/O error")
            vm.send("spc")
        vm.wait("The menu is here", TIMEOUT_S)


# What is asked of a person, and waiting.


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm"])
def test_secret_is_asked_for_and_not_shown(host, root, folder, token):
    image = media.disk(folder / "san.img", token)
    with Tgt([image], chap=("user", "Secret-secret_9")) as target:
        args = f"{target.uri()} user=user secret=ask"
        with hosts.run(host, root, PROGRAM, args) as vm:
            vm.wait("Secret of this machine", TIMEOUT_S)
            vm.type("Secret-sx")
            vm.send("backspace")
            vm.type("ecret_9")
            vm.wait(r": \*{15}$")
            vm.type("\n")
            wait_report(vm, token, TIMEOUT_S)
            assert "ecret_9" not in "\n".join(vm.seen)


def test_secret_can_be_given_up(root, target):
    args = f"{target.uri()} user=user secret=ask"
    with hosts.run("pxelinux", root, PROGRAM, args) as vm:
        vm.wait("Secret of this machine", TIMEOUT_S)
        vm.send("esc")
        vm.wait(BACK_PXELINUX, TIMEOUT_S)
        assert said(vm, "sanboot: given up")
        assert not said(vm, "attaching")


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-sid"])
def test_retry_meets_a_target_that_is_late(host, root, target, token):
    target.kill()
    args = f"{target.uri()} retry=5,3"
    with hosts.run(host, root, PROGRAM, args) as vm:
        vm.wait("try 3 of 6 in 3 s", TIMEOUT_S)
        target.start()
        wait_report(vm, token, TIMEOUT_S)


def test_a_key_ends_the_retries(root, target):
    args = f"{target.uri(port=1)} retry=99,600"
    with hosts.run("ipxe-sid", root, PROGRAM, args) as vm:
        vm.wait("try 2 of 100 in 600 s; a key gives up", TIMEOUT_S)
        vm.send("spc")
        vm.wait(BACK_IPXE, TIMEOUT_S)


def test_no_retry_where_nothing_would_change(root, folder):
    data = media.disk(folder / "data.img", "0" * 8, signature=False)
    with Tgt([data]) as target:
        args = f"{target.uri()} retry=9,1"
        with hosts.run("ipxe-sid", root, PROGRAM, args) as vm:
            vm.wait(BACK_IPXE, TIMEOUT_S)
            assert not said(vm, "try 2 of 10")


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", "ipxe-sid"])
def test_speed_is_measured(host, root, target):
    with hosts.run(host, root, PROGRAM, f"{target.uri()} speed=yes hook") as vm:
        vm.wait(BACK.get(host, BACK_IPXE), TIMEOUT_S)
        text = " ".join(" ".join(vm.seen).split())
        speed = re.search(
            r"speed: (\d+)\.\d MiB/s in order; (\d+) random reads of 4 KiB a second, "
            r"(\d+\.\d) ms each",
            text,
        )
        assert speed and int(speed[2]) > 0
        assert 0.5 < int(speed[2]) * float(speed[3]) / 1000 < 2
        assert "A healthy gigabit link gives more than" in text


# The iBFT, and Linux as its judge.


def _pages(vm):
    """The two screens of `sanboot.c32 ibft`; a key after each, so they stand still."""
    vm.wait("More: press a key", TIMEOUT_S)
    first = vm.settled()
    vm.send("spc")
    vm.wait("target0/target-name: ", TIMEOUT_S)
    second = vm.settled()
    vm.send("spc")
    return first, second


def _as_printed(pages):
    """What `sanboot.c32 ibft` printed, as linuxview.parse() gives Linux's."""
    text = "\n".join(pages).replace(":\niqn.", ": iqn.")  # broken at the edge
    return dict(re.findall(r"^([a-z0-9_]+/[a-z0-9-_]+): (.*)$", text, re.M))


def _without_device(view):
    """Without Linux's own links to the NIC's device."""
    return {k: v for k, v in view.items() if not k.endswith("/device")}


@pytest.mark.parametrize("generation", ["bookworm", "trixie", "sid"])
def test_ibft_is_printed_as_linux_reads_it(generation, root, folder, token):
    """gateway=target is in both; not a line more or less, but for secrets."""
    image = media.disk(folder / "san.img", token)
    linuxview.make(root, token)
    chap = {"chap": ("user", "secret-secret")}
    with Tgt([image], **chap) as target:
        args = f"{target.uri()} user=user secret=secret-secret gateway=target hook"
        options = {"memory_mib": linuxview.MEMORY_MIB}
        vm = hosts.run(f"ipxe-{generation}", root, PROGRAM, args, **options)
        kernel = f"vmlinuz {linuxview.CMDLINE} initrd=view.gz"
        script = (root / "t.ipxe").read_text()
        more = f"chain sanboot.c32 ibft\nprompt\nchain sanboot.c32 drive=0x80 then=kernel {kernel}"
        (root / "t.ipxe").write_text(script.replace(":stay", f"{more}\n:stay", 1))
        with vm:
            vm.wait("BACK-OK", TIMEOUT_S)
            pages = _pages(vm)
            vm.wait_serial(f"^END {token}$", KERNEL_TIMEOUT_S)
            ours, linux = _as_printed(pages), linuxview.parse(vm.serial(), token)
    assert linux["ethernet0/gateway"] == "10.0.2.2"
    assert linux["target0/target-name"] == Tgt.IQN
    assert linux["target0/chap-secret"] == "secret-secret"
    for secret in ("target0/chap-secret", "target0/rev-chap-secret"):
        if secret in linux:
            assert ours.pop(secret) == "***"
            linux.pop(secret)
    assert ours == _without_device(linux)


GATEWAYS = {
    "keep": (DEAD_GATEWAY, "Windows sends the disk's traffic through it"),
    "target": ("10.77.0.1", "gateway is now 10.77.0.1"),
    "none": (None, "gateway is now 0.0.0.0"),
}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_gateway_of_the_ibft(gateway, root, folder, token, namespace):
    """The demo's own Linux, whose root is on the disk, boots with each.

    What it reads from the iBFT is what we print.
    """
    disk = linuxview.demo_disk(folder / "san.img", token)
    wanted, words = GATEWAYS[gateway]
    options = [f"dhcp-option=option:router,{DEAD_GATEWAY}"]
    with Tgt([disk], namespace=namespace) as target:
        lines = [
            f"{target.uri()} gateway={gateway} hook",
            "prompt HOOKED ||",  # the screen is looked at meanwhile
            "chain sanboot.c32 ibft",
            "prompt ||",
            "chain sanboot.c32 drive=0x80",
        ]
        with booting(
            namespace, root, PROGRAM, options, host="ipxe-sid", args="\n".join(lines),
            memory_mib=linuxview.DEMO_MEMORY_MIB,
        ) as vm:  # fmt: skip
            vm.wait("HOOKED", TIMEOUT_S)
            vm.send("spc")
            printed = _pages(vm)
            vm.wait_serial(f"^END {token}$", KERNEL_TIMEOUT_S)
            view = linuxview.parse(vm.serial(), token)
            assert said(vm, words)
            assert _as_printed(printed) == _without_device(view)
    assert view.get("ethernet0/gateway") == wanted
    assert view["target0/target-name"] == Tgt.IQN
    assert view["ethernet0/mac"] == MAC


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-bookworm", "ipxe-sid"])
def test_debian_installer_sees_the_disk(host, root, folder, token, target):
    """Its own kernel and initrd; it logs in as the iBFT says and reads the disk."""
    linuxview.installer(root, token, login=True)
    kernel = f"linux {linuxview.DI_CMDLINE} initrd=initrd.gz,view.gz"
    args = f"{target.uri()} then=kernel {kernel}"
    options = {"memory_mib": linuxview.DI_MEMORY_MIB}
    with hosts.run(host, root, PROGRAM, args, **options) as vm:
        vm.wait_serial(f"^END {token}$", KERNEL_TIMEOUT_S)
        view = linuxview.parse(vm.serial(), token)
        assert linuxview.found(vm.serial())
        assert said(vm, "starting the kernel; the disk stays attached")
    assert view["target0/target-name"] == Tgt.IQN
    assert view["ethernet0/mac"] == MAC
    assert view["disk/sda"] == f"TOKEN {token}"


@pytest.mark.parametrize("host", ["pxelinux", "ipxe-trixie"])
@pytest.mark.parametrize(
    "kernel, words",
    [
        ("nothing console=ttyS0", "nothing: cannot be fetched"),
        ("junk", "junk: no Linux kernel"),
        ("vmlinuz quiet initrd=none.gz", "none.gz: cannot be fetched"),
    ],
    ids=["no-kernel", "junk", "no-initrd"],
)
def test_kernel_that_cannot_be_had(host, kernel, words, root, target):
    shutil.copy(next((CACHE / "kernel/boot").glob("vmlinuz-*")), root / "vmlinuz")
    (root / "junk").write_text("no kernel at all\n" * 99)
    args = f"{target.uri()} then=kernel {kernel}"
    with hosts.run(host, root, PROGRAM, args) as vm:
        vm.wait(BACK.get(host, BACK_IPXE), TIMEOUT_S)
        assert said(vm, words)
        assert said(vm, "Unregistered SAN device 0x80")
