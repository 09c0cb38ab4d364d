# SPDX-License-Identifier: BSD-2-Clause
"""UEFI variables written into the firmware's variable store, before a boot.

The store is the file OVMF_VARS or AAVMF_VARS: a firmware volume (PI 1.7,
volume 3, section 3.2.1) with EDK2's variable store in it
(MdeModulePkg/Include/Guid/VariableFormat.h).
"""

import struct
import uuid

GLOBAL = "8be4df61-93ca-11d2-aa0d-00e098032b8c"
OWN = "8f1d3a52-6c0b-4e7e-9b41-2d7a50c1e86f"  # loader/firmware.c
SHIM = "605dab50-e046-4300-abb6-3dd810dd8b23"
SECURITY = "d719b2cb-3d3a-4596-a3bc-dad00e67656f"  # of db
AUTHENTICATED = "aaf32c78-947b-439a-a180-2e144ec37792"
KEPT = 7  # non-volatile, for boot services and the system
BOOT_ONLY = 3  # what shim wants of MokList: the system cannot write it
TIME_BASED = 0x27  # of db: written by signed updates only
ACTIVE, INACTIVE, APP = 1, 0, 0x101

_START, _ADDED, _DELETED = 0x55AA, 0x3F, 0xFC
_STORE = struct.Struct("<16sIBBHI")
_HEADER = struct.Struct("<HBBIQ16sIII16s")
END = b"\x7f\xff\x04\x00"


def node(kind, subtype, body):
    """A node of a device path."""
    return struct.pack("<BBH", kind, subtype, 4 + len(body)) + body


def file_node(name):
    return node(4, 4, (name + "\0").encode("utf-16-le"))


def hd_node(number, start, sectors, guid):
    """A GPT partition."""
    body = struct.pack("<IQQ16sBB", number, start, sectors, uuid.UUID(guid).bytes_le, 2, 2)
    return node(4, 1, body)


def pci_node(device, function=0):
    """From the root of PCI, on QEMU's pc and virt machines."""
    return node(2, 1, struct.pack("<II", 0x0A0341D0, 0)) + node(
        1, 1, bytes([function, device])
    )


def load_option(name, path, data=b"", attributes=ACTIVE):
    """EFI_LOAD_OPTION; path without its end; data: bytes, or text (UTF-16)."""
    if isinstance(data, str):
        data = (data + "\0").encode("utf-16-le")
    path += END
    head = struct.pack("<IH", attributes, len(path))
    return head + (name + "\0").encode("utf-16-le") + path + data


def _record(name, guid, attributes, data):
    name = (name + "\0").encode("utf-16-le")
    header = _HEADER.pack(
        _START, _ADDED, 0, attributes, 0, bytes(16), 0, len(name), len(data),
        uuid.UUID(guid).bytes_le,
    )  # fmt: skip
    record = header + name + data
    return record + b"\xff" * (-len(record) % 4)


def _store(volume):
    """Where the store's first variable may be, and its end."""
    at = struct.unpack_from("<H", volume, 48)[0]
    guid, size, *_ = _STORE.unpack_from(volume, at)
    if guid != uuid.UUID(AUTHENTICATED).bytes_le:
        raise ValueError("not a variable store as EDK2 makes it")
    return at + _STORE.size, at + size


def emptied(volume):
    """The store without a variable, keys of Secure Boot included."""
    at, end = _store(volume)
    return volume[:at] + b"\xff" * (end - at) + volume[end:]


def with_variables(store, variables):
    """The store's bytes with {name: data}.

    In place of a name (name, vendor) or (name, vendor, attributes).  What the
    store has under such a name is marked as deleted.
    """
    records = {}
    for key, data in variables.items():
        name, vendor, *kind = key if isinstance(key, tuple) else (key, GLOBAL)
        records[name, vendor] = (kind or [KEPT])[0], data
    store = bytearray(store)
    at, end = _store(store)
    while store[at : at + 2] == struct.pack("<H", _START):
        fields = _HEADER.unpack_from(store, at)
        name = store[at + _HEADER.size :][: fields[7]].decode("utf-16-le")[:-1]
        if (name, str(uuid.UUID(bytes_le=fields[9]))) in records:
            store[at + 2] &= _DELETED
        at += (_HEADER.size + fields[7] + fields[8] + 3) // 4 * 4
    for (name, vendor), (kind, data) in records.items():
        record = _record(name, vendor, kind, data)
        if at + len(record) > end:
            raise ValueError("the variable store is full")
        store[at : at + len(record)] = record
        at += len(record)
    return bytes(store)


def boot_entries(entries, order=None):
    """{number: EFI_LOAD_OPTION} as variables; BootOrder in that order."""
    variables = {f"Boot{number:04X}": option for number, option in entries.items()}
    order = list(entries) if order is None else order
    variables["BootOrder"] = struct.pack(f"<{len(order)}H", *order)
    return variables
