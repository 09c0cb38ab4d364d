# SPDX-License-Identifier: BSD-2-Clause
"""What a menu costs on the wire, for each loader that shows one.

From the first request for the boot program to the last packet before the
menu of five entries is on the screen, in one run, on one network of 20 ms. What
is fetched when the menu is there already is not in it.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import hosts
from pcap import tftp_resent, wire_cost
from vm import BUILD, CACHE, MAC, Vm

SANMENU = BUILD / "sanmenu.c32"
LOCALBOOT = BUILD / "localboot.c32"  # what sanmenu fetches behind its menu
GRUB = CACHE / "grub"
MODULES = hosts.SYSLINUX / "syslinux/modules/bios"
ENTRIES = ["Install", "Install, expert", "Rescue", "Memory test", "Local disk"]
QUIET_S = 3
TIMEOUT_S = 120
TRIES = 5
SHARE = 5  # sanmenu may cost one part in so many of PXELINUX and menu.c32
BASE = "PXELINUX + menu.c32"

# The server's frames come every 20 ms. Without that QEMU answers before the
# machine can send a second frame, and each answer would look waited for.
LATE = ["-object", "filter-buffer,id=late,netdev=n0,queue=tx,interval=20000,position=head"]

CONFIG = """\
UI {menu}
MENU TITLE Five entries
"""
CONFIG_ENTRY = """\
LABEL e{number}
  MENU LABEL {title}
  LINUX linux
  APPEND initrd=initrd.gz number={number}
"""
GRUB_ENTRY = """\
menuentry "{title}" {{
  linux /linux number={number}
  initrd /initrd.gz
}}
"""
IPXE_SCRIPT = """\
#!ipxe
{first}
menu Five entries
{items}
choose entry || shell
"""
IPXE_CHAIN = "iseq ${net0/chip} undionly || chain undionly.kpxe"


def write_config(root, menu):
    """A pxelinux.cfg/default with this menu program."""
    (root / "pxelinux.cfg").mkdir(exist_ok=True)
    (root / "pxelinux.cfg/default").write_text(
        CONFIG.format(menu=menu) + each(CONFIG_ENTRY)
    )


def each(text):
    """The text for each entry."""
    return "".join(text.format(number=n, title=t) for n, t in enumerate(ENTRIES))


def _pxelinux(menu, *libraries):
    def setup(root):
        hosts.copy_pxelinux(root)
        for name in libraries:
            shutil.copy(MODULES / name, root)
        shutil.copy(SANMENU if menu == SANMENU.name else MODULES / menu, root)
        shutil.copy(LOCALBOOT, root)
        write_config(root, menu)
        return "pxelinux.0", "pxelinux.0"

    return setup


def sanmenu(root):
    """The menu itself is the boot file."""
    shutil.copy(SANMENU, root)
    shutil.copy(LOCALBOOT, root)
    write_config(root, SANMENU.name)
    return SANMENU.name, SANMENU.name


def grub(root):
    """GRUB's core image for PXE, with its modules beside it."""
    folders = ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu")
    libraries = ":".join(str(GRUB / folder) for folder in folders)
    subprocess.run(
        [
            GRUB / "usr/bin/grub-mknetdir", f"--net-directory={root}",
            f"--directory={GRUB / 'usr/lib/grub/i386-pc'}", "--fonts=", "--locales=",
            "--themes=",
        ],
        env={
            **os.environ, "LD_LIBRARY_PATH": libraries,
            "PATH": f"{GRUB / 'usr/bin'}:{os.environ['PATH']}",
        },
        check=True, capture_output=True,
    )  # fmt: skip
    (root / "boot/grub/grub.cfg").write_text(each(GRUB_ENTRY))
    return "boot/grub/i386-pc/core.0", "boot/grub/i386-pc/core.0"


def _ipxe(first):
    def setup(root):
        items = "\n".join(f"item e{n} {title}" for n, title in enumerate(ENTRIES))
        (root / "menu.ipxe").write_text(IPXE_SCRIPT.format(first=first, items=items))
        shutil.copy(CACHE / "ipxe-bookworm/usr/lib/ipxe/undionly.kpxe", root)
        return "menu.ipxe", "undionly.kpxe" if first else "menu.ipxe"

    return setup


# Name: a function of the TFTP root that writes what it needs there; it returns
# the boot file and the first file that counts.
LOADERS = {
    BASE: _pxelinux("menu.c32", "libutil.c32", "libcom32.c32"),
    "PXELINUX + vesamenu.c32": _pxelinux("vesamenu.c32", "libutil.c32", "libcom32.c32"),
    "GRUB (i386-pc)": grub,
    "iPXE, undionly.kpxe + script": _ipxe(IPXE_CHAIN),
    "iPXE in ROM + script": _ipxe(""),
    "PXELINUX + sanmenu.c32": _pxelinux(SANMENU.name),
    "sanmenu.c32": sanmenu,
}
OURS = "sanmenu.c32"


def is_graphical(vm):
    """The screen is in a graphics mode (text mode is 720 pixels wide)."""
    path = vm.folder / "screen.png"
    vm.screenshot(path)
    return struct.unpack_from(">I", path.read_bytes(), 16)[0] != 720


def wait_menu(vm):
    """Wait until all entries, or a graphical screen, are there and stay."""
    deadline = time.monotonic() + TIMEOUT_S
    quiet_since, frame_bytes = time.monotonic(), None
    while time.monotonic() < deadline:
        time.sleep(0.5)
        now = vm.captured_bytes()
        if now != frame_bytes:
            quiet_since, frame_bytes = time.monotonic(), now
        shown = all(title in vm.text() for title in ENTRIES) or is_graphical(vm)
        if shown and time.monotonic() - quiet_since > QUIET_S:
            return
    raise AssertionError(f"no menu within {TIMEOUT_S} s\n{vm.report()}")


def best(setup):
    """The WireCost of the run with the fewest round trips of two.

    A burst of requests falls between two of the server's times now and then.
    """
    runs = [measure(setup) for _ in range(2)]
    return min(runs, key=lambda cost: cost.round_trips)


def measure(setup):
    """The WireCost of one loader in one run.

    One in which a TFTP packet was sent again, for a slow test machine makes
    answers late, does not count: it has other round trips.
    """
    for _ in range(TRIES):
        cost = _run(setup)
        if cost:
            return cost
    raise AssertionError(f"TFTP packets sent again in {TRIES} runs")


def _run(setup):
    with tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp") as folder:
        root = Path(folder)
        bootfile, first = setup(root)
        with Vm(tftp=root, bootfile=bootfile, extra=LATE) as vm:
            wait_menu(vm)
            capture = vm.folder / "net.pcap"
            if tftp_resent(capture):
                return None
            return wire_cost(capture, first, MAC, LOCALBOOT.name)


def table(costs):
    """Lines: a row for each loader, with its ratio to PXELINUX + menu.c32."""
    base = costs[BASE]
    row = "{:29} {:>8} {:>6} {:>9} {:>6} {:>11} {:>6}".format
    yield row("", "requests", "(404)", "bytes", "ratio", "round trips", "ratio")
    for name, cost in costs.items():
        missing = sum(not ok for _, ok in cost.requests)
        yield row(
            name, len(cost.requests), f"({missing})", f"{cost.bytes:,}",
            f"{cost.bytes / base.bytes:.2f}", cost.round_trips,
            f"{cost.round_trips / base.round_trips:.2f}",
        )  # fmt: skip


def verdict(costs):
    """Whether sanmenu.c32 keeps to its share: lines, and the whole."""
    base, lines, is_kept = costs[BASE], [], True
    for what in ("bytes", "round_trips"):
        value, most = getattr(costs[OURS], what), getattr(base, what) // SHARE
        is_kept &= value <= most
        kept = "kept" if value <= most else "missed"
        lines.append(f"{OURS}: {what} {value:,} of at most {most:,}: {kept}")
    return lines, is_kept


def main():
    """Measure all loaders and print the table; 1 when a share is missed."""
    costs = {}
    for name, setup in LOADERS.items():
        costs[name] = best(setup)
        print(f"measured: {name}", file=sys.stderr)
    lines, is_kept = verdict(costs)
    print(*table(costs), *lines, sep="\n")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
