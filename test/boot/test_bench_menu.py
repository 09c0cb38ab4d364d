# SPDX-License-Identifier: BSD-2-Clause
"""What `make bench-menu` counts, on captures made by hand and one by a VM."""

import struct

import pytest

import bench_menu
from pcap import WireCost, tftp_resent, wire_cost
from vm import MAC

CLIENT = bytes.fromhex(MAC.replace(":", ""))
SERVER = bytes(6)
OTHERS = b"\xff" * 6
IPV4, ARP = b"\x08\x00", b"\x08\x06"
SYN, ACK = 0x02, 0x10
USERNET_BLOCK = 1428  # the largest TFTP block of QEMU's server


def ipv4(protocol, payload):
    length = 20 + len(payload)
    head = struct.pack(">BBHHHBBHII", 0x45, 0, length, 0, 0, 64, protocol, 0, 0, 0)
    return head + payload


def udp(source, target, payload):
    return ipv4(17, struct.pack(">HHHH", source, target, 8 + len(payload), 0) + payload)


def tcp(flags, payload=b""):
    head = struct.pack(">HHIIBBHHH", 5, 80, 0, 0, 0x50, flags, 0, 0, 0)
    return ipv4(6, head + payload)


def asks(name):
    return CLIENT, IPV4, udp(4, 69, b"\0\1" + name + b"\0octet\0")


DATA = SERVER, IPV4, udp(5, 4, b"\0\3\0\1" + bytes(90))
TFTP_ACK = CLIENT, IPV4, udp(4, 5, b"\0\4\0\1")
NOT_FOUND = SERVER, IPV4, udp(5, 4, b"\0\5\0\1gone\0")
ARP_ASKS, ARP_SAYS = (CLIENT, ARP, bytes(46)), (SERVER, ARP, bytes(46))
NOISE = OTHERS, ARP, bytes(46)
HTTP_GET = CLIENT, IPV4, tcp(ACK, b"GET")
HTTP_SYN, HTTP_ACK = (CLIENT, IPV4, tcp(SYN)), (CLIENT, IPV4, tcp(ACK))
HTTP_DATA = SERVER, IPV4, tcp(ACK, bytes(90))

# What is captured; round trips; how many of the last frames do not count.
ROWS = {
    "one block": ([asks(b"a"), DATA, TFTP_ACK], 1, 1),
    "two blocks": ([asks(b"a"), DATA, TFTP_ACK, DATA], 2, 0),
    "asked again": ([asks(b"a"), asks(b"a"), DATA], 1, 0),
    "not found": ([asks(b"a"), NOT_FOUND, asks(b"b"), DATA], 2, 0),
    "ARP": ([asks(b"a"), DATA, ARP_ASKS, ARP_SAYS], 2, 0),
    "frames of others": ([asks(b"a"), NOISE, DATA, NOISE, NOISE], 1, 2),
    "two answers": ([asks(b"a"), DATA, DATA], 1, 0),
    "two asked for at once": ([asks(b"a"), asks(b"b"), NOT_FOUND, DATA], 1, 0),
    "never answered": ([asks(b"a"), NOISE], 0, 2),
    "TCP": ([asks(b"a"), DATA, HTTP_SYN, HTTP_DATA, HTTP_GET, HTTP_DATA], 3, 0),
    "TCP's acknowledgements": (
        [asks(b"a"), DATA, HTTP_GET, HTTP_DATA, HTTP_ACK, HTTP_DATA], 2, 0,
    ),
}  # fmt: skip


def capture(path, frames):
    """Write a capture; the frames' lengths."""
    lens = []
    with open(path, "wb") as file:
        file.write(bytes(24))
        for sender, ethertype, payload in frames:
            to_client = CLIENT if sender == SERVER else SERVER
            target = OTHERS if sender == OTHERS else to_client
            frame = target + sender + ethertype + payload
            file.write(struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame)
            lens.append(len(frame))
    return lens


@pytest.mark.parametrize("name", ROWS)
def test_what_counts(name, folder):
    frames, trips, behind = ROWS[name]
    path = folder / "net.pcap"
    before = [asks(b"rom"), DATA, TFTP_ACK, DATA]
    lens = capture(path, [*before, *frames])[len(before) :]
    cost = wire_cost(path, "a", MAC)
    assert cost.bytes == sum(lens[: len(lens) - behind])
    assert cost.round_trips == trips
    assert cost.requests[0][0] == "a"


def test_ends_at_a_file(folder):
    frames = [asks(b"a"), DATA, asks(b"b"), DATA, asks(b"e"), DATA, asks(b"c"), DATA]
    lens = capture(folder / "net.pcap", frames)
    cost = wire_cost(folder / "net.pcap", "a", MAC, "e")
    assert cost == WireCost([("a", True), ("b", True)], sum(lens[:4]), 2)


@pytest.mark.parametrize(
    "frames, resent",
    [
        ([asks(b"a"), asks(b"a"), DATA], True),
        ([asks(b"a"), DATA, TFTP_ACK, TFTP_ACK], True),
        ([asks(b"a"), asks(b"b"), DATA, DATA, TFTP_ACK], False),
    ],
)
def test_sent_again(frames, resent, folder):
    capture(folder / "net.pcap", frames)
    assert tftp_resent(folder / "net.pcap") == resent


def test_never_asked_for(folder):
    capture(folder / "net.pcap", [asks(b"ab"), DATA])
    with pytest.raises(ValueError, match="never asked for"):
        wire_cost(folder / "net.pcap", "b", MAC)


def test_a_script_costs_one_file():
    cost = bench_menu.measure(bench_menu.LOADERS["iPXE in ROM + script"])
    assert cost.requests == [("menu.ipxe", True)]
    # With the option acknowledgement two, and no frame is full.
    assert cost.round_trips == 2 and 300 < cost.bytes < 1000


def test_search_costs_one_round_trip_and_all_a_fifth():
    cost = bench_menu.best(bench_menu.LOADERS["sanmenu.c32"])
    base = bench_menu.measure(bench_menu.LOADERS[bench_menu.BASE])
    lines, is_kept = bench_menu.verdict({bench_menu.BASE: base, "sanmenu.c32": cost})
    assert is_kept, lines
    blocks = -(-bench_menu.SANMENU.stat().st_size // USERNET_BLOCK)
    # For each file the option acknowledgement too; one block of configuration.
    assert cost.round_trips - (1 + blocks) - (1 + 1) == 1


def test_table_and_verdict():
    base, ours = list(bench_menu.LOADERS)[0], "sanmenu.c32"
    costs = {
        base: WireCost([("a", True), ("b", False)], 1000, 100),
        ours: WireCost([("c", True)], 200, 21),
    }
    lines = list(bench_menu.table(costs))
    assert lines[1].split()[-6:] == ["2", "(1)", "1,000", "1.00", "100", "1.00"]
    assert lines[2].split()[-6:] == ["1", "(0)", "200", "0.20", "21", "0.21"]
    lines = [
        "sanmenu.c32: bytes 200 of at most 200: kept",
        "sanmenu.c32: round_trips 21 of at most 20: missed",
    ]
    assert bench_menu.verdict(costs) == (lines, False)
