# SPDX-License-Identifier: BSD-2-Clause
"""Servers for the boot tests: a network namespace, dnsmasq, an iSCSI target."""

import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from vm import CACHE, LEASH

TGT = CACHE / "tgt"
TGT_LIB = TGT / "usr/lib/x86_64-linux-gnu"
USERNET_HOST = "10.0.2.2"
START_TIMEOUT_S = 10
TGT_CONTROL_PORTS = range(1, 32000)


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


def free_port():
    """A TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Namespace:
    """A network of its own, as a context manager: lo, and a tap for a VM.

    The host's side of the tap is ADDRESS.  Processes are put inside with
    `prefix`, a list of words before their command line.
    """

    TAP = "tap0"
    ADDRESS = "10.77.0.1"
    SETUP = f"""
        ip link set lo up
        ip tuntap add {TAP} mode tap
        ip addr add {ADDRESS}/24 dev {TAP}
        ip link set {TAP} up
        echo ready
        exec cat
    """

    prefix = ()

    @staticmethod
    def _holder(flags, script):
        return subprocess.Popen(
            ["unshare", *flags, "--", "sh", "-ec", script], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    @classmethod
    @functools.lru_cache(maxsize=None)
    def _flags(cls):
        """(unshare's flags, None), or (None, the reason why none works)."""
        reasons = []
        for flags in ("-Urn", "-n"):
            process = cls._holder([flags], cls.SETUP)
            said = process.communicate("")[0]
            if process.returncode == 0 and "ready" in said:
                return flags, None
            reasons.append(f"unshare {flags}: {said.strip() or 'failed'}")
            if os.getuid():
                break
        return None, "; ".join(reasons)

    @classmethod
    def available(cls):
        """None, or the reason why there can be no namespace with a tap."""
        return cls._flags()[1]

    def __enter__(self):
        flags, reason = self._flags()
        if reason:
            raise RuntimeError(reason)
        self._process = self._holder([flags], self.SETUP)
        line = self._process.stdout.readline()
        if line != "ready\n":
            raise RuntimeError(f"namespace: {line}{self._process.communicate()[0]}")
        user = ["-U", "--preserve-credentials"] if "U" in flags else []
        self.prefix = ["nsenter", "-t", str(self._process.pid), "-n", *user, "--"]
        return self

    def __exit__(self, *_):
        self._process.stdin.close()  # ends the cat
        self._process.stdout.close()
        stop(self._process)

    def run(self, command, **options):
        """subprocess.run() inside, checked, with its output as text."""
        options = {"check": True, "text": True, "capture_output": True, **options}
        return subprocess.run([*self.prefix, *map(str, command)], **options)

    def popen(self, command, **options):
        """subprocess.Popen() inside."""
        return subprocess.Popen([*self.prefix, *map(str, command)], **options)


class Dnsmasq:
    """DHCP, TFTP and router advertisements in a Namespace.

    root: the TFTP folder, or None for no TFTP.  options: dnsmasq's own, long,
    without the dashes, as "dhcp-boot=pxelinux.0".  plain: False leaves out all
    of DHCP but what `options` bring.
    """

    PLAIN = [
        "dhcp-range=10.77.0.50,10.77.0.99,255.255.255.0,1h",
        "dhcp-authoritative",
        "no-ping",
        "dhcp-range=fd77::,ra-only,64",
        "enable-ra",
    ]

    def __init__(self, namespace, root=None, options=(), plain=True):
        self._namespace = namespace
        self._options = [
            "keep-in-foreground", "log-facility=-", "log-dhcp", "conf-file=/dev/null",
            "port=0", "user=", "group=", "pid-file=",
            f"interface={namespace.TAP}", "bind-interfaces",
        ]  # fmt: skip
        self._options += self.PLAIN if plain else []
        if root:
            self._options += ["enable-tftp", f"tftp-root={root}"]
        self._options += options

    def __enter__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="dnsmasq-", dir="/tmp")
        self._log = Path(self._dir.name) / "log"
        run = self._namespace.run
        run(["ip", "addr", "add", "fd77::1/64", "dev", self._namespace.TAP, "nodad"])
        self._options.append(f"dhcp-leasefile={self._dir.name}/leases")
        program = shutil.which("dnsmasq") or "/usr/sbin/dnsmasq"
        with open(self._log, "wb") as log:
            self._process = self._namespace.popen(
                [*LEASH, program, *(f"--{o}" for o in self._options)],
                stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + START_TIMEOUT_S
        while "started" not in self.log():
            if self._process.poll() is not None or time.monotonic() > deadline:
                text = self.log()
                self.__exit__()
                raise RuntimeError(f"dnsmasq did not start: {text}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        stop(self._process)
        self._dir.cleanup()

    def reread(self):
        """Let dnsmasq read its dhcp-hostsfile again."""
        self._process.send_signal(signal.SIGHUP)

    def log(self):
        """Everything dnsmasq said so far."""
        return self._log.read_text(errors="replace")


class Tgt:
    """An iSCSI target (tgtd) on a free port of 127.0.0.1.

    images: paths of the disks that become LUN 1, 2 ...; None makes a CD drive
        without a medium.
    chap: (user, secret) that an initiator must know, or None.
    namespace: run inside, then at the Namespace's address.
    """

    IQN = "iqn.2009-06.org.example:test"

    def __init__(self, images, chap=None, namespace=None, iqn=IQN):
        self.port = free_port()
        self.iqn = iqn
        self.host = namespace.ADDRESS if namespace else USERNET_HOST
        self._listen = namespace.ADDRESS if namespace else "127.0.0.1"
        self._images, self._chap = images, chap
        self._prefix = list(namespace.prefix) if namespace else []

    def uri(self, lun=1, iqn=None, host=None, port=None):
        """The SAN URI (RFC 4173) under which a VM finds the LUN."""
        port = port or self.port
        return f"iscsi:{host or self.host}::{port}:{lun:x}:{iqn or self.iqn}"

    def __enter__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="tgt-", dir="/tmp")
        self._env = {
            **os.environ,
            "LD_LIBRARY_PATH": str(TGT_LIB),
            "TGT_IPC_SOCKET": f"{self._dir.name}/sock",
        }
        # Unique as the port is: ephemeral ports span less than this range.
        self._control = str(TGT_CONTROL_PORTS[self.port % len(TGT_CONTROL_PORTS)])
        self._log = Path(self._dir.name) / "log"
        portal = f"portal={self._listen}:{self.port}"
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                [*self._prefix, *LEASH, TGT / "usr/sbin/tgtd", "-f"]
                + ["-C", self._control, "--iscsi", portal],
                env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            self._configure()
        except BaseException:
            self.stop()
            raise
        return self

    def _configure(self):
        target = ["--mode", "target", "--tid", "1"]
        new = [*target, "--op", "new", "--targetname", self.iqn]
        deadline = time.monotonic() + START_TIMEOUT_S
        while self._admin(new).returncode:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"tgtd did not start: {self.log()}")
            time.sleep(0.05)
        for lun, image in enumerate(self._images, 1):
            unit = ["--mode", "logicalunit", "--op", "new", "--tid", "1"]
            unit += ["--lun", str(lun)]
            self.admin(*unit, *(["-b", image] if image else ["--device-type", "cd"]))
        if self._chap:
            user, secret = self._chap
            account = ["--mode", "account"]
            self.admin(*account, "--op", "new", "--user", user, "--password", secret)
            self.admin(*account, "--op", "bind", "--tid", "1", "--user", user)
        self.admin(*target, "--op", "bind", "--initiator-address", "ALL")

    def _admin(self, words):
        program = TGT / "usr/sbin/tgtadm"
        return subprocess.run(
            [*self._prefix, program, "-C", self._control, "--lld", "iscsi", *words],
            env=self._env, text=True, capture_output=True,
        )  # fmt: skip

    def admin(self, *words):
        """Run tgtadm; its output."""
        done = self._admin(words)
        if done.returncode:
            raise RuntimeError(f"tgtadm {words}: {done.stderr}{self.log()}")
        return done.stdout

    def sessions(self):
        """Names of the initiators that are logged in now."""
        shown = self.admin("--mode", "target", "--op", "show")
        return re.findall(r"Initiator: (\S+)", shown)

    def log(self):
        """Everything tgtd said so far."""
        return self._log.read_text(errors="replace")

    def stop(self):
        """End tgtd; as leaving the context does."""
        stop(self._process, timeout_s=0.3)
        self._dir.cleanup()

    def __exit__(self, *_):
        self.stop()
