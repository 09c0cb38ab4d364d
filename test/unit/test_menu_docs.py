# SPDX-License-Identifier: BSD-2-Clause
"""docs/MENU.md lists the directives of menu/directives.h, and no others.

`MENU_DOCS=write pytest test/unit/test_menu_docs.py` writes the list anew.
"""
import os
import re
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
TABLE = (REPO / "menu/directives.h").read_text()
DOCS = REPO / "docs/MENU.md"
BEGIN = "<!-- directives: checked against menu/directives.h -->\n"
END = "<!-- end of directives -->\n"

ROW = re.compile(r'X\("(\w+)",\s*(\w+),\s*([^"]*?),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
STATUS = {"IGNORE": "accepted and ignored", "REFUSE": "refused"}

# Every directive of Syslinux 6's doc/syslinux.txt and doc/menu.txt.
SYSLINUX = """
include default ui append sysappend ipappend sendcookies label kernel linux
boot bss pxe fdimage com32 config localboot initrd implicit allowoptions
timeout totaltimeout ontimeout onerror serial nohalt console font kbdmap
display say prompt noescape nocomplete f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12
path text
""".split()
SYSLINUX_MENU = """
title hidden hiddenkey clear shiftkey separator label indent disable hide
default passwd master resolution background begin end goto exit quit start
save nosave include autoboot tabmsg notabmsg passprompt color msgcolor width
margin passwordmargin rows tabmsgrow cmdlinerow endrow passwordrow timeoutrow
helpmsgrow helpmsgendrow hiddenrow hshift vshift help immediate
""".split()


def rows(macro):
    """(name, kind, note) of each row of DIRECTIVES or MENU_DIRECTIVES."""
    text = TABLE.split(f"#define {macro}(X)", 1)[1].split("\n\n", 1)[0]
    text = text.replace("\\\n", " ")
    return [
        (name, kind, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', note)))
        for name, kind, _, note in ROW.findall(text)
    ]


def listing():
    lines = ["| directive | | |\n", "|---|---|---|\n"]
    for macro, before in (("DIRECTIVES", ""), ("MENU_DIRECTIVES", "MENU ")):
        for name, kind, note in rows(macro):
            status = STATUS.get(kind, "supported")
            lines.append(f"| {before}{name.upper()} | {status} | {note} |\n")
    return "".join(lines)


def test_the_list_is_the_tables():
    text = DOCS.read_text()
    before, rest = text.split(BEGIN)
    old, after = rest.split(END)
    if os.environ.get("MENU_DOCS") == "write":
        DOCS.write_text(before + BEGIN + listing() + END + after)
    else:
        assert old == listing()


@pytest.mark.parametrize("macro", ["DIRECTIVES", "MENU_DIRECTIVES"])
def test_each_row_was_read(macro):
    text = TABLE.split(f"#define {macro}(X)", 1)[1].split("\n\n", 1)[0]
    found = rows(macro)
    assert len(found) == text.count("X(")
    assert len({name for name, _, _ in found}) == len(found)


@pytest.mark.parametrize("name", SYSLINUX)
def test_directive_of_syslinux(name):
    assert name in [row[0] for row in rows("DIRECTIVES")]


@pytest.mark.parametrize("name", SYSLINUX_MENU)
def test_menu_directive_of_syslinux(name):
    assert name in [row[0] for row in rows("MENU_DIRECTIVES")]


@pytest.mark.parametrize("macro", ["DIRECTIVES", "MENU_DIRECTIVES"])
def test_what_is_not_supported_says_why(macro):
    for name, kind, note in rows(macro):
        assert note or kind not in STATUS, name
