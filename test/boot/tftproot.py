# SPDX-License-Identifier: BSD-2-Clause
"""A copy of the server root that `make tftp-root` stages, adapted for a test."""

import re
import shutil

from vm import BUILD

ROOT = BUILD / "tftp-root"
# How many SAN addresses each menu has.
MENUS = {"boot.ipxe": 2, "pxelinux.cfg/default": 3}
SAN_URI = r"iscsi:\S+:iqn\.2009-06\.org\.example:(?:win7|linux)"


def copy(root, uri=None, edits=()):
    """Copy the staged root into `root`, an empty folder.

    uri: goes in place of the SAN addresses in the menus.  edits: of the
    script, as (old text, new text); the old text must be there.
    """
    shutil.copytree(ROOT, root, dirs_exist_ok=True)
    for name, addresses in MENUS.items():
        text = (root / name).read_text()
        if uri:
            text, count = re.subn(SAN_URI, uri, text)
            assert count == addresses
        if name == "boot.ipxe":
            for old, new in edits:
                assert old in text
                text = text.replace(old, new)
        (root / name).write_text(text)


def listing():
    """Every staged file, relative to the root."""
    files = (path for path in ROOT.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(ROOT)) for path in files)
