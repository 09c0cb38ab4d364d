#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Prove the include rule: com32 -> bios -> menu -> core <- menu <- loader.

core/ and menu/ know no firmware header and choose nothing by #if on platform.
"""
import re
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]

# Which folders a folder may include from, besides itself.
BELOW = {
    "core": [],
    "menu": ["core"],
    "bios": ["core", "menu"],
    "com32": ["core", "menu", "bios"],
    "loader": ["core", "menu"],
}
PORTABLE = {"stdarg.h", "stddef.h", "stdint.h", "string.h"}
FIRMWARE = {
    "core": PORTABLE,
    "menu": PORTABLE,
    "bios": PORTABLE | {"com32.h", "syslinux/pxe_api.h"},
    "com32": PORTABLE | {"com32.h", "elf.h"},
    "loader": PORTABLE | {"efi.h", "efilib.h"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)')
CONDITIONAL = re.compile(r"^\s*#\s*(?:el)?if(n?def)?\b(.*)")


def header_folders():
    """Name of each of our headers -> its folder."""
    return {
        path.name: folder
        for folder in BELOW
        for path in sorted((REPO / folder).glob("*.h"))
    }


def faults(folder, line, headers):
    """What is wrong with one line of a file in folder."""
    match = INCLUDE.match(line)
    if match and match[1] == "<" and match[2] not in FIRMWARE[folder]:
        yield f"<{match[2]}> is not for {folder}/"
    if match and match[1] == '"':
        home = headers.get(match[2])
        if home is None:
            yield f'"{match[2]}" is no header of ours'
        elif home != folder and home not in BELOW[folder]:
            yield f"{folder}/ must not include {home}/"
    match = CONDITIONAL.match(line)
    if match and folder in ("core", "menu") and not match[2].strip().endswith("_H"):
        yield "conditional compilation in portable code"


def main():
    headers = header_folders()
    bad = 0
    for folder in BELOW:
        for path in sorted((REPO / folder).glob("*.[ch]")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                for fault in faults(folder, line, headers):
                    print(f"{path.relative_to(REPO)}:{number}: {fault}")
                    bad += 1
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
