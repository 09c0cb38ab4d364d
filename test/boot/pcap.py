# SPDX-License-Identifier: BSD-2-Clause
"""Reads what a capture of the network boot says about TFTP and TCP."""

import collections
import struct

PCAP_HEADER_LEN = 24
RECORD_HEADER_LEN = 16
ETHERTYPE_IPV4 = 0x0800
IPPROTO_TCP, IPPROTO_UDP = 6, 17
TFTP_PORT = 69
TCP_SYN, TCP_RST = 0x02, 0x04
TFTP_RRQ, TFTP_DATA, TFTP_ERROR, TFTP_OACK = 1, 3, 5, 6


def frames(path):
    """Yield (time in s, whole Ethernet frame) of a little-endian pcap file.

    A record that is not yet complete, because QEMU is writing it, ends it.
    """
    with open(path, "rb") as file:
        data = file.read()
    at = PCAP_HEADER_LEN
    while at + RECORD_HEADER_LEN <= len(data):
        sec, usec, caplen, _ = struct.unpack_from("<IIII", data, at)
        at += RECORD_HEADER_LEN
        if at + caplen > len(data):
            return
        yield sec + usec / 1e6, data[at : at + caplen]
        at += caplen


def ipv4(path, protocol):
    """Yield (time in s, frame, source address, target address, IP payload).

    The addresses are bytes objects of 4; fragments are not put together.
    """
    for time_s, frame in frames(path):
        if len(frame) < 34 or struct.unpack_from(">H", frame, 12)[0] != ETHERTYPE_IPV4:
            continue
        if frame[23] == protocol:
            end = 14 + struct.unpack_from(">H", frame, 16)[0]  # behind it: padding
            payload = frame[14 + (frame[14] & 15) * 4 : end]
            yield time_s, frame, frame[26:30], frame[30:34], payload


def udp4(path):
    """Yield (source address, source port, target port, payload) per packet."""
    for _, _, address, _, udp in ipv4(path, IPPROTO_UDP):
        if len(udp) >= 8:
            source, target, udp_len = struct.unpack_from(">HHH", udp)
            yield address, source, target, udp[8:udp_len]


# frames and bytes: whole Ethernet frames, both ways; sent and received: bytes
# of TCP payload, each once; round_trips: how often the client had to wait for
# the server before it sent more (a handshake is one); resent: segments of the
# client's that came again; refused: connections that the server reset at once.
TcpTraffic = collections.namedtuple(
    "TcpTraffic",
    "connections refused round_trips frames bytes sent received resent seconds",
)


def tcp_traffic(path, port, address=None):
    """The TcpTraffic of a VM with the server's port (and address "1.2.3.4")."""
    server = bytes(map(int, address.split("."))) if address else None
    conversations, frame_lens, times = {}, [], []
    for time_s, frame, source, target, tcp in ipv4(path, IPPROTO_TCP):
        if len(tcp) < 20:
            continue
        ports = struct.unpack_from(">HH", tcp)
        if port not in ports:
            continue
        ours = ports[1] == port
        if server and server != (target if ours else source):
            continue
        client = (source, ports[0]) if ours else (target, ports[1])
        conversations.setdefault(client, _Conversation()).add(ours, tcp)
        frame_lens.append(len(frame))
        times.append(time_s)
    sums = [sum(x) for x in zip(*(c.counts() for c in conversations.values()))]
    refused, trips, sent, received, resent = sums or [0] * 5
    seconds = times[-1] - times[0] if times else 0
    return TcpTraffic(
        len(conversations), refused, trips, len(frame_lens), sum(frame_lens), sent,
        received, resent, seconds,
    )  # fmt: skip


class _Conversation:
    """One connection; `ours` is what the client sends."""

    def __init__(self):
        self._seen = {True: set(), False: set()}
        self._bytes = {True: 0, False: 0}
        self._trips = self._resent = 0
        self._waiting = self._answered = self._refused = False

    def add(self, ours, tcp):
        sequence = struct.unpack_from(">I", tcp, 4)[0]
        flags, payload_len = tcp[13], len(tcp) - (tcp[12] >> 4) * 4
        if not ours and flags & TCP_RST and not self._answered:
            self._refused = True
        if not payload_len and not flags & TCP_SYN:
            return
        if ours:
            self._resent += sequence in self._seen[True]
            self._waiting = True
        else:
            self._trips += self._waiting
            self._waiting = False
            self._answered = True
        if sequence not in self._seen[ours]:
            self._seen[ours].add(sequence)
            self._bytes[ours] += payload_len

    def counts(self):
        sent, received = self._bytes[True], self._bytes[False]
        return self._refused, self._trips, sent, received, self._resent


def tftp_requests(path):
    """List the TFTP read requests as (file name, ok), in order.

    ok: the server answered with data or an option acknowledgement.  The same
    request sent again because its answer was late counts once.
    """
    requests, by_port = [], {}
    for _, source, target, payload in udp4(path):
        if len(payload) < 4:
            continue
        opcode = struct.unpack_from(">H", payload)[0]
        if target == TFTP_PORT and opcode == TFTP_RRQ:
            name = payload[2:].split(b"\0")[0].decode("latin-1")
            last = by_port.get(source)
            if last and last[0] == name and last[1] is None:
                continue
            by_port[source] = entry = [name, None]
            requests.append(entry)
        elif target in by_port and by_port[target][1] is None:
            if opcode in (TFTP_DATA, TFTP_OACK):
                by_port[target][1] = True
            elif opcode == TFTP_ERROR:
                by_port[target][1] = False
    return [(name, bool(ok)) for name, ok in requests]


def total_bytes(path):
    """Sum of the lengths of all frames, in bytes, both directions."""
    return sum(len(frame) for _, frame in frames(path))


# requests: as tftp_requests(); bytes: whole frames, both ways; round_trips: how
# often the client waited for an answer before it sent more.
WireCost = collections.namedtuple("WireCost", "requests bytes round_trips")


def wire_cost(path, first_file, client_mac, end_file=None):
    """The WireCost from the first request for first_file on to the last answer.

    Or, with end_file, to the last one before that file is asked for.
    All frames in between count, whatever their protocol; an answer is a frame
    to the client that follows one of its own, other than a bare TCP
    acknowledgement.
    """
    mac = bytes.fromhex(client_mac.replace(":", ""))
    request, end = (
        struct.pack(">H", TFTP_RRQ) + name.encode() + b"\0" if name else None
        for name in (first_file, end_file)
    )
    started = waiting = False
    total = trips = 0
    answered = 0, 0
    for _, frame in frames(path):
        ours = frame[6:12] == mac
        started = started or (ours and request in frame)
        if not started:
            continue
        if end and ours and end in frame:
            break
        total += len(frame)
        if ours:
            waiting = waiting or not _is_bare_ack(frame)
        elif frame[:6] == mac:
            trips += waiting
            waiting = False
            answered = total, trips
    if not started:
        raise ValueError(f"{first_file} was never asked for")
    requests = tftp_requests(path)
    names = [name for name, _ in requests]
    end = names.index(end_file) if end_file in names else None
    return WireCost(requests[names.index(first_file) : end], *answered)


def _is_bare_ack(frame):
    if frame[12:14] != b"\x08\x00" or frame[23] != IPPROTO_TCP:
        return False
    header_len = (frame[14] & 15) * 4
    tcp = frame[14 + header_len : 14 + struct.unpack_from(">H", frame, 16)[0]]
    return len(tcp) == (tcp[12] >> 4) * 4 and not tcp[13] & TCP_SYN
