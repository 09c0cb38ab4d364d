# SPDX-License-Identifier: BSD-2-Clause
"""The loaders that can start our .c32 files, and how each is set up.

Each host is a function of (TFTP root, program name, arguments) that writes
its files into the root and returns the Vm options that start it.
"""

import shutil
from pathlib import Path

import media
from vm import CACHE, Vm

SYSLINUX = CACHE / "syslinux/usr/lib"

# On the screen, on a line of its own, when the loader has control again.
BACK_PXELINUX = r"^boot:"
BACK_IPXE = r"^BACK-(OK|FAILED.*)"

PXELINUX_CONFIG = """\
DEFAULT t
PROMPT 0
SAY STARTING
LABEL t
  KERNEL {program}
  APPEND {args}
"""

IPXE_SCRIPT = """\
#!ipxe
chain {program} {args} && echo BACK-OK || echo BACK-FAILED ${{errno}}
:stay
prompt --timeout 60000 ||
goto stay
"""


def copy_pxelinux(root):
    """Put PXELINUX 6.04 and its core module into the TFTP root."""
    shutil.copy(SYSLINUX / "PXELINUX/pxelinux.0", root)
    shutil.copy(SYSLINUX / "syslinux/modules/bios/ldlinux.c32", root)
    (root / "pxelinux.cfg").mkdir(exist_ok=True)


def pxelinux(root, program, args):
    """PXELINUX 6.04, loaded by the newest iPXE ROM, runs an ELF module."""
    copy_pxelinux(root)
    config = PXELINUX_CONFIG.format(program=program, args=args)
    (root / "pxelinux.cfg/default").write_text(config)
    return {"rom": "sid", "bootfile": "pxelinux.0"}


def _ipxe(generation):
    def host(root, program, args):
        script = IPXE_SCRIPT.format(program=program, args=args)
        (root / "t.ipxe").write_text(script)
        return {"rom": generation, "bootfile": "t.ipxe"}

    host.__doc__ = f"A script in the iPXE ROM of {generation} chains the program."
    return host


def nbp(root, program, args):
    """The program itself is the boot file of a PXE ROM; it has no arguments."""
    if args:
        raise ValueError("a PXE ROM hands no arguments to its boot file")
    return {"rom": "sid", "bootfile": program}


def _veil(root, name, **defines):
    """The Vm options of a machine whose PXE stack is plain, with this boot file."""
    media.assemble("plainpxe.asm", root / "plainpxe.0", NEXT=f'"{name}"', **defines)
    return {"rom": "sid", "bootfile": "plainpxe.0"}


def _plainpxe(description, **defines):
    def host(root, program, args):
        return {**nbp(root, program, args), **_veil(root, program, **defines)}

    host.__doc__ = f"As nbp, but the PXE stack {description} (plainpxe.asm)."
    return host


def plainpxe_root_path(root, program, root_path):
    """As plainpxe; the stack's DHCP answer has this root-path."""
    return _veil(root, program, ROOT_PATH=f'"{root_path}"')


def plainpxe_pxelinux(root, program, args):
    """PXELINUX 6.04 on a plain PXE stack runs an ELF module."""
    return {**pxelinux(root, program, args), **_veil(root, "pxelinux.0")}


def strange_card(root, program, args):
    """As plainpxe-pxelinux; DHCP's answer is for a card that is not there."""
    veil = _veil(root, "pxelinux.0", STRANGE_MAC=True)
    return {**pxelinux(root, program, args), **veil}


HOSTS = {
    "pxelinux": pxelinux,
    "ipxe-bookworm": _ipxe("bookworm"),
    "ipxe-trixie": _ipxe("trixie"),
    "ipxe-sid": _ipxe("sid"),
    "nbp": nbp,
    "plainpxe": _plainpxe("has no iPXE extensions"),
    "plainpxe-root-path": plainpxe_root_path,
    "plainpxe-pxelinux": plainpxe_pxelinux,
    "strange-card": strange_card,
    "stormrom": _plainpxe("goes on interrupting: Vm.unplug()", IRQ_STORM=True),
    "graphicsrom": _plainpxe("leaves a graphics mode", GRAPHICS=True),
}


def run(host, root, program, args="", **options):
    """A Vm, not yet started, in which `host` starts the file `program`.

    root: an existing folder that becomes the TFTP root; more files may be in
    it.  program: path of the file, copied there under its own name.  options:
    of Vm, before those of the host.
    """
    root, program = Path(root), Path(program)
    if program.parent != root:
        shutil.copy(program, root)
    settings = HOSTS[host](root, program.name, args)
    return Vm(**{"tftp": root, **settings, **options})
