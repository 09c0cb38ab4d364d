# SPDX-License-Identifier: BSD-2-Clause
"""Asks a DHCP server as the ROM of a machine would, with hand-made frames.

As a program, inside the namespace: dhcpask.py TAP, which then holds the tap
and answers a line {"arch": 0, "user_class": "gPXE", "encap": true} (each may
be left out) with a line [[boot file, next server] of OFFER and of ACK].
"""

import fcntl
import json
import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
MAC = bytes.fromhex("020000000001")
XID = 0x6E657463
MAGIC = b"\x63\x82\x53\x63"
DISCOVER, OFFER, REQUEST, ACK = 1, 2, 3, 5
TIMEOUT_S = 10
BROADCAST_FLAG = 0x8000
UDP_HEADERS = 14 + 20 + 8  # Ethernet, IPv4, UDP


def option(code, value):
    """A DHCP option as bytes."""
    return bytes([code, len(value)]) + value


def question(arch=None, user_class=None, encap=False):
    """The options by which a ROM shows what it is (RFC 4578, RFC 3004)."""
    options = option(55, bytes([1, 3, 17, 43, 60, 66, 67, 175]))
    if arch is not None:
        options += option(60, b"PXEClient:Arch:%05d:UNDI:002001" % arch)
        options += option(93, struct.pack(">H", arch)) + option(94, b"\1\2\1")
    if user_class:
        options += option(77, user_class.encode())
    if encap:
        options += option(175, option(177, b"\1\x80\x86\x10\x0e"))
    return options


def frame(message, options):
    """A broadcast Ethernet frame with a BOOTREQUEST."""
    bootp = struct.pack(">BBBBIHH", 1, 1, 6, 0, XID, 0, BROADCAST_FLAG) + bytes(16)
    bootp += MAC.ljust(16, b"\0") + bytes(64 + 128) + MAGIC
    bootp += option(53, bytes([message])) + options + b"\xff"
    bootp = bootp.ljust(300, b"\0")
    udp = struct.pack(">HHHH", 68, 67, 8 + len(bootp), 0) + bootp
    ip = struct.pack(">BBHIBBH", 0x45, 0, 20 + len(udp), 0, 64, 17, 0)
    ip += bytes(4) + b"\xff" * 4
    total = sum(struct.unpack(">10H", ip))
    total = (total & 0xFFFF) + (total >> 16)
    ip = ip[:10] + struct.pack(">H", ~total & 0xFFFF) + ip[12:]
    return b"\xff" * 6 + MAC + b"\x08\x00" + ip + udp


def parse(packet):
    """(message type, server ID, our address, [file, next server]), or None."""
    bootp = packet[UDP_HEADERS:]
    if packet[12:14] != b"\x08\x00" or packet[23] != 17 or len(bootp) < 240:
        return None
    if bootp[0] != 2 or struct.unpack_from(">I", bootp, 4)[0] != XID:
        return None
    options, at = {}, 240
    while at < len(bootp) and bootp[at] != 0xFF:
        if bootp[at] == 0:
            at += 1
            continue
        options[bootp[at]] = bootp[at + 2 : at + 2 + bootp[at + 1]]
        at += 2 + bootp[at + 1]
    name = options.get(67, bootp[108:236]).split(b"\0")[0].decode()
    server = ".".join(map(str, bootp[20:24]))
    return options[53][0], options[54], bootp[16:20], [name, server]


def exchange(tap, message, options, wanted):
    """Send once a second until the wanted answer comes."""
    for _ in range(TIMEOUT_S):
        os.write(tap, frame(message, options))
        deadline = time.monotonic() + 1
        while select.select([tap], [], [], max(0, deadline - time.monotonic()))[0]:
            answer = parse(os.read(tap, 2048))
            if answer and answer[0] == wanted:
                return answer
    raise TimeoutError(f"no DHCP answer of type {wanted}")


def boot_files(tap, **who):
    """[[boot file, next server] of the OFFER, the same of the ACK]."""
    options = question(**who)
    _, server, address, offered = exchange(tap, DISCOVER, options, OFFER)
    options += option(54, server) + option(50, address)
    return [offered, exchange(tap, REQUEST, options, ACK)[3]]


class Asker:
    """The far end of a Namespace's tap, as a context manager."""

    def __init__(self, namespace):
        self._namespace = namespace

    def __enter__(self):
        self._process = self._namespace.popen(
            [sys.executable, Path(__file__).resolve(), self._namespace.TAP],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_):
        self._process.communicate()

    def ask(self, **who):
        """As boot_files()."""
        self._process.stdin.write(json.dumps(who) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main():
    """Hold the tap and answer questions until the input ends."""
    tap = os.open("/dev/net/tun", os.O_RDWR)
    flags = struct.pack("16sH22x", sys.argv[1].encode(), IFF_TAP | IFF_NO_PI)
    fcntl.ioctl(tap, TUNSETIFF, flags)
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(boot_files(tap, **json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
