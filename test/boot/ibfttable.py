# SPDX-License-Identifier: BSD-2-Clause
"""An iBFT that no loader made, to prove those that read one."""

import struct

# Neither SeaBIOS, iPXE nor a boot program has business here.
PLACE = 0x9A000


def _ipv4(*octets):
    """iBFT 1.03: an IPv4 address as an IPv6 one."""
    return bytes(10) + b"\xff\xff" + bytes(octets)


def _string(table, value):
    """Put a string behind the table; its length and place."""
    place = len(table)
    table += value + b"\0"
    return struct.pack("<HH", len(value), place)


def table():
    """A table of one NIC and two targets, of which the second is not valid."""
    made = bytearray(0x200)
    control = (1, 1, 18, 0, 0, 0, 0x48, 0x98, 0x100, 0, 0x140)
    made[0x30:0x42] = struct.pack("<BBHBBH5H", *control)
    made[0x48:0x92] = b"\2\1\x4a\0\0\3" + bytes(64) + _string(made, b"iqn.a:me")
    nic = b"\3\1\x66\0\0\3" + _ipv4(10, 200, 3, 14) + b"\x16\3"
    nic += _ipv4(10, 200, 0, 1) + bytes(50) + bytes.fromhex("52540012abcd")
    made[0x98:0xFE] = nic + b"\x18\1" + bytes(4)
    target = _ipv4(192, 168, 0, 255) + b"\xbc\x0c" + b"\0\1" + bytes(6) + b"\2\0"
    target += _string(made, b"iqn.b:disk") + bytes(16)
    made[0x100:0x136] = b"\4\1\x36\0\0\3" + target
    made[0x140:0x176] = b"\4\1\x36\0\1\2" + target
    made[:9] = b"iBFT" + struct.pack("<IB", len(made), 1)
    made[9] = -sum(made) & 0xFF
    return bytes(made)


def damaged():
    """The same with a wrong checksum."""
    return table()[:-1] + b"\1"


def in_memory(path, content):
    """More arguments for a Vm: `content` is at PLACE when it starts.

    path: of a file that is written for that.
    """
    path.write_bytes(content)
    return ["-device", f"loader,file={path},addr={PLACE:#x},force-raw=on"]
