# SPDX-License-Identifier: BSD-2-Clause
"""Loses, delays and cuts the frames between a VM and its namespace.

As a program it is the relay itself: `relay.py TAP FOLDER SETTINGS`.
"""

import collections
import dataclasses
import fcntl
import json
import os
import random
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from process import stop
from vm import LEASH

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000
ETHERTYPE_IPV4 = b"\x08\x00"
IPPROTO_TCP = 6
TCP_SYN, TCP_ACK = 0x02, 0x10
ISCSI_HEADER_LEN, ISCSI_COMMAND, ISCSI_IMMEDIATE = 48, 0x01, 0x40
UNITS = ("frames", "bytes", "connections", "commands")
FRAME_MAX = 65536
QUEUE_MAX = 4096
RETRY_S = 0.001


class Relay:
    """The cable between a VM and a Namespace, as a context manager.

    Use it in the Namespace's place: Vm(namespace=relay), Dnsmasq(relay).  The
    settings, each of which set() changes later:
    loss: fraction of the frames that is lost, each way; `seed` decides which.
    delay_ms: that a frame is late, each way.
    port, address: only frames from or to this TCP port, this IPv4 address are
        counted, lost, delayed and cut; None: all, with ARP and DHCP.
    cut_frames, cut_bytes, cut_connections, cut_commands: when so many have
        passed, cut before the next one: no frame comes through any more (0:
        none ever did).  A connection counts by its SYN; commands are those of
        SCSI in a frame of their own, as iPXE sends them, to `port`.
    kill: a process ID that is killed at that moment, and the frames go on.
    down: no frame comes through now; the cut sets it.
    """

    def __init__(self, namespace, **settings):
        self.namespace = namespace
        self.TAP, self.ADDRESS = namespace.TAP, namespace.ADDRESS
        self.prefix = namespace.prefix
        self.run, self.popen = namespace.run, namespace.popen
        self._settings = dataclasses.asdict(Settings(**settings))

    def __enter__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="relay-", dir="/tmp")
        program = [sys.executable, "-B", Path(__file__).resolve(), self.TAP]
        self._process = self.popen(
            [*LEASH, *program, self._dir.name, json.dumps(self._settings)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        if self._process.stdout.readline() != "ready\n":
            self.__exit__()
            raise RuntimeError("the relay did not start")
        return self

    def __exit__(self, *_):
        self._process.stdin.close()  # ends it
        self._process.stdout.close()
        stop(self._process)
        self._dir.cleanup()

    def netdev(self, name):
        """QEMU's -netdev for a NIC at the relay's other end."""
        local, remote = f"{self._dir.name}/vm", f"{self._dir.name}/relay"
        return (
            f"dgram,id={name},local.type=unix,local.path={local}"
            f",remote.type=unix,remote.path={remote}"
        )

    def set(self, **settings):
        """Change settings; the counters, as a dict.

        "frames", "bytes", "connections", "commands" of the chosen traffic that
        passed, "lost" frames, whether the "cut" has come.
        """
        self._process.stdin.write(json.dumps(settings) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def counters(self):
        """As set() returns them."""
        return self.set()


@dataclasses.dataclass
class Settings:
    """What Relay describes."""

    loss: float = 0
    seed: int = 1
    delay_ms: float = 0
    port: int = None
    address: str = None
    cut_frames: int = None
    cut_bytes: int = None
    cut_connections: int = None
    cut_commands: int = None
    kill: int = None
    down: bool = False


class Tcp:
    """Addresses, ports, flags and payload of a frame, as far as it has them."""

    def __init__(self, frame):
        self.addresses = self.ports = ()
        self.flags, self.payload = 0, b""
        if frame[12:14] != ETHERTYPE_IPV4 or len(frame) < 34:
            return
        self.addresses = frame[26:30], frame[30:34]
        tcp = frame[14 + (frame[14] & 15) * 4 :]
        if frame[23] == IPPROTO_TCP and len(tcp) >= 20:
            self.ports = struct.unpack_from(">HH", tcp)
            self.flags, self.payload = tcp[13], tcp[(tcp[12] >> 4) * 4 :]

    def opens(self):
        """Whether it is the first frame of a connection."""
        return self.flags & (TCP_SYN | TCP_ACK) == TCP_SYN

    def commands(self, port):
        """Whether an iSCSI target at the port gets a SCSI command."""
        if self.ports[1:] != (port,) or len(self.payload) < ISCSI_HEADER_LEN:
            return False
        return self.payload[0] & ~ISCSI_IMMEDIATE == ISCSI_COMMAND


class Traffic:
    """Decides what becomes of each frame, and counts."""

    def __init__(self, settings):
        self.settings = settings
        self.counters = dict.fromkeys(["lost", *UNITS], 0) | {"cut": False}
        self._random = [random.Random(f"{settings.seed}{way}") for way in "ab"]
        self._clients = set()

    def change(self, settings):
        """Take other values for some of the settings."""
        self.settings = dataclasses.replace(self.settings, **settings)

    def passes(self, frame, way):
        """(whether it comes through, its delay in s); way: 0 or 1."""
        tcp = Tcp(frame)
        if not self._chosen(tcp):
            return True, 0
        counts = self._counts(tcp, len(frame))
        if any(self._is_at_limit(unit) for unit in UNITS if counts[unit]):
            self._cut()
        if self.settings.down:
            return False, 0
        if self._random[way].random() < self.settings.loss:
            self.counters["lost"] += 1
            return False, 0
        for unit in UNITS:
            self.counters[unit] += counts[unit]
        if counts["connections"]:
            self._clients.add(self._client(tcp))
        return True, self.settings.delay_ms / 1000

    @staticmethod
    def _client(tcp):
        return tcp.addresses[0], tcp.ports[0]

    def _counts(self, tcp, frame_len):
        opens = tcp.opens() and self._client(tcp) not in self._clients
        commands = tcp.commands(self.settings.port)
        return dict(zip(UNITS, (1, frame_len, opens, commands)))

    def _chosen(self, tcp):
        port, address = self.settings.port, self.settings.address
        if port and port not in tcp.ports:
            return False
        return not address or socket.inet_aton(address) in tcp.addresses

    def _is_at_limit(self, unit):
        limit = getattr(self.settings, f"cut_{unit}")
        return limit is not None and self.counters[unit] >= limit

    def _cut(self):
        if self.settings.kill:
            os.kill(self.settings.kill, signal.SIGKILL)
        self.change({f"cut_{unit}": None for unit in UNITS})
        self.change({"down": not self.settings.kill})
        self.counters["cut"] = True


class Line:
    """One way of the cable: frames that wait for their time."""

    def __init__(self, send):
        self._send, self._queue = send, collections.deque()

    def add(self, frame, delay_s):
        """Take a frame; a full queue loses it."""
        if len(self._queue) < QUEUE_MAX:
            self._queue.append((time.monotonic() + delay_s, frame))

    def flush(self):
        """Send what is due; the time in s until the next is, or None."""
        while self._queue:
            wait_s = self._queue[0][0] - time.monotonic()
            if wait_s > 0:
                return wait_s
            try:
                self._send(self._queue[0][1])
            except BlockingIOError:
                return RETRY_S
            except (FileNotFoundError, ConnectionRefusedError):
                pass  # QEMU is not there, yet or any more
            self._queue.popleft()
        return None


def open_tap(name):
    """A file descriptor of the tap's far end."""
    tap = os.open("/dev/net/tun", os.O_RDWR)
    flags = struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI)
    fcntl.ioctl(tap, TUNSETIFF, flags)
    os.set_blocking(tap, False)
    return tap


def relay(tap, vm, traffic, folder):
    """Move frames between the two until the standard input ends."""
    lines = [
        Line(lambda frame: vm.sendto(frame, f"{folder}/vm")),
        Line(lambda frame: os.write(tap, frame)),
    ]
    sources = {
        tap: (lines[0], 0, lambda: os.read(tap, FRAME_MAX)),
        vm: (lines[1], 1, lambda: vm.recv(FRAME_MAX)),
    }
    while True:
        waits = [wait for wait in [line.flush() for line in lines] if wait is not None]
        ready = select.select(
            [*sources, sys.stdin], [], [], min(waits, default=None)
        )[0]  # fmt: skip
        for source in ready:
            if source is sys.stdin:
                words = sys.stdin.readline()
                if not words:
                    return
                traffic.change(json.loads(words))
                print(json.dumps(traffic.counters), flush=True)
                continue
            line, way, receive = sources[source]
            frame = receive()
            passes, delay_s = traffic.passes(frame, way)
            if passes:
                line.add(frame, delay_s)


def main(name, folder, settings):
    """Make both ends and relay."""
    vm = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    vm.bind(f"{folder}/relay")
    vm.setblocking(False)
    traffic = Traffic(Settings(**json.loads(settings)))
    tap = open_tap(name)
    print("ready", flush=True)
    relay(tap, vm, traffic, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
