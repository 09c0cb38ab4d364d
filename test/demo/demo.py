# SPDX-License-Identifier: BSD-2-Clause
"""Run the demo: Linux with its root on iSCSI, and one from a local disk.

demo.py            the machine in this terminal (DISPLAY_KIND=gtk: a window)
demo.py --auto     both systems without a person; exits 0 only if both proved
                   themselves; a screenshot of each screen in build/demo/
"""

import argparse
import os
import pathlib
import secrets
import shutil
import signal
import sys
import time

# The boot tests' machine, disks and paths.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "boot"))
import auto  # noqa: E402
import image  # noqa: E402
from drives import Disk  # noqa: E402
from initrd import DemoError  # noqa: E402
from machine import Machine, Target  # noqa: E402
from progress import Progress  # noqa: E402
from staging import NO_DISK, OUT, TARGET, stage_tftp  # noqa: E402
from vm import CACHE  # noqa: E402

COLUMNS, ROWS = 80, 25
POLL_S, READ_S = 0.5, 4
COUNTDOWN_S = 30

WELCOME = """
Next, a machine without any disk starts from the network on this screen:
  PXE ROM, DHCP, TFTP, and the menu, sanmenu.c32; choose with the arrow keys
  and Enter. One entry fails on purpose. Linux ends with 'poweroff'.
  To end the machine at any time: {how}.
"""
HOW = {
    "curses": "Alt-2 (or Esc 2), then 'quit' and Enter",
    "gtk": "close its window",
}


def display_kind():
    """Where a person sees the machine; a reason if nowhere."""
    kind = os.environ.get("DISPLAY_KIND") or "curses"
    if kind not in HOW:
        raise DemoError("DISPLAY_KIND=%s: known are %s"
                        % (kind, ", ".join(HOW)))
    if kind == "curses":
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise DemoError("this is not a terminal; use AUTO=1, or "
                            "DISPLAY_KIND=gtk for a window")
        size = shutil.get_terminal_size()
        if size.columns < COLUMNS or size.lines < ROWS:
            raise DemoError("the machine's screen needs a terminal of %dx%d;"
                            " this one has %dx%d" % (
                                COLUMNS, ROWS, size.columns, size.lines))
    elif not os.environ.get("DISPLAY") and \
            not os.environ.get("WAYLAND_DISPLAY"):
        raise DemoError("DISPLAY_KIND=gtk needs a graphical session")
    return kind


def show(kind, target, disks):
    """One machine for a person; whether it is to start again with a disk."""
    with Machine(display=kind, disks=disks, boot="menu=off,strict=on",
                 **stage_tftp(target.port, bool(disks), COUNTDOWN_S)) as vm:
        while vm.running():
            if not disks and vm.shows(NO_DISK):
                time.sleep(READ_S)
                return True
            time.sleep(POLL_S)
    return False


def interactive(target, disk):
    """The machine on a person's screen."""
    kind = display_kind()
    print(WELCOME.format(how=HOW[kind]), flush=True)
    if kind == "curses":
        input("Press Enter to switch it on. ")
    if show(kind, target, []):
        show(kind, target, [Disk(disk, "ahci")])


def automatic(progress, target, disk, tokens):
    """Both machines without a person."""
    auto.san(progress, target, tokens["linux"])
    auto.local(progress, target, disk, tokens["local"])
    progress.line("ok", "both systems proved themselves; screens in %s/*.png"
                  % os.path.relpath(OUT))


def make_images(progress):
    """Both disks, each with a token of its own: {name: token}."""
    with progress.step("disk image with a Debian kernel") as notes:
        base, made = image.base_image(CACHE, OUT / "image")
        notes.append("made" if made else "unchanged since the last run")
    tokens = {}
    for name in ("linux", "local"):
        tokens[name] = "%s-%s" % (name, secrets.token_hex(6))
        image.with_token(base, OUT / (name + ".img"), tokens[name])
    return tokens


def demo(is_auto):
    """All of it."""
    progress = Progress()
    if not is_auto:
        display_kind()
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    tokens = make_images(progress)
    disk = OUT / "local.img"
    with Target(CACHE, OUT / "linux.img", TARGET) as target:
        progress.line("ok", "tgtd exports linux.img: %s at 127.0.0.1:%d"
                      % (TARGET, target.port))
        if is_auto:
            automatic(progress, target, disk, tokens)
        else:
            interactive(target, disk)


def main():
    """Parse the command line; exit with 0 or with a reason."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--auto", action="store_true",
                        help="both systems, without a person")
    arguments = parser.parse_args()
    # A polite end for SIGTERM and a closed terminal: the machine and tgtd end.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        demo(arguments.auto)
    except (DemoError, OSError) as error:
        sys.exit("demo: %s" % error)
    except KeyboardInterrupt:
        sys.exit("demo: ended by the user")


if __name__ == "__main__":
    main()
