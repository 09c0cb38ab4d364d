# SPDX-License-Identifier: BSD-2-Clause
"""The demo without a person: both machines, each step looked at."""

import contextlib
import re
import time

from drives import Disk
from initrd import DemoError
from machine import Machine
from qmp import QmpError
from staging import INITIATOR, MENU, NO_TARGET, OUT, TARGET, stage_tftp

SERIAL_TAIL = 25
LOAD_S, POLL_S, COUNTDOWN_S = 20, 0.1, 6
WAITS = "Press a key to go on"
# What the machine says when a step can no longer come true.
FAILURE = "%s|demo: FAILED: .*" % WAITS


def check(condition, why):
    """Stop with a reason unless the condition holds."""
    if not condition:
        raise DemoError(why)


@contextlib.contextmanager
def explained(vm, name):
    """Turn any failure into a DemoError with what the machine last showed."""
    try:
        yield
    except (AssertionError, DemoError, QmpError) as error:
        said = re.search("demo: (FAILED: .*)", vm.serial())
        parts = [said[1] if said else str(error).split("\n--- ")[0]]
        with contextlib.suppress(QmpError):
            vm.screenshot(OUT / (name + "-failed.png"))
            parts += ["--- last screen ---", vm.text().strip("\n")]
        parts += ["--- end of the serial log ---",
                  *vm.serial().splitlines()[-SERIAL_TAIL:]]
        raise DemoError("\n".join(parts)) from error


class Walk:
    """One machine's way from the ROM to a proven shell, step by step."""

    def __init__(self, progress, vm, name):
        self.progress, self.vm, self.name = progress, vm, name
        self.shots = 0

    def see(self, text, pattern, timeout_s, shot=None, serial=False):
        """A step that ends when pattern is on the screen (or on serial)."""
        with self.progress.step(text) as notes:
            wait = self.vm.wait_serial if serial else self.vm.wait
            found = wait("%s|%s" % (pattern, FAILURE), timeout_s)
            check(not re.match(FAILURE, found[0]), found[0])
            notes.extend(found.groups())
            if shot:
                self.shoot(shot)

    def shoot(self, shot):
        """Save the screen as build/demo/NAME-NN-SHOT.png."""
        self.shots += 1
        self.vm.screenshot(OUT / ("%s-%02d-%s.png"
                                  % (self.name, self.shots, shot)))

    def loaded(self, name):
        """A step that ends when the machine has loaded a file by TFTP."""
        with self.progress.step("TFTP: the machine loads " + name):
            deadline = time.monotonic() + LOAD_S
            while (name, True) not in self.vm.tftp_requests():
                check(time.monotonic() < deadline,
                      "it loaded only: %s" % self.vm.tftp_requests())
                self.vm.screen()
                time.sleep(POLL_S)

    def to_menu(self):
        """ROM, DHCP, TFTP, menu."""
        self.see("the PXE ROM starts", r"(iPXE \S+) -- ", 30, "rom")
        self.loaded("sanmenu.c32")
        self.loaded("pxelinux.cfg/default")
        self.see("its menu", re.escape(MENU), 20, "menu")

    def comes_back(self, key, reason):
        """A step: an entry fails, and the menu has the reason."""
        with self.progress.step("an entry that fails comes back") as notes:
            self.vm.send(key, "ret")
            self.vm.wait(WAITS, 60)
            self.vm.send("ret")
            notes.extend(self.vm.wait("^ +(%s.*)" % reason, 20).groups())
            self.shoot("comes-back")

    def to_shell(self, where, token):
        """The kernel is running: wait for its shell, then ask it."""
        self.see("a login shell on the screen",
                 r"(root on %s) \*\*\*" % where, 120)
        with self.progress.step("its screen shows this run's token") as notes:
            self.vm.wait(r"^token +%s$\s(.*\n)*.*root@.*#" % token, 10)
            self.shoot("shell")
            notes.append(token)
        with self.progress.step("login as root on the serial port"):
            self.vm.wait_serial("netchain-demo login: ", 30)
            self.vm.serial_type("root\n")
            self.vm.wait_serial(r"root@netchain-demo:\S+# ", 30)
        self.ask("cat /etc/token", token)

    def ask(self, command, pattern):
        """A step: the running Linux answers a command as it must."""
        with self.progress.step("# " + command) as notes:
            answer = self.vm.serial_run(command)
            check(re.fullmatch(pattern, answer),
                  "expected %r, it said:\n%s" % (pattern, answer))
            notes.append(answer)

    def power_off(self):
        """End the machine from inside."""
        with self.progress.step("# poweroff: the machine switches off"):
            self.vm.serial_type("poweroff\n")
            check(self.vm.power_off_seen(60), "it is still on after 60 s")


def san(progress, target, token):
    """The diskless machine: Linux with its root on iSCSI."""
    progress.line("", "a machine without any disk is switched on")
    vm = Machine(**stage_tftp(target.port, False, COUNTDOWN_S))
    with vm, explained(vm, "san"):
        walk = Walk(progress, vm, "san")
        walk.to_menu()
        walk.comes_back("m", NO_TARGET)
        walk.see("the countdown ends: it attaches the disk",
                 r"sanboot: attaching as drive 0x80\s+(\S+)", 60, "attach")
        walk.see("it starts the disk", r"sanboot: (starting drive 0x80)", 60,
                 "start")
        walk.see("a Linux kernel from the iSCSI disk",
                 r"(Linux version \S+)", 120, "kernel", serial=True)
        walk.see("the kernel finds the iBFT",
                 r"demo: iBFT found: (.*)", 120, "ibft", serial=True)
        walk.see("iscsistart logs in to it",
                 r"demo: iscsistart: logged in to (.*)", 60, "iscsistart",
                 serial=True)
        walk.to_shell("iSCSI", token)
        walk.ask("cat /sys/firmware/ibft/target0/target-name",
                 re.escape(TARGET))
        walk.ask("cat /sys/class/iscsi_session/session*/targetname",
                 re.escape(TARGET))
        walk.ask("grep ' / ' /proc/mounts", r"/dev/sd[a-z]2 / ext4 rw.*")
        walk.ask("root-is-on", "iSCSI")
        with progress.step("tgtd's list of initiators") as notes:
            check(INITIATOR in target.initiators(),
                  "%s is not in it: %s" % (INITIATOR, target.initiators()))
            notes.append(INITIATOR)
        walk.power_off()


def local(progress, target, disk, token):
    """The machine with a disk, which is not in its boot order."""
    progress.line("", "a machine with a disk is switched on")
    vm = Machine(disks=[Disk(disk, "ahci")], boot="menu=off,strict=on",
                 **stage_tftp(target.port, True, COUNTDOWN_S))
    with vm, explained(vm, "local"):
        walk = Walk(progress, vm, "local")
        walk.to_menu()
        vm.send("ret")
        walk.see("it starts the disk", r"hd: (starting drive 0x80)", 60,
                 "start")
        walk.see("a Linux kernel from the local disk",
                 r"(Linux version \S+)", 120, "kernel", serial=True)
        walk.see("no iBFT, as it must be",
                 r"demo: (no iBFT.*)", 120, "no-ibft", serial=True)
        walk.to_shell("a local disk", token)
        walk.ask("ls -d /sys/firmware/ibft/target0 2>/dev/null ||"
                 " echo none", "none")
        walk.ask("grep ' / ' /proc/mounts", r"/dev/sd[a-z]2 / ext4 rw.*")
        walk.ask("root-is-on", "a local disk")
        walk.power_off()
