# SPDX-License-Identifier: BSD-2-Clause
"""A VM that starts a program as a DHCP server with options of its own says."""

import contextlib
import shutil
from pathlib import Path

import hosts
from net import Dnsmasq
from vm import Vm


@contextlib.contextmanager
def booting(namespace, root, program, options=(), *, host="nbp", args="", **vm):
    """The started Vm in which `host` starts `program`, out of dnsmasq.

    namespace: a Namespace or Relay.  host: of hosts.HOSTS: "nbp" makes the
    program the boot file of an iPXE ROM, "plainpxe" of a plain PXE ROM.
    options: of Dnsmasq, as root_path(target.uri()).  vm: options of Vm.
    """
    program = Path(program)
    if program.parent != root:
        shutil.copy(program, root)
    settings = hosts.HOSTS[host](root, program.name, args)
    boot = f"dhcp-boot={settings.pop('bootfile')}"
    with Dnsmasq(namespace, root, [boot, *options]):
        with Vm(namespace=namespace, **{**settings, **vm}) as machine:
            yield machine


def root_path(uri):
    """The option of Dnsmasq that hands a SAN address out."""
    return f"dhcp-option=option:root-path,{uri}"
