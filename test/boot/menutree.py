# SPDX-License-Identifier: BSD-2-Clause
"""What menu/ makes of a PXELINUX tree (menumodel.c), as Python objects."""

import subprocess

from vm import BUILD, REPO

PROGRAM = BUILD / "obj/unit/menumodel"


class Row:
    """An entry: action, title, command line, password, target (a Menu)."""

    def __init__(self, action, target, password, title, command):
        self.action, self.target, self.password = action, target, password
        self.title, self.command = title, command

    def edited(self):
        """Its command line on the screen, where a tab is so many blanks."""
        return f"> {self.command}".expandtabs()[2:].rstrip()


class Menu:
    """A menu: title, rows, default (a row's number), parent, entry."""

    def __init__(self, parent, default, color, master, title):
        self.parent, self.default, self.master = parent, int(default), master
        self.selected_color, self.title = int(color), title
        self.rows, self.entry = [], None

    def way(self):
        """The menus from the one below the top to this one."""
        return [*self.parent.way(), self] if self.parent else []

    def lines(self):
        """{row: what the screen shows to be edited}, None where nothing may be."""
        return {
            number: row.edited() if row.action == "run" else None
            for number, row in enumerate(self.rows)
            if row.action != "disabled"
        }


class Tree:
    """names: the files looked for; menus; start; default's line;
    hidden: what a hidden menu shows instead."""

    def __init__(self, root, **facts):
        if not PROGRAM.exists():
            target = PROGRAM.relative_to(REPO)
            subprocess.run(["make", "-s", target], cwd=REPO, check=True)
        arguments = [f"{name}={value}" for name, value in facts.items()]
        done = subprocess.run(
            [PROGRAM, root, *arguments], capture_output=True, check=True
        )
        self.names, self.hidden = [], None
        menus, menu = {}, None
        for line in done.stdout.decode("cp437").splitlines():
            kind, rest = line.split("\t", 1)
            if kind == "name":
                self.names.append(rest)
            elif kind == "start":
                start = rest
            elif kind == "hidden":
                self.hidden = rest
            elif kind == "menu":
                number, parent, *words = rest.split("\t")
                menu = menus[number] = Menu(menus.get(parent), *words)
            elif kind == "row":
                menu.rows.append(Row(*rest.split("\t", 4)))
            elif kind == "default":
                self.default = rest
        for menu in menus.values():
            for row in menu.rows:
                row.target = menus.get(row.target)
                if row.action == "submenu" and row.target:
                    row.target.entry = row
        self.menus, self.start = list(menus.values()), menus[start]
