# SPDX-License-Identifier: BSD-2-Clause
"""What the demo's DHCP and TFTP server gives to the machine."""

import shutil

from initrd import DemoError
from vm import BUILD

OUT = BUILD / "demo"
TARGET = "iqn.2026-11.org.example:linux"
INITIATOR = "iqn.2026-11.org.example:demo-vm"
SERVER = "10.0.2.2"             # the host, seen from QEMU's user network
MENU = "netchain demo: where shall this machine start from?"
# What the two entries say that fail on a machine without a disk.
NO_TARGET = "sanboot: the server has no such target"
NO_DISK = "hd: the BIOS knows no fixed disk"

CONFIG = """\
MENU TITLE {menu}
DEFAULT {default}
TIMEOUT {timeout}

LABEL san
  MENU LABEL ^Linux, its root on an iSCSI disk
  COM32 sanboot.c32
  APPEND {uri} initiator={initiator}
LABEL local
  MENU LABEL This machine's ^own disk
  LOCALBOOT hd
  TEXT HELP
{help}
  ENDTEXT
LABEL wrong
  MENU LABEL An iSCSI disk that is ^missing
  COM32 sanboot.c32
  APPEND {uri}-missing initiator={initiator}
MENU SEPARATOR
LABEL reboot
  MENU LABEL ^Restart
  COM32 reboot.c32
LABEL poweroff
  MENU LABEL ^Power off
  COM32 poweroff.c32
"""
WITHOUT_DISK = "There is none: the demo will plug one in and switch on again."
WITH_DISK = "The demo has plugged it in."


def stage_tftp(port, has_disk, timeout_s):
    """Fill the server's folder; the Vm options that boot from it."""
    tftp, staged = OUT / "tftp", BUILD / "tftp-root"
    shutil.rmtree(tftp, ignore_errors=True)
    if not staged.is_dir():
        raise DemoError("build/tftp-root is missing; run make tftp-root")
    shutil.copytree(staged, tftp)
    (tftp / "pxelinux.cfg/default").write_text(CONFIG.format(
        menu=MENU, default="local" if has_disk else "san",
        timeout=10 * timeout_s, initiator=INITIATOR,
        uri="iscsi:%s::%d:1:%s" % (SERVER, port, TARGET),
        help=WITH_DISK if has_disk else WITHOUT_DISK))
    return {"tftp": tftp, "bootfile": "sanmenu.c32"}
