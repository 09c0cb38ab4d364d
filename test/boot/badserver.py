# SPDX-License-Identifier: BSD-2-Clause
"""A server of files, by TFTP and HTTP, that fails as it is told to.

As a program it is the server itself: `badserver.py ADDRESS FOLDER`.
"""

import http.server
import itertools
import json
import random
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from process import stop
from vm import LEASH

RRQ, DATA, ACK, ERROR, OACK = 1, 3, 4, 5, 6
NOT_DEFINED, NOT_FOUND = 0, 1
BLOCK = 512
PACKET_MAX = 2048
RESENDS, RESEND_S = 50, 0.1  # little: the machine's clock may be a fast one
FOR_EVER_S = 3600
GARBAGE_LEN = 5000
MEBIBYTE = 1 << 20
COMMENTS = (99 * b"#" + b"\n") * (MEBIBYTE // 100 + 1)

# What becomes of a request; of the answers that end too soon one half comes.
GOOD = "good"
GONE = "gone"  # there is no such file
GARBAGE = "garbage"  # in place of the file
BIG = "big"  # comments before the file, to 1 MiB
SILENT = "silent"  # no answer; by HTTP the connection is taken
STALLS = "stalls"  # then nothing more
BREAKS = "breaks"  # then TFTP's ERROR; HTTP's connection closed
RESET = "reset"  # then a TCP reset; HTTP only
ENDS = "ends"  # then a block that is the last; TFTP only


class BadServer:
    """The server in a Namespace, as a context manager.

    answered: of the TFTP requests that come for the first time, one in so many
    is answered at once, 0: none; the others must come again from the same port.
    """

    def __init__(self, namespace, root, answered=1):
        self._namespace = namespace
        self._args = [namespace.ADDRESS, root, answered]

    def __enter__(self):
        program = [sys.executable, "-B", Path(__file__).resolve(), *self._args]
        self._process = self._namespace.popen(
            [*LEASH, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            self._answer()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        stop(self._process)
        self._process.stdout.close()

    def _answer(self):
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError("the server has ended")

    def set(self, faults):
        """From now on: {name below the folder: its fault}; others are good."""
        self._process.stdin.write(json.dumps(faults) + "\n")
        self._process.stdin.flush()
        self._answer()


class Files:
    """The folder, and what is to become of requests for its files."""

    def __init__(self, root):
        self._root, self.faults = Path(root), {}

    def get(self, name):
        """(its bytes or None, its fault)."""
        name = name.lstrip("/")
        path = self._root / name
        data = path.read_bytes() if path.is_file() else None
        fault = self.faults.get(name, GOOD)
        if data is None or fault == GONE:
            return None, GOOD
        if fault == GARBAGE:
            return random.Random(name).randbytes(GARBAGE_LEN), GOOD
        if fault == BIG:
            return COMMENTS[: MEBIBYTE - len(data) - 1] + b"\n" + data, GOOD
        return data, fault


class Transfer:
    """One file on its way by TFTP."""

    def __init__(self, address, client, options):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 0))
        self._socket.connect(client)
        self._options = options

    def _exchange(self, packet, block):
        """Whether the client has taken the packet."""
        for _ in range(RESENDS):
            self._socket.send(packet)
            until = time.monotonic() + RESEND_S
            # An acknowledgement of the block before is no reason to send more.
            while (left := until - time.monotonic()) > 0:
                self._socket.settimeout(left)
                try:
                    answer = self._socket.recv(PACKET_MAX)
                except TimeoutError:
                    break
                if answer[:4] != struct.pack(">HH", ACK, block - 1 & 0xFFFF):
                    return answer[:4] == struct.pack(">HH", ACK, block)
        return False

    def _fail(self, code):
        self._socket.send(struct.pack(">HH", ERROR, code) + b"as told\0")

    def run(self, data, fault):
        """Send the file, as far as it shall come."""
        if data is None:
            return self._fail(NOT_FOUND)
        block_len = int(self._options.get(b"blksize", BLOCK))
        if self._options:
            sizes = {b"tsize": len(data), b"blksize": block_len}
            words = [(k, sizes[k]) for k in self._options if k in sizes]
            pairs = b"".join(b"%s\0%d\0" % word for word in words)
            if not self._exchange(struct.pack(">H", OACK) + pairs, 0):
                return None
        for block in itertools.count(1):
            part = data[(block - 1) * block_len :][:block_len]
            is_half = fault != GOOD and block * block_len > len(data) // 2
            if is_half and fault == STALLS:
                return time.sleep(FOR_EVER_S)
            if is_half and fault == BREAKS:
                return self._fail(NOT_DEFINED)
            if is_half and fault == ENDS:
                part = part[: block_len // 2]
            packet = struct.pack(">HH", DATA, block & 0xFFFF) + part
            if not self._exchange(packet, block & 0xFFFF) or len(part) < block_len:
                return None

    def close(self):
        """Its port is nobody's any more."""
        self._socket.close()


def serve_tftp(address, files, answered):
    """Serve for ever."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((address, 69))

    def run(client, words):
        data, fault = files.get(words[0].decode())
        if fault == SILENT:
            return
        options = dict(zip(words[2::2], words[3::2]))
        transfer = Transfer(address, client, options)
        try:
            transfer.run(data, fault)
        except ConnectionRefusedError:
            pass
        transfer.close()

    def take():
        seen = set()
        while True:
            packet, client = listener.recvfrom(PACKET_MAX)
            words = packet[2:].split(b"\0")
            if client not in seen:
                seen.add(client)
                if not answered or len(seen) % answered:
                    continue
            threading.Thread(target=run, args=(client, words), daemon=True).start()

    threading.Thread(target=take, daemon=True).start()


def serve_http(address, files):
    """Serve for ever."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            data, fault = files.get(self.path.split("?")[0])
            if fault == SILENT:
                time.sleep(FOR_EVER_S)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            return data, fault

        def do_GET(self):
            data, fault = self.do_HEAD()
            if fault == GOOD:
                self.wfile.write(data or b"")
                return
            self.wfile.write(data[: len(data) // 2])
            if fault == STALLS:
                time.sleep(FOR_EVER_S)
            if fault == RESET:
                time.sleep(0.1)
                off = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, off)
                self.connection.close()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer((address, 80), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def main(address, root, answered):
    """Serve until the standard input ends."""
    files = Files(root)
    serve_tftp(address, files, int(answered))
    serve_http(address, files)
    print("ready", flush=True)
    for line in sys.stdin:
        files.faults = json.loads(line)
        print("ready", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
