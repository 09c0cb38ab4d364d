# SPDX-License-Identifier: BSD-2-Clause
"""The demo's two parts that run: an iSCSI target and a virtual machine."""

import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time

from initrd import DemoError, MULTIARCH, only

from qmp import Qmp, QmpError
from vm import LEASH, Vm

PORT_TRIES, READY_S = 5, 10
PIPE_SIZE = 1 << 20


def free_port():
    """A TCP port of the loopback address that nobody uses now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def check_ready(ready, log):
    """Stop with tgtd's own words when it does not come up."""
    if not ready:
        raise DemoError("tgtd does not start:\n" + log.read_text())


class Target:
    """tgtd, without root: one disk image as LUN 1 of one target."""

    def __init__(self, cache, image, name):
        self.image, self.name = image, name
        self.sbin = only("usr/sbin", cache / "tgt", "tgtd")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="demo-tgt-"))
        libs = [cache / "tgt" / lib / MULTIARCH for lib in ("usr/lib", "lib")]
        self.env = {**os.environ, "TGT_IPC_SOCKET": "%s/s" % self.folder,
                    "LD_LIBRARY_PATH": ":".join(map(str, libs))}
        self.control = str(os.getpid() % 30000 + 1)
        self.port = self.process = None

    def __enter__(self):
        try:
            self._start()
            self._tgtadm("target", "new", "-T", self.name)
            self._tgtadm("logicalunit", "new", "--lun", "1", "-b",
                         str(self.image))
            self._tgtadm("target", "bind", "-I", "ALL")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.kill()         # it ignores SIGTERM while in use
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        for _ in range(PORT_TRIES):
            self.port = free_port()
            with open(self.folder / "log", "wb") as log:
                self.process = subprocess.Popen(
                    [*LEASH, self.sbin / "tgtd", "-f", "-C", self.control,
                     "--iscsi", "portal=127.0.0.1:%d" % self.port],
                    env=self.env, stdin=subprocess.DEVNULL, stdout=log,
                    stderr=log)
            deadline = time.monotonic() + READY_S
            while self.process.poll() is None:
                if not self._try("sys", "show").returncode:
                    return
                check_ready(time.monotonic() < deadline, self.folder / "log")
                time.sleep(0.1)
        check_ready(False, self.folder / "log")

    def _try(self, mode, what, *words):
        which = [] if what == "show" else ["--tid", "1"]
        return subprocess.run(
            [self.sbin / "tgtadm", "-C", self.control, "--lld", "iscsi",
             "--mode", mode, "--op", what, *which, *words],
            env=self.env, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)

    def _tgtadm(self, *words):
        done = self._try(*words)
        if done.returncode:
            raise DemoError("tgtadm %s: %s" % (" ".join(words), done.stdout))
        return done.stdout

    def initiators(self):
        """The names of the initiators that are logged in."""
        shown = self._try("target", "show").stdout
        return re.findall(r"Initiator: (\S+)", shown)


class Machine(Vm):
    """A Vm whose serial port can be typed into, or that a person looks at.

    display: None for headless, else QEMU's -display argument.
    """

    def __init__(self, display=None, **options):
        super().__init__(memory_mib=512, **options)
        self.display = display
        self._com1_in = self._com1_out = None
        if not display:
            self._make_duplex()
        if display:
            self._args[self._args.index("-display") + 1] = display
            self._args += ["-monitor", "vc", "-name", "netchain demo"]

    def _make_duplex(self):
        """Make the serial port a pair of pipes; QEMU keeps the log file.

        Not a socket: one of those is full after 280 single bytes, and then
        QEMU's serial port stalls, and repeats characters.
        """
        for end in ("in", "out"):
            os.mkfifo(self._dir / ("com1." + end))
        self._com1_out = os.open(self._dir / "com1.out",
                                 os.O_RDONLY | os.O_NONBLOCK)
        self._com1_in = os.open(self._dir / "com1.in", os.O_RDWR)
        fcntl.fcntl(self._com1_out, fcntl.F_SETPIPE_SZ, PIPE_SIZE)
        at = self._args.index("-serial")
        self._args[at:at + 2] = [
            "-chardev", "pipe,id=com1,path=%s/com1,logfile=%s/serial"
            % (self._dir, self._dir), "-serial", "chardev:com1"]

    def __enter__(self):
        if not self.display:
            try:
                return super().__enter__()
            except RuntimeError as error:
                raise DemoError(str(error)) from error
        with open(self._dir / "stderr", "wb") as errors:
            self._process = subprocess.Popen([*LEASH, *self._args],
                                             stderr=errors)
        try:
            self._qmp = Qmp("%s/qmp" % self._dir, self._process)
        except QmpError as error:
            said = self._log("stderr")
            self._end()
            raise DemoError("QEMU does not start: %s\n%s"
                            % (error, said)) from error
        return self

    def __exit__(self, *what):
        super().__exit__(*what)
        for pipe in (self._com1_in, self._com1_out):
            if pipe is not None:
                os.close(pipe)

    def serial(self):
        """Everything the machine sent; what the pipe has is in the log."""
        with contextlib.suppress(BlockingIOError):
            while self._com1_out and os.read(self._com1_out, 65536):
                pass
        return super().serial()

    def running(self):
        """Whether QEMU is there still."""
        return self._process.poll() is None

    def shows(self, text):
        """Whether text is on the screen; false once QEMU has ended."""
        with contextlib.suppress(QmpError):
            return text in self.text()
        return False

    def power_off_seen(self, timeout_s):
        """Whether the machine switches itself off in time."""
        deadline = time.monotonic() + timeout_s
        while self.running():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def serial_type(self, text):
        """Type into the serial port."""
        os.write(self._com1_in, text.encode())

    def serial_run(self, command, timeout_s=20):
        """Run a shell command at the serial port's prompt; its output."""
        before = len(self.serial())
        self.serial_type("echo 'ra''n:'; %s; echo 'ra''n' $?\n" % command)
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            said = self.serial()[before:]
            found = re.search(r"^ran:\n(?P<out>(?:.*\n)*?)"
                              r"ran (?P<status>\d+)$", said, re.MULTILINE)
            if found:
                if found["status"] != "0":
                    raise DemoError("%s: %s" % (command, found["out"]))
                return found["out"].strip()
            time.sleep(0.1)
        raise DemoError("no answer to %r on the serial port" % command)
