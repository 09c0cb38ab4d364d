# SPDX-License-Identifier: BSD-2-Clause
"""A UEFI machine (OVMF) for the boot tests."""

import pytest

from vm import CACHE, Vm

OVMF = CACHE / "ovmf/usr/share/OVMF"


def machine(**options):
    """A Vm with OVMF in place of SeaBIOS; its console is the serial port.

    The NIC has no ROM, so that OVMF's own PXE client boots from it.
    """
    code, variables = OVMF / "OVMF_CODE_4M.fd", OVMF / "OVMF_VARS_4M.fd"
    if not code.exists():
        pytest.skip("run test/deps.sh: no ovmf")
    flash = "if=pflash,format=raw"
    extra = [
        "-drive", f"{flash},unit=0,readonly=on,file={code}",
        "-drive", f"{flash},unit=1,snapshot=on,file={variables}",
        *options.pop("extra", ()),
    ]  # fmt: skip
    settings = {"nic": "virtio-net-pci", "rom": None, "memory_mib": 256}
    return Vm(**{**settings, **options}, extra=extra)
