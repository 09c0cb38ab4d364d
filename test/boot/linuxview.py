# SPDX-License-Identifier: BSD-2-Clause
"""Linux as a judge: what its iscsi_ibft module reads from the iBFT."""

import gzip
import re
import shutil
import stat
import sys

from vm import BUILD, CACHE, REPO

DEMO = REPO / "test/demo"
sys.path.append(str(DEMO))
import image as demo_image  # noqa: E402
from initrd import Cpio, Modules, only  # noqa: E402

VIEW = DEMO / "rootfs/bin/ibft-view"
MODULES = ["iscsi_ibft"]
APPLETS = ["sh", "cat", "dmesg", "grep", "insmod", "mount", "poweroff", "readlink"]
CMDLINE = "console=ttyS0,115200 panic=-1"
MEMORY_MIB = 128
DEMO_MEMORY_MIB = 256
INIT = """\
#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
dmesg -n 1
ibft-view >/dev/ttyS0
poweroff -f
"""


def make(folder, token):
    """A kernel and an initrd that prints the iBFT and powers off.

    Both are put into `folder`; their paths.  The kernel wants CMDLINE and
    MEMORY_MIB; parse() reads what it prints.
    """
    kernel = CACHE / "kernel"
    busybox = only("bin/busybox", kernel, "static busybox")
    archive = Cpio()
    for name in ("dev", "proc", "sys"):
        archive.folder(name)
    archive.add("init", stat.S_IFREG | 0o755, INIT.encode())
    archive.file("bin/busybox", busybox, 0o755)
    for name in APPLETS:
        archive.link("bin/" + name, "busybox")
    modules = Modules(only("lib/modules/*", kernel, "kernel modules"))
    _add_view(archive, token, modules.closure(MODULES))
    initrd = folder / "view.gz"
    initrd.write_bytes(gzip.compress(archive.bytes(), 6, mtime=0))
    image = only("boot/vmlinuz-*", kernel, "kernel")
    return shutil.copy(image, folder / "vmlinuz"), initrd


def _add_view(archive, token, modules):
    """Add ibft-view, its token, and the modules that it loads, in order."""
    archive.file("bin/ibft-view", VIEW, 0o755)
    archive.add("etc/token", stat.S_IFREG | 0o644, f"{token}\n".encode())
    names = "".join(f"/lib/ibft/{path.name}\n" for path in modules)
    archive.add("etc/modules.ibft", stat.S_IFREG | 0o644, names.encode())
    for path in modules:
        archive.file(f"lib/ibft/{path.name}", path)


def demo_disk(path, token):
    """The disk of `make demo`, of which a Linux starts.  Returns the path.

    Its root is on iSCSI if there is an iBFT; nothing else tells it where.  It
    then prints its routes and a report for parse(), whose token it has from
    that root, and goes on to a login.  It wants DEMO_MEMORY_MIB.
    """
    base, _ = demo_image.base_image(CACHE, BUILD / "demo/image")
    demo_image.with_token(base, path, token, show_ibft=True)
    return path


def parse(serial, token):
    """What the Linux with the token saw: {"target0/target-name": "iqn...."}.

    The names below /sys/firmware/ibft; secrets are among them, a link's value
    is the last part of where it points to.  Empty when there was no iBFT (or
    one that the kernel refused), None when there is no whole report.
    """
    report = re.search(rf"^IBFT {token}$(.*?)^END {token}$", serial, re.M | re.S)
    if not report:
        return None
    return dict(re.findall(r"^ibft/(\S+): (.*)$", report[1], re.M))


def found(serial):
    """Where the kernel itself says at boot that an iBFT is, or None."""
    at = re.search("iBFT found at (0x[0-9a-f]+)", serial)
    return int(at[1], 16) if at else None
