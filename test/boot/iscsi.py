# SPDX-License-Identifier: BSD-2-Clause
"""iSCSI targets for the boot tests: tgtd and istgt."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import pytest

import media
from process import free_port, stop, wait_started
from vm import CACHE, LEASH

TGT = CACHE / "tgt"
ISTGT = CACHE / "istgt"
LIB = "usr/lib/x86_64-linux-gnu"
USERNET_HOST6 = "fec0::2"
USERNET_HOST = "10.0.2.2"
TGT_CONTROL_PORTS = range(1, 32000)
TIB = 1 << 40


def huge_disk(path, token, size_tib=3):
    """A sparse bootable disk of so many TiB; skips where none can be held."""
    try:
        return media.disk(path, token, size_mib=size_tib << 20)
    except OSError as error:
        Path(path).unlink(missing_ok=True)
        pytest.skip(f"no sparse file of {size_tib} TiB at {path}: {error}")


class Target:
    """An iSCSI target on a free port of 127.0.0.1; a context manager: Tgt, Istgt.

    images: paths of the disks: LUN FIRST_LUN, the next one ...
    chap: (user, secret) that an initiator must know, or None.
    mutual: (user, secret) with which the target then proves itself, or None.
    initiator, address: the only initiator name, the only address (or
        ADDRESS/BITS) that may log in; None: all.
    block_len, readonly, ready: of every LUN; block_len in bytes.
    namespace: a net.Namespace or net.Far to run in, then at its address.
    ipv6: on ::1 instead, which a VM finds at the user network's address.
    """

    IQN = "iqn.2009-06.org.example:test"

    def __init__(
        self, images, chap=None, namespace=None, iqn=IQN, *, mutual=None,
        initiator=None, address=None, block_len=512, readonly=False, ready=True,
        ipv6=False,
    ):  # fmt: skip
        self.port = free_port()
        self.iqn = iqn
        self.host = namespace.ADDRESS if namespace else USERNET_HOST
        self._listen = namespace.ADDRESS if namespace else "127.0.0.1"
        if ipv6:
            self.host, self._listen = f"[{USERNET_HOST6}]", "[::1]"
        self._images, self._chap, self._mutual = images, chap, mutual
        self._initiator, self._address = initiator, address
        self._block_len, self._readonly, self._ready = block_len, readonly, ready
        self._prefix = list(namespace.prefix) if namespace else []

    def uri(self, lun=None, iqn=None, host=None, port=None):
        """The SAN URI (RFC 4173) under which a VM finds the LUN."""
        lun = self.FIRST_LUN if lun is None else lun
        port = port or self.port
        return f"iscsi:{host or self.host}::{port}:{lun:x}:{iqn or self.iqn}"

    def __enter__(self):
        self._dir = tempfile.TemporaryDirectory(prefix="target-", dir="/tmp")
        self._log = Path(self._dir.name) / "log"
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def start(self):
        """Start it again on the same port, after kill()."""
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                [*self._prefix, *LEASH, *map(str, self._command())], env=self._env,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._configure()

    def kill(self):
        """The target dies now: its connections break, its port is closed."""
        self._process.kill()
        self._process.wait()

    @property
    def pid(self):
        """The process ID of the target."""
        return self._process.pid

    def log(self):
        """Everything the target said so far."""
        return self._log.read_text(errors="replace")

    def stop(self):
        """End the target; as leaving the context does."""
        stop(self._process, timeout_s=0.3)
        self._dir.cleanup()

    def __exit__(self, *_):
        self.stop()


class Tgt(Target):
    """tgtd, the Linux target, as a Target.

    An image None makes a CD drive without a medium.  A LUN that is not ready
    says so (02/04/01) only when it is asked by TEST UNIT READY; it can be read.
    """

    FIRST_LUN = 1
    _env = {}

    def _command(self):
        # Unique as the port is: ephemeral ports span less than this range.
        self._control = str(TGT_CONTROL_PORTS[self.port % len(TGT_CONTROL_PORTS)])
        self._env = {
            **os.environ,
            "LD_LIBRARY_PATH": str(TGT / LIB),
            "TGT_IPC_SOCKET": f"{self._dir.name}/sock",
        }
        portal = f"portal={self._listen}:{self.port}"
        return [TGT / "usr/sbin/tgtd", "-f", "-C", self._control, "--iscsi", portal]

    def _configure(self):
        target = ["--mode", "target", "--tid", "1"]
        new = [*target, "--op", "new", "--targetname", self.iqn]
        wait_started(
            self._process, lambda: not self._admin(new).returncode, self.log
        )  # fmt: skip
        for lun, image in enumerate(self._images, self.FIRST_LUN):
            self._add_unit(lun, image)
        if self._chap:
            self._add_account(*self._chap)
        if self._mutual:
            self._add_account(*self._mutual, "--outgoing")
        bind = [*target, "--op", "bind"]
        if self._initiator:
            self.admin(*bind, "--initiator-name", self._initiator)
        if self._address or not self._initiator:
            self.admin(*bind, "--initiator-address", self._address or "ALL")

    def _add_unit(self, lun, image):
        unit = ["--mode", "logicalunit", "--tid", "1", "--lun", str(lun)]
        if image:
            kind = ["-b", image, "--blocksize", str(self._block_len)]
        else:
            kind = ["--device-type", "cd"]
        self.admin(*unit, "--op", "new", *kind)
        if self._readonly:
            self.admin(*unit, "--op", "update", "--params", "readonly=1")
        if not self._ready:
            self.set_ready(lun, False)

    def _add_account(self, user, secret, *how):
        account = ["--mode", "account"]
        self.admin(*account, "--op", "new", "--user", user, "--password", secret)
        self.admin(*account, "--op", "bind", "--tid", "1", "--user", user, *how)

    def set_ready(self, lun, ready):
        """The LUN answers "not ready" from now on, or works again."""
        unit = ["--mode", "logicalunit", "--tid", "1", "--lun", str(lun)]
        self.admin(*unit, "--op", "update", "--params", f"online={int(ready)}")

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


ISTGT_CONFIG = """\
[Global]
  NodeBase "iqn.2009-06.org.example"
  PidFile {folder}/pid
  AuthFile {folder}/auth
  MediaDirectory {folder}
  LogFacility local7
  Timeout 30
  NopInInterval 20
  DiscoveryAuthMethod None
  MaxSessions 16
  MaxConnections 4
[UnitControl]
  AuthMethod Auto
[PortalGroup1]
  Portal P1 {listen}:{port}
[InitiatorGroup1]
  InitiatorName "{initiator}"
  Netmask {address}
[LogicalUnit1]
  TargetName {iqn}
  Mapping PortalGroup1 InitiatorGroup1
  AuthMethod {method}
  AuthGroup {group}
  UseDigest Auto
  ReadOnly {readonly}
  UnitType Disk
  UnitOnline {online}
  BlockLength {block_len}
"""


class Istgt(Target):
    """istgt, the FreeBSD target, as a Target.

    Where its answers differ from tgtd's, and what iPXE's sanhook says (${errno}
    is the same of the ROMs of bookworm, trixie and sid):

    | | login status, sense (tgtd) | (istgt) | iPXE (tgtd) | (istgt) |
    |---|---|---|---|---|
    | closed port | | | 0f0a6039 Connection reset | = |
    | wrong IQN | 0203 | = | 2c0d603b No such device | = |
    | IQN in capitals | 0203 | accepted | 2c0d603b | attached |
    | initiator name, address not let in | 0203 | = | 2c0d603b | = |
    | missing LUN | 05/25/00 | = | 1d704039 Input/output error | = |
    | not ready | 02/04/01, reads work | 02/04/00 | 1d704039 | = |
    | CHAP, none given | 0201 | = | 430d6601 Error 0x430d6601 | = |
    | CHAP, wrong secret or user | 0201 | = | 410d613c Operation not permitted | = |
    | CHAP, and we ask for mutual | 0201 | = | 410d613c | = |
    | mutual wanted, we ask for none | accepted | 0201 | attached | 410d613c |
    | mutual, target's secret wrong | | | 020d623c Permission denied | = |
    | write to a read-only LUN | 07/27/00 | no sense data | attached | = |
    | blocks of 4096 bytes | | | attached; sanboot: 1d852039 | = |

    It tells of its reset (06/29/00) first, as tgtd does, but not when it is
    not ready.  LUNs count from 0.  It needs a second or two to start.
    """

    FIRST_LUN = 0
    _env = {**os.environ, "LD_LIBRARY_PATH": str(ISTGT / LIB)}

    def _command(self):
        folder = Path(self._dir.name)
        config, accounts = folder / "conf", folder / "auth"
        config.write_text(self._config())
        words = [*(self._chap or ()), *(self._mutual or ())]
        quoted = " ".join(f'"{word}"' for word in words)
        accounts.write_text(f"[AuthGroup1]\n  Auth {quoted}\n" if words else "")
        accounts.chmod(0o600)
        return [ISTGT / "usr/sbin/istgt", "-D", "-c", config]

    def _config(self):
        method = "CHAP Mutual" if self._mutual else "CHAP" if self._chap else "None"
        text = ISTGT_CONFIG.format(
            folder=self._dir.name, listen=self._listen, port=self.port, iqn=self.iqn,
            initiator=self._initiator or "ALL", address=self._address or "ALL",
            method=method, group="AuthGroup1" if self._chap else "None",
            readonly="Yes" if self._readonly else "No",
            online="Yes" if self._ready else "No", block_len=self._block_len,
        )  # fmt: skip
        for lun, image in enumerate(self._images, self.FIRST_LUN):
            text += f"  LUN{lun} Storage {image} Auto\n"
        return text

    def _configure(self):
        wait_started(self._process, self._listens, self.log)

    def _listens(self):
        """Whether its port is bound; a connection would be in its log."""
        table = subprocess.run(
            [*self._prefix, "cat", "/proc/net/tcp"], text=True, capture_output=True
        ).stdout
        return re.search(rf":{self.port:04X} 00000000:0000 0A ", table)
