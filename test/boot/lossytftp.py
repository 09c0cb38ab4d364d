# SPDX-License-Identifier: BSD-2-Clause
"""A TFTP server that does not answer each request when it first comes.

As a program it is the server: `lossytftp.py ADDRESS FOLDER ANSWERED`.
"""

import os
import select
import socket
import struct
import subprocess
import sys
from pathlib import Path

from process import stop
from vm import LEASH

RRQ, DATA, ACK, ERROR, OACK = 1, 3, 4, 5, 6
NOT_FOUND = 1
BLOCK = 512
PACKET_MAX = 2048


class LossyTftp:
    """The server in a Namespace, as a context manager.

    Of the requests that come for the first time, one in `answered` is
    answered at once, 0: none; the others must come again from the same port.
    """

    def __init__(self, namespace, root, answered):
        self._namespace = namespace
        self._args = [namespace.ADDRESS, root, answered]

    def __enter__(self):
        program = [sys.executable, "-B", Path(__file__).resolve(), *self._args]
        self._process = self._namespace.popen(
            [*LEASH, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self._process.stdout.readline() != "ready\n":
            self.__exit__()
            raise RuntimeError("the TFTP server did not start")
        return self

    def __exit__(self, *_):
        stop(self._process)
        self._process.stdout.close()


class Transfer:
    """One file on its way; its socket is what it is known by."""

    def __init__(self, address, client, data, options):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.socket.connect(client)
        self._data = data
        self._block_len = int(options.get(b"blksize", BLOCK))
        if data is None:
            self.socket.send(struct.pack(">HH", ERROR, NOT_FOUND) + b"gone\0")
        elif options:
            sizes = {b"tsize": len(data), b"blksize": self._block_len}
            pairs = b"".join(b"%s\0%d\0" % (k, sizes[k]) for k in options if k in sizes)
            self.socket.send(struct.pack(">H", OACK) + pairs)
        else:
            self._send(1)

    def _send(self, block):
        part = self._data[(block - 1) * self._block_len :][: self._block_len]
        self.socket.send(struct.pack(">HH", DATA, block) + part)

    def go_on(self):
        """Take a packet; whether more is to come."""
        try:
            packet = self.socket.recv(PACKET_MAX)
        except ConnectionRefusedError:
            return False
        opcode, block = struct.unpack_from(">HH", packet)
        if opcode != ACK or block * self._block_len > len(self._data):
            return False
        self._send(block + 1)
        return True


def serve(address, root, answered):
    """Serve for ever."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((address, 69))
    print("ready", flush=True)
    transfers, seen = {}, set()
    while True:
        for ready in select.select([listener, *transfers], [], [])[0]:
            if ready is not listener:
                if not transfers[ready].go_on():
                    transfers.pop(ready).socket.close()
                continue
            packet, client = listener.recvfrom(PACKET_MAX)
            words = packet[2:].split(b"\0")
            if client not in seen:
                seen.add(client)
                if not answered or len(seen) % answered:
                    continue
            path = os.path.join(root, words[0].decode())
            data = Path(path).read_bytes() if os.path.isfile(path) else None
            options = dict(zip(words[2::2], words[3::2]))
            transfer = Transfer(address, client, data, options)
            if data is not None:
                transfers[transfer.socket] = transfer


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], int(sys.argv[3]))
