# SPDX-License-Identifier: BSD-2-Clause
"""The pictures in the documents are what the programs draw now."""

import re
import time

import pytest

import pictures
from vm import REPO

BLINK_S, SHOTS = 0.2, 10  # the cursor is in a picture, or not
BY_THE_DEMO = {"linux-on-iscsi"}  # its screen has a token
ANEW = "`make pictures` takes it anew"


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_is_what_the_program_draws(name, root):
    expected = (pictures.FOLDER / f"{name}.txt").read_text()
    picture = pictures.read_png(pictures.FOLDER / f"{name}.png")
    with pictures.shown(name, root) as (vm, text):
        assert text == expected, ANEW
        for _ in range(SHOTS):
            if pictures.pixels(vm) == picture:
                return
            time.sleep(BLINK_S)
    pytest.fail(f"docs/img/{name}.png has other pixels; {ANEW}")


def test_every_picture_is_shown_and_taken_here():
    documents = [REPO / "README.md", *(REPO / "docs").glob("*.md")]
    shown = set()
    for document in documents:
        for path in re.findall(r"!\[[^]]+\]\(([^)]+)\)", document.read_text()):
            assert (document.parent / path).is_file(), (document, path)
            shown.add(path.rpartition("/")[2])
    names = {*pictures.PICTURES, *BY_THE_DEMO}
    assert shown == {f"{name}.png" for name in names}
    texts = {f"{name}.txt" for name in pictures.PICTURES}
    assert {p.name for p in pictures.FOLDER.iterdir()} == shown | texts
