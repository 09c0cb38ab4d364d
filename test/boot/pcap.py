# SPDX-License-Identifier: BSD-2-Clause
"""Reads what a capture of the network boot says about TFTP."""

import struct

PCAP_HEADER_LEN = 24
RECORD_HEADER_LEN = 16
ETHERTYPE_IPV4 = 0x0800
IPPROTO_UDP = 17
TFTP_PORT = 69
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


def udp4(path):
    """Yield (source address, source port, target port, payload) per packet.

    The address is a bytes object of 4; fragments are not put together.
    """
    for _, frame in frames(path):
        if len(frame) < 34 or struct.unpack_from(">H", frame, 12)[0] != ETHERTYPE_IPV4:
            continue
        header_len = (frame[14] & 15) * 4
        if frame[23] != IPPROTO_UDP or len(frame) < 14 + header_len + 8:
            continue
        udp = frame[14 + header_len :]
        source, target, udp_len = struct.unpack_from(">HHH", udp)
        yield frame[26:30], source, target, udp[8:udp_len]


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
