# SPDX-License-Identifier: BSD-2-Clause
"""What the demo's DHCP and TFTP server gives to the machine."""

import shutil

from initrd import DemoError
from machine import BUILD

OUT = BUILD / "demo"
TARGET = "iqn.2026-11.org.example:linux"
INITIATOR = "iqn.2026-11.org.example:demo-vm"
SERVER = "10.0.2.2"             # the host, seen from QEMU's user network
PLUG_IN = "This machine has no disk; the demo plugs one in and starts it again"
FAILED = "The disk did not start"
MENU = "netchain demo: where shall this machine start from?"

SCRIPT = """\
#!ipxe
set initiator-iqn {initiator}
set uri iscsi:{server}::{port}:1:{target}
echo
echo DHCP    gave this machine the address ${{net0/ip}}
echo TFTP    ${{next-server}} sent the script that prints this
sleep 2
:menu
menu {menu}
item san   Linux from iSCSI (sanboot.c32)
item local Local disk (localboot.c32)
choose --default {default} what || goto menu
goto ${{what}}
:san
chain sanboot.c32 ${{uri}} || goto failed
goto failed
:local
{localboot} || goto failed
:failed
prompt {failed}. Press any key for the menu. || goto menu
goto menu
"""


def stage_tftp(port, has_disk):
    """Fill the server's folder; the Vm options that boot from it."""
    tftp, staged = OUT / "tftp", BUILD / "tftp-root"
    shutil.rmtree(tftp, ignore_errors=True)
    if staged.is_dir():
        shutil.copytree(staged, tftp)
    else:
        tftp.mkdir(parents=True)
    for name in ("sanboot.c32", "localboot.c32"):
        if not (BUILD / name).exists():
            raise DemoError("build/%s is missing; run make" % name)
        shutil.copy(BUILD / name, tftp)
    localboot = "chain localboot.c32 hd0"
    if not has_disk:
        localboot = "echo %s\nsleep 30\ngoto menu" % PLUG_IN
    (tftp / "demo.ipxe").write_text(SCRIPT.format(
        initiator=INITIATOR, server=SERVER, port=port, target=TARGET,
        menu=MENU, failed=FAILED, default="local" if has_disk else "san",
        localboot=localboot))
    return {"tftp": tftp, "bootfile": "demo.ipxe"}
