#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Make a linked ELF32 module the universal .c32: write its entry stub.

The first bytes of an ELF file, 7F 45 4C 46 01 01 01, decode in 16- and in
32-bit code as "jg +45h" and, when it is not taken, three harmless
instructions and an addition. The stub undoes the addition and ends in the
free body of program header 0, from where 16-bit code goes to the NBP entry
and 32-bit code to the COM32 entry. docs/ARCHITECTURE.md has the byte map.
"""
import struct
import sys

EI_OSABI = 7
EI_PAD = bytes.fromhex("D1D8 2901 44 EB38")
OSABI = 0xC0  # with EI_VERSION 01 before it: add ax, ax / add eax, eax
STUB = 0x47  # where both branches arrive
NBP_ENTRY = 0xA0  # com32/universal.ld


def stub(entry32):
    """13 bytes: 16-bit code jumps over the 32-bit jump, 32-bit code eats it."""
    jump32 = STUB + 5
    jump16 = STUB + 10
    return (
        bytes.fromhex("B8 0000 EB05")
        + b"\xe9"
        + struct.pack("<i", entry32 - (jump32 + 5))
        + b"\xe9"
        + struct.pack("<h", NBP_ENTRY - (jump16 + 3))
    )


def stamp(image):
    """Return the image with identification bytes and stub in place."""
    image = bytearray(image)
    if image[:7] != b"\x7fELF\x01\x01\x01":
        raise ValueError("not a little-endian ELF32 file")
    (entry32,) = struct.unpack_from("<I", image, 0x18)
    image[EI_OSABI] = OSABI
    image[8:15] = EI_PAD
    image[15] = 0
    code = stub(entry32)
    image[STUB : STUB + len(code)] = code
    return bytes(image)


def main():
    source, target = sys.argv[1:]
    with open(source, "rb") as file:
        image = file.read()
    with open(target, "wb") as file:
        file.write(stamp(image))


if __name__ == "__main__":
    main()
