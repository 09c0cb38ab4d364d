# SPDX-License-Identifier: BSD-2-Clause
"""A client of QEMU's machine protocol: one command, one answer."""

import contextlib
import json
import socket
import time


class QmpError(Exception):
    """QEMU refused a command, or is gone."""


class Qmp:
    """One QMP connection over the unix socket `path`.

    `events` collects the asynchronous events read so far (dicts, in order).
    """

    def __init__(self, path, process, timeout_s=10):
        self.events = []
        deadline = time.monotonic() + timeout_s
        while True:
            self._sock = socket.socket(socket.AF_UNIX)
            try:
                self._sock.connect(path)
                break
            except OSError as error:
                self._sock.close()
                if process.poll() is not None or time.monotonic() > deadline:
                    raise QmpError(f"no QMP socket: {error}") from error
                time.sleep(0.02)
        self._sock.settimeout(30)
        self._file = self._sock.makefile("rb")
        try:
            self._file.readline()  # the greeting
        except OSError as error:
            self.close()
            raise QmpError(f"no QMP greeting: {error}") from error
        self.command("qmp_capabilities")

    def command(self, name, **arguments):
        """Run a command; return the value of its "return" member."""
        request = {"execute": name, "arguments": arguments}
        try:
            self._sock.sendall(json.dumps(request).encode() + b"\n")
            while True:
                line = self._file.readline()
                if not line:
                    raise QmpError(f"{name}: QEMU closed the connection")
                answer = json.loads(line)
                if "event" in answer:
                    self.events.append(answer)
                elif "error" in answer:
                    raise QmpError(f"{name}: {answer['error']['desc']}")
                else:
                    return answer["return"]
        except OSError as error:
            self._last_events()
            raise QmpError(f"{name}: {error}") from error

    def _last_events(self):
        """What QEMU said before it ended: why it did."""
        with contextlib.suppress(OSError, ValueError):
            for line in self._file:
                self.events.append(json.loads(line))

    def close(self):
        """Close the connection; QEMU goes on running."""
        self._file.close()
        self._sock.close()
