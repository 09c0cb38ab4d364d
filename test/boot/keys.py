# SPDX-License-Identifier: BSD-2-Clause
"""QEMU's names for the keys of a US keyboard."""

NAMES = {
    " ": "spc", "\n": "ret", "\t": "tab", "-": "minus", "=": "equal",
    "[": "bracket_left", "]": "bracket_right", ";": "semicolon",
    "'": "apostrophe", "`": "grave_accent", "\\": "backslash", ",": "comma",
    ".": "dot", "/": "slash",
}  # fmt: skip
SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./"))


def of_char(char):
    """The keys that, pressed together, make one character."""
    if char in SHIFTED:
        return ["shift", *of_char(SHIFTED[char])]
    if char.isupper():
        return ["shift", char.lower()]
    return [NAMES.get(char, char)]


def of_name(name):
    """The keys of a combination: "ret", "ctrl-b", "f1"."""
    return name.split("-")
