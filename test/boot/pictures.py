# SPDX-License-Identifier: BSD-2-Clause
"""The screens that README.md and docs/MENU.md show: docs/img/NAME.png.

pictures.py takes them anew, or those that are named: from the staged TFTP
root, in the rig. Beside each picture goes its text, NAME.txt.
"""

import contextlib
import struct
import sys
import tempfile
import zlib
from pathlib import Path

import tftproot
from vm import REPO, Vm

FOLDER = REPO / "docs/img"
TIMEOUT_S = 90
# A port of this host where nobody listens.
REFUSED = "iscsi:10.0.2.2::3261::iqn.2009-06.org.example:win7"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
PNG_RGB = struct.pack(">BBBBB", 8, 2, 0, 0, 0)


def script_menu(vm):
    """The iPXE menu, its countdown stopped."""
    vm.wait("Leave iPXE", TIMEOUT_S)
    vm.send("down", "up")
    vm.wait("Its own disk$")


def script_failure(vm):
    """A SAN disk fails in the iPXE menu."""
    vm.wait("Leave iPXE", TIMEOUT_S)
    vm.send("w")
    vm.wait("Press a key to go back", TIMEOUT_S)


def sanmenu(vm):
    """A SAN entry chosen in sanmenu."""
    vm.wait("SAN disk: Windows", TIMEOUT_S)
    vm.send("w")
    vm.wait("^ +Portal")


def sanmenu_failure(vm):
    """That entry has failed; the countdown is put off by the keys."""
    sanmenu(vm)
    vm.send("ret")
    vm.wait("Press a key to go on", TIMEOUT_S)
    vm.send("ret")
    vm.wait("^ +sanboot: ", TIMEOUT_S)
    vm.send("down", "up")
    vm.wait("^ +Portal")


# Name: iPXE in ROM, boot file, SAN address in place of the example's, how to
# get there. A menu of iPXE since 2025 always shows seconds.
PICTURES = {
    "menu": ("bookworm", "boot.ipxe", None, script_menu),
    "failure": ("trixie", "boot.ipxe", REFUSED, script_failure),
    "sanmenu": ("trixie", "sanmenu.c32", None, sanmenu),
    "sanmenu-failure": ("trixie", "sanmenu.c32", REFUSED, sanmenu_failure),
}


@contextlib.contextmanager
def shown(name, root):
    """The machine, and its screen's text once it shows this picture."""
    rom, bootfile, uri, go = PICTURES[name]
    tftproot.copy(root, uri)
    with Vm(tftp=root, bootfile=bootfile, rom=rom) as vm:
        go(vm)
        yield vm, vm.settled() + "\n"


def pixels(vm):
    """(width, height, RGB bytes) of the screen."""
    path = vm.folder / "screen.ppm"
    vm.qmp("screendump", filename=str(path), format="ppm")
    _, size, _, rgb = path.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, rgb


def _chunk(kind, data):
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def write_png(path, width, height, rgb):
    """A PNG without filters, the same on every machine."""
    rows = b"".join(b"\0" + row for row in _rows(rgb, 3 * width))
    header = struct.pack(">II", width, height) + PNG_RGB
    chunks = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9))
    path.write_bytes(b"".join([PNG_MAGIC, *chunks, _chunk(b"IEND", b"")]))


def _rows(data, length):
    return (data[i : i + length] for i in range(0, len(data), length))


def read_png(path):
    """(width, height, RGB bytes) of a file by write_png."""
    data = path.read_bytes()
    width, height = struct.unpack_from(">II", data, 16)
    assert data[24:29] == PNG_RGB
    (length,) = struct.unpack_from(">I", data, 33)
    rows = _rows(zlib.decompress(data[41 : 41 + length]), 1 + 3 * width)
    return width, height, b"".join(row[1:] for row in rows)


def main(names):
    """Take these pictures, or all."""
    for name in names or PICTURES:
        with tempfile.TemporaryDirectory(prefix="picture-", dir="/tmp") as root:
            with shown(name, Path(root)) as (vm, text):
                (FOLDER / f"{name}.txt").write_text(text)
                write_png(FOLDER / f"{name}.png", *pixels(vm))
        print(f"docs/img/{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
