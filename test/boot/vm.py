# SPDX-License-Identifier: BSD-2-Clause
"""One QEMU machine that boots from the network, as a context manager."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import keys
import pcap
from drives import Disk, qemu_args
from qmp import Qmp, QmpError

REPO = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("NETCHAIN_CACHE", REPO / ".cache"))
BUILD = REPO / "build"
MAC = "52:54:00:12:34:56"

# Before a command line: it dies with us, even when we are killed.
LEASH = ["setpriv", "--pdeathsig", "KILL", "--"]

ROM_FOLDERS = {
    "bookworm": "usr/lib/ipxe/qemu",
    "trixie": "usr/share/qemu",
    "sid": "usr/share/qemu",
}
ROM_NAMES = {"virtio-net-pci": "virtio"}
# SeaBIOS runs a ROM only for the device ID in it: that of modern virtio.
NIC_OPTIONS = {"virtio-net-pci": ",disable-legacy=on"}
SCREEN, COLUMNS, ROWS = 0xB8000, 80, 25
POLL_S = 0.25
# iPXE's ROM waits here for seconds, each time it starts; any key ends it.
BANNER = "Press Ctrl-B for the iPXE command line..."
KEY_HOLD_MS = 30
PCI_CLASS_ETHERNET = 0x0200
E1000_RCTL, E1000_RCTL_EN = 0x100, 0x02


def rom_path(generation, nic="e1000"):
    """Path of Debian's iPXE PXE ROM of `generation` for the model `nic`."""
    folder = CACHE / f"ipxe-{generation}" / ROM_FOLDERS[generation]
    return folder / f"pxe-{ROM_NAMES.get(nic, nic)}.rom"


class Vm:
    """A running machine: NIC first in the boot order, screen, keys, memory.

    tftp, bootfile: served by QEMU's user network (server 10.0.2.2, which is
        also the host's loopback).
    namespace: a net.Namespace, or the relay.Relay before one; the NIC is then
        on its tap instead.
    rom: "sid", "trixie", "bookworm", a path, or None (no option ROM: the
        NIC can't boot).  nic: QEMU's model, or None for no NIC.
    disks: Disks, or paths of IDE disks; cdrom, floppy: path of an image.
    nic_bootindex: None leaves the NIC out of the boot order.
    boot: the argument of -boot.  extra: more QEMU arguments.
    """

    artifacts = None  # a folder: where a failing machine leaves its evidence
    clock = ()  # QEMU's arguments for it; see conftest.py:fast_clock

    def __init__(
        self, *, tftp=None, bootfile=None, namespace=None, rom="sid",
        nic="e1000", nic_bootindex=0, mac=MAC, disks=(), cdrom=None,
        floppy=None, memory_mib=128, machine="pc", boot="menu=off", extra=(),
    ):  # fmt: skip
        self.seen = []
        self._qmp = self._process = None
        self._at_banner = False
        self._dir = Path(tempfile.mkdtemp(prefix="vm-", dir="/tmp"))
        self._pcap = self._dir / "net.pcap"
        disks = [d if isinstance(d, Disk) else Disk(d) for d in disks]
        if cdrom:
            disks.append(Disk(cdrom, "cd"))
        if floppy:
            disks.append(Disk(floppy, "floppy"))
        self._prefix = namespace.prefix if namespace else ()
        self._args = [
            "qemu-system-x86_64", "-nodefaults", "-accel", "tcg", "-machine", machine,
            "-m", str(memory_mib), "-vga", "std", "-display", "none", "-boot", boot,
            "-qmp", f"unix:{self._dir}/qmp,server=on,wait=off",
            "-serial", f"file:{self._dir}/serial",
            "-chardev", f"file,id=dbg,path={self._dir}/seabios",
            "-device", "isa-debugcon,iobase=0x402,chardev=dbg",
        ]  # fmt: skip
        if nic:
            netdev = "user,id=n0"
            if namespace:
                netdev = namespace.netdev("n0")
            else:
                netdev += f",tftp={tftp}" if tftp else ""
                netdev += f",bootfile={bootfile}" if bootfile else ""
            if rom in ROM_FOLDERS:
                rom = rom_path(rom, nic)
            device = f"{nic},netdev=n0,mac={mac},romfile={rom or ''}"
            device += NIC_OPTIONS.get(nic, "")
            if nic_bootindex is not None:
                device += f",bootindex={nic_bootindex}"
            self._args += [
                "-netdev", netdev, "-device", device,
                "-object", f"filter-dump,id=dump,netdev=n0,file={self._pcap}",
            ]  # fmt: skip
        for number, disk in enumerate(disks):
            self._args += qemu_args(number, disk)
        self._args += [str(a) for a in [*self.clock, *extra]]

    def __enter__(self):
        errors = open(self._dir / "stderr", "wb")
        with errors:
            self._process = subprocess.Popen(
                [*self._prefix, *LEASH, *self._args], stdin=subprocess.DEVNULL,
                stdout=errors, stderr=errors,
            )  # fmt: skip
        try:
            self._qmp = Qmp(f"{self._dir}/qmp", self._process)
        except BaseException as error:
            said = self._log("stderr")
            self._end()
            if isinstance(error, QmpError):
                raise RuntimeError(f"QEMU did not start: {said}") from error
            raise
        return self

    def __exit__(self, error_type=None, *_):
        try:
            if error_type and self.artifacts:
                self._save_artifacts()
        finally:
            self._end()

    def _end(self):
        if self._qmp:
            with contextlib.suppress(QmpError):
                self._qmp.command("quit")
            self._qmp.close()
        try:
            self._process.wait(5 if self._qmp else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._dir, ignore_errors=True)

    def _save_artifacts(self):
        (self.artifacts / "report.txt").write_text(self.report())
        for name in ("net.pcap", "serial", "seabios"):
            if (self._dir / name).exists():
                shutil.copy(self._dir / name, self.artifacts)
        with contextlib.suppress(QmpError):
            self.screenshot(self.artifacts / "screen.png")

    # What the machine shows and says.

    def screen(self):
        """The text screen at B800:0000: 25 strings without trailing blanks."""
        cells = self.read(SCREEN, COLUMNS * ROWS * 2)[::2]
        text = cells.replace(b"\0", b" ").decode("cp437")
        lines = [text[i : i + COLUMNS].rstrip() for i in range(0, len(text), COLUMNS)]
        self.seen += [x for x in dict.fromkeys(lines) if x and x not in self.seen]
        self._leave_banner(next((x for x in reversed(lines) if x), ""))
        return lines

    def _leave_banner(self, last_line):
        was, self._at_banner = self._at_banner, last_line == BANNER
        if self._at_banner and not was:
            self.send("spc")

    def text(self):
        """The screen as one string, a line per row."""
        return "\n".join(self.screen())

    def settled(self):
        """text() once it stays the same for a second: nothing is half drawn."""
        last, polls = self.text(), 0
        while polls < 4:
            time.sleep(POLL_S)
            polls, last = (polls + 1, last) if self.text() == last else (0, self.text())
        return last

    def serial(self):
        """Everything the machine sent to COM1."""
        return self._log("serial").replace("\r", "")

    def bios_log(self):
        """SeaBIOS's debug output."""
        return self._log("seabios").replace("\r", "")

    def _log(self, name):
        path = self._dir / name
        return path.read_text("cp437") if path.exists() else ""

    def wait(self, pattern, timeout_s=60):
        """Wait until the regular expression is on the screen; its match."""
        return self._wait("screen", self.text, pattern, timeout_s)

    def wait_serial(self, pattern, timeout_s=60, start=0):
        """Wait until COM1 has sent the regular expression; its match.

        start: so many characters of serial() are passed over.
        """

        def source():
            return self.serial()[start:]

        return self._wait("serial port", source, pattern, timeout_s)

    def _wait(self, where, source, pattern, timeout_s):
        deadline = time.monotonic() + timeout_s
        try:
            while True:
                match = re.search(pattern, source(), re.MULTILINE)
                if match:
                    with contextlib.suppress(QmpError):
                        self.screen()
                    return match
                if time.monotonic() > deadline:
                    break
                self.screen()
                time.sleep(POLL_S)
            why = f"{pattern!r} not on the {where} within {timeout_s} s"
        except QmpError as error:
            why = f"{pattern!r} not on the {where}, QEMU ended: {error}"
        raise AssertionError(f"{why}\n{self.report()}")

    def wait_shutdown(self, timeout_s=60):
        """Wait until the guest shuts down; QEMU's word for why.

        "guest-shutdown", or with extra=["-no-reboot"] also "guest-reset".
        """
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            with contextlib.suppress(QmpError):
                self.screen()
            for event in self._qmp.events:
                if event["event"] == "SHUTDOWN":
                    return event["data"]["reason"]
            time.sleep(POLL_S)
        raise AssertionError(f"no shutdown within {timeout_s} s\n{self.report()}")

    def report(self):
        """Screen, lines seen, serial, SeaBIOS log tail, QEMU's own errors."""
        screen = []
        with contextlib.suppress(QmpError):
            screen = self.screen()
        parts = {
            "lines seen before": "\n".join(x for x in self.seen if x not in screen),
            "last screen": "\n".join(x for x in screen if x),
            "serial": self.serial(),
            "SeaBIOS log tail": "\n".join(self.bios_log().splitlines()[-20:]),
            "TFTP": "\n".join(map(str, self.tftp_requests())),
            "QEMU": self._log("stderr"),
        }
        return "\n".join(f"--- {k} ---\n{v}" for k, v in parts.items() if v)

    def screenshot(self, path):
        """Write the screen as a PNG file."""
        self._qmp.command("screendump", filename=str(path), format="png")

    # What one does to it.

    def send(self, *names):
        """Press keys one after another: "ret", "down", "ctrl-b", "f1" ..."""
        for name in names:
            self._press(keys.of_name(name))

    def type(self, text):
        """Type a string on a US keyboard; "\\n" is Enter."""
        for char in text:
            self._press(keys.of_char(char))

    def _press(self, names):
        codes = [{"type": "qcode", "data": name} for name in names]
        self._qmp.command("send-key", keys=codes, **{"hold-time": KEY_HOLD_MS})
        time.sleep(2 * KEY_HOLD_MS / 1000)

    def unplug(self):
        """Pull the NIC's cable: it interrupts when it still may."""
        self.monitor("set_link n0 off")

    def read(self, addr, length):
        """Physical memory as bytes (RAM and VGA memory, not registers)."""
        path = self._dir / "memory"
        self._qmp.command("pmemsave", val=addr, size=length, filename=str(path))
        return path.read_bytes()

    def monitor(self, command):
        """Run a human monitor command; its output."""
        return self._qmp.command("human-monitor-command", **{"command-line": command})

    def qmp(self, name, **arguments):
        """Run a QMP command; its return value."""
        return self._qmp.command(name, **arguments)

    @property
    def pid(self):
        """The process ID of QEMU."""
        return self._process.pid

    @property
    def folder(self):
        """The machine's private folder, gone when the machine is."""
        return self._dir

    # What the network boot did.

    def nic_receiving(self):
        """Whether the e1000's receiver is on (the ROM has the NIC open)."""
        for bus in self._qmp.command("query-pci"):
            for device in bus["devices"]:
                if device["class_info"]["class"] == PCI_CLASS_ETHERNET:
                    bar = next(r for r in device["regions"] if r["bar"] == 0)
                    line = self.monitor(f"xp /1wx {bar['address'] + E1000_RCTL:#x}")
                    return bool(int(line.split()[-1], 16) & E1000_RCTL_EN)
        raise RuntimeError("the machine has no Ethernet controller")

    def tftp_requests(self):
        """The files asked for by TFTP, as (name, ok), in order."""
        return pcap.tftp_requests(self._pcap) if self._pcap.exists() else []

    def captured_bytes(self):
        """Bytes of all Ethernet frames so far, both directions."""
        return pcap.total_bytes(self._pcap)

    def wait_rom_starts(self, count, timeout_s=60):
        """Wait until SeaBIOS has started option ROMs `count` times."""
        pattern = "(?:.*Booting from ROM.*\n[^\0]*?){%d}" % count
        self._wait("SeaBIOS log", self.bios_log, pattern, timeout_s)

    def rom_starts(self):
        """How often SeaBIOS started an option ROM to boot from it."""
        return self.bios_log().count("Booting from ROM")
