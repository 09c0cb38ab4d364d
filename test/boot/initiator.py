# SPDX-License-Identifier: BSD-2-Clause
"""The smallest iSCSI initiator (RFC 7143): asks targets without a VM."""

import hashlib
import os
import socket
import struct

TIMEOUT_S = 10
HEADER_LEN = 48
LOGIN, LOGIN_RESPONSE = 0x43, 0x23
COMMAND, RESPONSE, DATA_IN = 0x01, 0x21, 0x25
SECURITY, OPERATIONAL, FULL = 0, 1, 3
TRANSIT = 0x80
FINAL, READ, WRITE, SIMPLE = 0x80, 0x40, 0x20, 0x01
HAS_STATUS = 0x01
CHAP_MD5 = "5"
ISID = b"\x80\0\0\0\0\1"
PARAMETERS = {
    "HeaderDigest": "None", "DataDigest": "None", "InitialR2T": "Yes",
    "ImmediateData": "Yes", "MaxRecvDataSegmentLength": "65536",
}  # fmt: skip


class LoginError(Exception):
    """The login failed; .status is class and detail as one number, 0x0201."""

    def __init__(self, status):
        super().__init__(f"login status {status:#06x}")
        self.status = status


def _response(secret, identifier, challenge):
    number = bytes([int(identifier)]) + secret.encode() + bytes.fromhex(challenge[2:])
    return "0x" + hashlib.md5(number).hexdigest()


class Initiator:
    """A session with `iqn` at 127.0.0.1:port, as a context manager.

    chap: (user, secret) to log in with.  mutual: (user, secret) that the
    target must prove to know, or PermissionError.  source: our address.
    """

    def __init__(
        self, port, iqn, name="iqn.2009-06.org.example:rig", chap=None, mutual=None,
        source="127.0.0.1",
    ):  # fmt: skip
        self._where, self._source = ("127.0.0.1", port), source
        self._names = {"InitiatorName": name, "TargetName": iqn}
        self._chap, self._mutual = chap, mutual
        self._tag = self._command_sn = self._status_sn = 0

    def __enter__(self):
        self._sock = socket.create_connection(
            self._where, TIMEOUT_S, source_address=(self._source, 0)
        )
        try:
            self._log_in()
        except BaseException:
            self._sock.close()
            raise
        return self

    def __exit__(self, *_):
        self._sock.close()

    def _log_in(self):
        method = {"AuthMethod": "CHAP,None" if self._chap else "None"}
        first = {**self._names, "SessionType": "Normal", **method}
        if not self._chap:
            self._login(SECURITY, first, OPERATIONAL)
        elif self._login(SECURITY, first)["AuthMethod"] == "CHAP":
            self._prove()
        else:
            self._login(SECURITY, {}, OPERATIONAL)
        self._login(OPERATIONAL, PARAMETERS, FULL)

    def _prove(self):
        asked = self._login(SECURITY, {"CHAP_A": CHAP_MD5})
        user, secret = self._chap
        answer = _response(secret, asked["CHAP_I"], asked["CHAP_C"])
        keys = {"CHAP_N": user, "CHAP_R": answer}
        if self._mutual:
            challenge = "0x" + os.urandom(16).hex()
            keys |= {"CHAP_I": "7", "CHAP_C": challenge}
        answered = self._login(SECURITY, keys, OPERATIONAL)
        if self._mutual:
            user, secret = self._mutual
            proof = {"CHAP_N": user, "CHAP_R": _response(secret, 7, challenge)}
            shown = {key: answered.get(key) for key in proof}
            if {k: v and v.lower() for k, v in shown.items()} != proof:
                raise PermissionError(f"the target proves {shown}, not {proof}")

    def _login(self, stage, keys, following=None):
        """One exchange of text keys; the target's ones."""
        text = b"".join(f"{k}={v}\0".encode() for k, v in keys.items())
        flags = stage << 2 | (TRANSIT | following if following else 0)
        isid = ISID + bytes(2)
        self._send(LOGIN, flags, isid, text, struct.pack(">HH", 1, 0))
        header, text = self._receive()
        if header[0] != LOGIN_RESPONSE:
            raise ConnectionError(f"opcode {header[0]:#x} instead of a login response")
        status = struct.unpack_from(">H", header, 36)[0]
        if status:
            raise LoginError(status)
        pairs = text.decode().rstrip("\0").split("\0")
        return dict(pair.split("=", 1) for pair in pairs if pair)

    def command(self, lun, cdb, read_len=0, data=b""):
        """Run a SCSI command: (status, (key, ASC, ASCQ) or None, data)."""
        flags = FINAL | SIMPLE | (READ if read_len else 0) | (WRITE if data else 0)
        self._tag += 1
        length = struct.pack(">I", read_len or len(data))
        address = struct.pack(">BB6x", 0, lun)
        self._send(COMMAND, flags, address, data, length, bytes(cdb).ljust(16, b"\0"))
        self._command_sn += 1
        got = b""
        while True:
            header, payload = self._receive()
            if header[0] == DATA_IN:
                got += payload
                if header[1] & HAS_STATUS:
                    return header[3], None, got
            elif header[0] == RESPONSE:
                sense = payload[2:]
                triple = (sense[2] & 15, sense[12], sense[13]) if sense else None
                return header[3], triple, got

    def _send(self, opcode, flags, address, data, word, tail=b""):
        header = struct.pack(
            ">BB2xI8sI4sII", opcode, flags, len(data), address, self._tag, word,
            self._command_sn, self._status_sn,
        )  # fmt: skip
        pad = bytes(-len(data) % 4)
        self._sock.sendall(header + tail.ljust(16, b"\0") + data + pad)

    def _receive(self):
        header = self._exactly(HEADER_LEN)
        length = struct.unpack_from(">I", header, 4)[0] & 0xFFFFFF
        data = self._exactly(length + -length % 4)[:length]
        if header[0] != DATA_IN or header[1] & HAS_STATUS:
            self._status_sn = struct.unpack_from(">I", header, 24)[0] + 1
        return header, data

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self._sock.recv(count - len(data))
            if not piece:
                raise ConnectionError("the target closed the connection")
            data += piece
        return data
