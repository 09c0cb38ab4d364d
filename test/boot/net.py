# SPDX-License-Identifier: BSD-2-Clause
"""Networks for the boot tests: namespaces, a subnet behind a router, dnsmasq."""

import functools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from iscsi import USERNET_HOST, Istgt, Tgt
from process import START_TIMEOUT_S, free_port, stop, wait_started
from vm import LEASH

__all__ = [
    "NO_GATEWAY", "START_TIMEOUT_S", "USERNET_HOST", "Dnsmasq", "Far", "Istgt",
    "Namespace", "Tgt", "free_port", "stop",
]  # fmt: skip

# An option for Dnsmasq: the answer names no router.
NO_GATEWAY = "dhcp-option=option:router"


def _holder(command, script):
    """A process in a namespace that `command` makes, until its input ends."""
    return subprocess.Popen(
        [*command, "--", "sh", "-ec", script], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


class _Network:
    """A network namespace that a process holds; processes are put inside.

    `prefix` is a list of words to set before their command line.
    """

    prefix = ()

    def _hold(self, command, script, user=()):
        self._process = _holder(command, script)
        line = self._process.stdout.readline()
        if line != "ready\n":
            raise RuntimeError(f"namespace: {line}{self._process.communicate()[0]}")
        self.prefix = ["nsenter", "-t", str(self._process.pid), "-n", *user, "--"]

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


class Namespace(_Network):
    """A network of its own, as a context manager: lo, and a tap for a VM.

    The host's side of the tap is ADDRESS.
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

    @classmethod
    @functools.lru_cache(maxsize=None)
    def _flags(cls):
        """(unshare's flags, None), or (None, the reason why none works)."""
        reasons = []
        for flags in ("-Urn", "-n"):
            process = _holder(["unshare", flags], cls.SETUP)
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
        self.user = ["-U", "--preserve-credentials"] if "U" in flags else []
        self._hold(["unshare", flags], self.SETUP, self.user)
        return self

    def netdev(self, name):
        """QEMU's -netdev for a NIC that is the tap's other end."""
        # Of virtio, the vnet header would be in the capture.
        return f"tap,id={name},ifname={self.TAP},script=no,downscript=no,vnet_hdr=off"


class Far(_Network):
    """A subnet behind `namespace`, which routes, as a context manager.

    A server in it, as Tgt(..., namespace=far), has the address ADDRESS; a VM
    finds it only through the gateway that Dnsmasq names, `namespace` itself.
    """

    ROUTER = "10.78.0.1"
    ADDRESS = "10.78.0.2"
    SETUP = """
        ip link set lo up
        echo ready
        exec cat
    """

    def __init__(self, namespace):
        self._near = namespace

    def __enter__(self):
        near = self._near
        self._hold([*near.prefix, "unshare", "-n"], self.SETUP, near.user)
        try:
            self._connect()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        # It would go with the namespace, but later.
        self._near.run(["ip", "link", "del", "far0"], check=False)
        super().__exit__()

    def _connect(self):
        run, far = self._near.run, str(self._process.pid)
        veth = ["ip", "link", "add", "far0", "type", "veth"]
        run([*veth, "peer", "name", "near0", "netns", far])
        run(["ip", "addr", "add", f"{self.ROUTER}/24", "dev", "far0"])
        run(["ip", "link", "set", "far0", "up"])
        run(["sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"])
        self.run(["ip", "addr", "add", f"{self.ADDRESS}/24", "dev", "near0"])
        self.run(["ip", "link", "set", "near0", "up"])
        self.run(["ip", "route", "add", "default", "via", self.ROUTER])


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
            "keep-in-foreground", "log-facility=-", "log-dhcp",
            "user=", "group=", "pid-file=",
            f"interface={namespace.TAP}", "bind-interfaces",
        ]  # fmt: skip
        self._options += self.PLAIN if plain else []
        if root:
            self._options += ["enable-tftp", f"tftp-root={root}"]
        if not any(option.startswith("port=") for option in options):
            self._options.append("port=0")  # no DNS
        self._options += options

    def __enter__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="dnsmasq-", dir="/tmp")
        self._log = Path(self._dir.name) / "log"
        run = self._namespace.run
        run(["ip", "addr", "add", "fd77::1/64", "dev", self._namespace.TAP, "nodad"])
        config = Path(self._dir.name) / "conf"  # instead of the machine's own
        config.touch()
        leases = f"dhcp-leasefile={self._dir.name}/leases"
        self._options += [f"conf-file={config}", leases]
        program = shutil.which("dnsmasq") or "/usr/sbin/dnsmasq"
        with open(self._log, "wb") as log:
            self._process = self._namespace.popen(
                [*LEASH, program, *(f"--{o}" for o in self._options)],
                stdout=log, stderr=log,
            )  # fmt: skip
        try:
            wait_started(self._process, lambda: "started" in self.log(), self.log)
        except BaseException:
            self.__exit__()
            raise
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
