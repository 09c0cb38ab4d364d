# SPDX-License-Identifier: BSD-2-Clause
"""A VM that starts a program as a DHCP server with options of its own says."""

import contextlib
import shutil
from pathlib import Path

import hosts
from net import Dnsmasq
from vm import Vm

LATE = """\
#!ipxe
set net0/root-path {uri}
chain {bootfile}
"""


def root_path(uri):
    """The option of Dnsmasq with which DHCP hands the SAN address out.

    An iPXE ROM attaches that disk before it loads the boot file, and does not
    load it when that fails; see late_root_path.
    """
    return f"dhcp-option=option:root-path,{uri}"


def script(root, *lines):
    """Make t.ipxe of the lines, which stays at its end; its path."""
    stay = [":stay", "prompt --timeout 60000 ||", "goto stay", ""]
    (root / "t.ipxe").write_text("\n".join(["#!ipxe", *lines, *stay]))
    return root / "t.ipxe"


@contextlib.contextmanager
def booting(
    namespace, root, program, options=(), *, host="nbp", args="",
    late_root_path=None, **vm,
):  # fmt: skip
    """The started Vm in which `host` starts `program`, by dnsmasq's DHCP.

    namespace: a Namespace, or the Relay before one.  host: of hosts.HOSTS:
    "nbp" makes the program the boot file of an iPXE ROM, "plainpxe" of a plain
    PXE ROM.  options: of Dnsmasq, as root_path(target.uri()).  late_root_path:
    a SAN address that the program finds as root path in the cached DHCP
    answer, but the ROM never saw, as if it knew nothing of iSCSI.
    vm: options of Vm.
    """
    program = Path(program)
    if program.parent != root:
        shutil.copy(program, root)
    settings = hosts.HOSTS[host](root, program.name, args)
    bootfile = settings.pop("bootfile")
    if late_root_path:
        text = LATE.format(uri=late_root_path, bootfile=bootfile)
        (root / "late.ipxe").write_text(text)
        bootfile = "late.ipxe"
    with Dnsmasq(namespace, root, [f"dhcp-boot={bootfile}", *options]):
        with Vm(namespace=namespace, **{**settings, **vm}) as machine:
            yield machine
