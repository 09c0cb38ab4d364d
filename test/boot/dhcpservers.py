# SPDX-License-Identifier: BSD-2-Clause
"""Runs the DHCP examples of the staged root, with the test's addresses."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from net import START_TIMEOUT_S, Dnsmasq, stop
from tftproot import ROOT
from vm import CACHE, LEASH

EXAMPLES = ROOT / "dhcp"
SCRIPT = "boot.ipxe"
SAN_URI = "iscsi:192.0.2.1::::iqn.2009-06.org.example:win7"
# An answer in an example: its keyword, after what makes it a comment.
ANSWER = r'^( *){comment}((?:dhcp-boot=|"boot-file-name":|filename ).*{name}.*)$'
ROOT_PATH = r"^( *)(?:#|// )(.*root-path.*iscsi:.*)$"


def _dnsmasq(config, folder):
    program = shutil.which("dnsmasq") or "/usr/sbin/dnsmasq"
    return [
        program, "--keep-in-foreground", "--log-facility=-", "--log-dhcp", "--user=",
        "--group=", "--pid-file=", f"--dhcp-leasefile={folder}/leases", "-C", config,
    ]  # fmt: skip


def _kea(config, _folder):
    return [CACHE / "kea/usr/sbin/kea-dhcp4", "-c", config]


def _dhcpd(config, folder):
    (folder / "leases").touch()
    program = CACHE / "dhcpd/usr/sbin/dhcpd"
    files = ["-cf", config, "-lf", folder / "leases", "-pf", folder / "pid"]
    return [program, "-4", "-f", "-d", *files, "tap0"]


# Example, command line, what it says when it runs, whether it serves TFTP.
SERVERS = {
    "dnsmasq": ("dnsmasq.conf", _dnsmasq, "started", True),
    "kea": ("kea-dhcp4.json", _kea, "DHCP4_STARTED", False),
    "dhcpd": ("dhcpd.conf", _dhcpd, "Server starting service", False),
}


def other_answer(text, boot_file, root_path=None):
    """The example with the answer `boot_file` in place of the script."""
    mark = r"(?:#|// )"
    text, gone = re.subn(
        ANSWER.format(comment="", name=SCRIPT), "", text, flags=re.MULTILINE
    )
    text, found = re.subn(
        ANSWER.format(comment=mark, name=re.escape(boot_file)), r"\1\2", text,
        flags=re.MULTILINE,
    )  # fmt: skip
    assert (gone, found) == (1, 1)
    if root_path:
        text, found = re.subn(ROOT_PATH, r"\1\2", text, flags=re.MULTILINE)
        assert found == 1
        text = text.replace(SAN_URI, root_path)
    return text


class ExampleServer:
    """One of SERVERS and a TFTP server, in a Namespace, as a context manager.

    Start it when something holds the other end of the tap, because Kea takes
    no interface that is down.  root: the TFTP folder.  boot_file, root_path:
    one of the example's other answers.
    """

    def __init__(self, namespace, name, root, boot_file=None, root_path=None):
        example, self._command, self._ready, self._tftp = SERVERS[name]
        self._namespace, self._root, self._name = namespace, root, example
        self._text = (EXAMPLES / example).read_text()
        if boot_file:
            self._text = other_answer(self._text, boot_file, root_path)

    def __enter__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="dhcp-", dir="/tmp")
        folder = Path(self._dir.name)
        self._log = folder / "log"
        config = folder / self._name
        network = self._namespace.ADDRESS.rpartition(".")[0] + "."
        text = self._text.replace("192.0.2.", network)
        text = text.replace("eth0", self._namespace.TAP)
        text = text.replace("/srv/tftp", str(self._root))
        config.write_text(text.replace("/var/lib/kea", str(folder)))
        environment = {
            **os.environ,
            "LD_LIBRARY_PATH": str(CACHE / "kea/usr/lib/x86_64-linux-gnu"),
            "KEA_LFC_EXECUTABLE": str(CACHE / "kea/usr/sbin/kea-lfc"),
            "KEA_PIDFILE_DIR": str(folder),
            "KEA_LOCKFILE_DIR": str(folder),
        }
        self._helper = None
        if not self._tftp:
            self._helper = Dnsmasq(self._namespace, self._root, plain=False)
            self._helper.__enter__()
        with open(self._log, "wb") as log:
            self._process = self._namespace.popen(
                [*LEASH, *self._command(config, folder)], env=environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + START_TIMEOUT_S
        while self._ready not in self.log():
            if self._process.poll() is not None or time.monotonic() > deadline:
                said = self.log()
                self.__exit__()
                raise RuntimeError(f"{self._name} does not run: {said}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        stop(self._process)
        if self._helper:
            self._helper.__exit__()
        self._dir.cleanup()

    def log(self):
        """Everything the server said so far."""
        return self._log.read_text(errors="replace")
