# SPDX-License-Identifier: BSD-2-Clause
"""Starting and ending the servers of the boot tests."""

import signal
import socket
import subprocess
import time

START_TIMEOUT_S = 40
POLL_S = 0.05


def stop(process, timeout_s=2):
    """End a process started here: SIGTERM, then SIGKILL; reap it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


def wait_started(process, ready, log):
    """Wait until ready(); RuntimeError with log()'s text when it never is."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args} did not start: {log()}")
        time.sleep(POLL_S)


def free_port():
    """A TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]
