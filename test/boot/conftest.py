# SPDX-License-Identifier: BSD-2-Clause
"""Fixtures of the boot tests: folders, tokens, servers, what a BIOS does."""

import functools
import re
import secrets
import shutil
import zlib

import pytest

import media
from hosts import BACK_IPXE, BACK_PXELINUX
from net import Namespace
from vm import BUILD, CACHE, Disk, Vm

TOOLS = ["qemu-system-x86_64", "nasm"]
UNPACKED = ["ipxe-bookworm", "ipxe-trixie", "ipxe-sid", "syslinux", "tgt", "istgt"]


def pytest_addoption(parser):
    """--quick: the first row of each test that is marked quick."""
    parser.addoption("--quick", action="store_true")


def pytest_configure(config):
    """Rows that fail leave their evidence below build/test."""
    config.addinivalue_line("markers", "quick: its first row is in check-quick")
    (BUILD / "test").mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(config, items):
    """What --quick leaves; mixed, as rows of one kind want the same of the machine.

    By the names: each of pytest-xdist's processes must have the same order.
    """
    if config.getoption("--quick"):
        marked = [i for i in items if i.get_closest_marker("quick")]
        first = {i.function: i for i in reversed(marked)}.values()
        items[:] = [i for i in items if i in first]
    items.sort(key=lambda item: zlib.crc32(item.nodeid.encode()))


@pytest.fixture(scope="session", autouse=True)
def _tools():
    missing = [t for t in TOOLS if not shutil.which(t)]
    missing += [CACHE / name for name in UNPACKED if not (CACHE / name).is_dir()]
    if missing:
        pytest.fail(f"run make deps: no {', '.join(map(str, missing))}")


@pytest.fixture(autouse=True)
def folder(request, monkeypatch):
    """build/test/MODULE.ROW, empty; also where a failing Vm leaves evidence."""
    name = f"{request.node.path.stem}.{request.node.name}"
    path = BUILD / "test" / re.sub(r"[^\w.-]+", "_", name).strip("_")
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    monkeypatch.setattr(Vm, "artifacts", path)
    return path


@pytest.fixture
def fast_clock(monkeypatch):
    """A machine's time is what it computes: 32 ns an instruction.

    Where loaders compute while they wait, as iPXE does two seconds for a second
    DHCP server, a row takes a third of the time. Not for what is on the screen
    for a time only, nor for servers that are no part of QEMU.
    """
    monkeypatch.setattr(Vm, "clock", ["-icount", "shift=5"])


@pytest.fixture
def root(folder):
    """An empty TFTP root."""
    path = folder / "tftp"
    path.mkdir()
    return path


@pytest.fixture
def token():
    """8 hexadecimal digits that no other run has."""
    return secrets.token_hex(4)


@pytest.fixture
def token_disk(folder, token):
    """The path of a bootable hard disk that reports `token`."""
    return media.disk(folder / "disk.img", token)


@pytest.fixture
def namespace():
    """A started net.Namespace; the row is skipped when it can't be had."""
    reason = Namespace.available()
    if reason:
        pytest.skip(f"no network namespace with a tap: {reason}")
    with Namespace() as started:
        yield started


@pytest.fixture(scope="session")
def baseline(tmp_path_factory):
    """A function (bus="ide", **Vm options) -> report without its TOKEN.

    It is the state in which the BIOS itself starts a boot sector of such a
    disk, on a machine with the same NIC and ROM that booted nothing from it.
    """

    @functools.lru_cache(maxsize=None)
    def boot(bus="ide", **options):
        token = secrets.token_hex(4)
        path = tmp_path_factory.mktemp("baseline") / "disk.img"
        disk = Disk(media.disk(path, token), bus, bootindex=0)
        with Vm(disks=[disk], nic_bootindex=None, **options) as vm:
            report = wait_report(vm, token)
        del report["TOKEN"]
        return report

    return boot


def said(vm, words):
    """The words were on the screen, broken at its right edge or not."""
    text = " ".join([*vm.seen, vm.text()])
    return " ".join(words.split()) in " ".join(text.split())


def comes_back(vm, host, timeout_s=60):
    """Wait for localboot's report, press a key, and `host` has control again."""
    vm.wait("Press a key to go on", timeout_s)
    vm.send("ret")
    vm.wait(BACK_PXELINUX if host == "pxelinux" else BACK_IPXE)


def wait_report(vm, token, timeout_s=60):
    """Wait for the whole report of `token` on COM1; the parsed report."""
    vm.wait_serial(f"^END {token}$", timeout_s)
    report = media.parse_report(vm.serial())
    assert report["TOKEN"] == token
    return report
