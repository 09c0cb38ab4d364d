# SPDX-License-Identifier: BSD-2-Clause
"""Walks through a menu on a text screen, by keys, and notes what it shows."""

import time

from vm import COLUMNS, ROWS, SCREEN

LEFT_TOP, RIGHT_TOP, LEFT_BOTTOM = 0xDA, 0xBF, 0xC0
RULE, INSIDE, TRIANGLE = "\u2500", "\u00bb", 0x10
MARK = "> "  # before the line that is edited
POLL_S = 0.1
KEY_TIMEOUT_S = 3
MENU_TIMEOUT_S = 60
PASSWORD_S = 0.5  # until one is asked for
DIGEST_TIMEOUT_S = 30  # for the thousands of rounds of a $5$ password


class Picture:
    """One screen: its cells, and the menu's box in it when there is one.

    A subclass knows how one program draws it.
    """

    LINE = COLUMNS  # columns of an edited line before it goes on below
    FIRST = 0  # column of the box in which an entry's text begins

    def __init__(self, cells, menu):
        self.cells, self._menu = cells, menu
        self.rows = [self._text(y, 0, COLUMNS) for y in range(ROWS)]
        self.box = self._find_box()

    def __eq__(self, other):
        return isinstance(other, Picture) and self.cells == other.cells

    def _at(self, y, x):
        return self.cells[2 * (y * COLUMNS + x)]

    def _text(self, y, start, end):
        first = 2 * (y * COLUMNS + start)
        cells = self.cells[first : first + 2 * (end - start) : 2]
        return cells.replace(b"\0", b" ").decode("cp437")

    def _find_box(self):
        for y in range(ROWS - 4):
            row = [self._at(y, x) for x in range(COLUMNS)]
            if LEFT_TOP in row and RIGHT_TOP in row:
                left, right = row.index(LEFT_TOP), row.index(RIGHT_TOP)
                for bottom in range(y + 4, ROWS):
                    if self._at(bottom, left) == LEFT_BOTTOM:
                        return y, bottom, left, right
        return None

    @property
    def width(self):
        """Columns that an entry's text may have."""
        _, _, left, right = self.box
        return right - left - 3

    @property
    def title(self):
        """The text in the box's first row, without blanks around it."""
        top, _, left, right = self.box
        return self._text(top + 1, left + 1, right).strip()

    def window(self):
        """The texts of the list's rows that are to be seen."""
        top, bottom, left, _ = self.box
        first = left + self.FIRST
        rows = range(top + 3, bottom)
        return [self._text(y, first, first + self.width).rstrip() for y in rows]

    def marked(self):
        """The numbers of the window's rows that are shown as chosen."""
        top, bottom, left, _ = self.box
        rows = range(top + 3, bottom)
        return [y - top - 3 for y in rows if self._is_marked(y, left + 1)]

    def edited(self):
        """The line that is edited, or None."""
        for y, row in enumerate(self.rows):
            if row.startswith(MARK):
                line = row
                while y + 1 < ROWS and self.rows[y + 1].strip():
                    y += 1
                    line = line[: len(line) - COLUMNS + self.LINE] + self.rows[y]
                return line[len(MARK) :].rstrip()
        return None


class MenuC32(Picture):
    """Syslinux's menu.c32."""

    FIRST = 2
    ASKS_BEFORE_EDITING = False
    WAYS = {"submenu": " >", "exit": " <"}

    def _is_marked(self, y, x):
        return self.cells[2 * (y * COLUMNS + x) + 1] == self._menu.selected_color

    @classmethod
    def shown(cls, row, width):
        """The text of an entry that has `width` columns."""
        mark = cls.WAYS.get(row.action, "")
        room = width - len(mark)
        return (row.title[:room].ljust(room) + mark).rstrip()


class Sanmenu(Picture):
    """Our own; its title has those of the menus around before it."""

    LINE = COLUMNS - 1
    FIRST = 3
    ASKS_BEFORE_EDITING = True
    WAYS = {"submenu", "goto", "exit"}

    @property
    def title(self):
        path = super().title
        return path.split(INSIDE)[-1].strip() if self._menu.title else ""

    def window(self):
        return ["" if set(t) == {RULE} else t for t in super().window()]

    def _is_marked(self, y, x):
        return self._at(y, x) == TRIANGLE

    @classmethod
    def shown(cls, row, width):
        """The text of an entry that has `width` columns."""
        mark = chr(TRIANGLE) if row.action in cls.WAYS else ""
        return (row.title[: width - 1].ljust(width - 1) + mark).rstrip()


class Walk:
    """The menu on the screen of `vm`.

    face: MenuC32 or Sanmenu.  tree: a menutree.Tree that says which way to
    go; what is reported is only what is to be seen.  passwords: by how they
    are stored.
    """

    def __init__(self, vm, face, tree, passwords=None):
        self._vm, self._face, self._tree = vm, face, tree
        self._passwords = passwords or {}
        self._menu = tree.start

    def shown(self, row, width):
        """The text of an entry where it has `width` columns."""
        return self._face.shown(row, width)

    def _look(self):
        cells = self._vm.read(SCREEN, 2 * COLUMNS * ROWS)
        return self._face(cells, self._menu)

    def _settled(self):
        last = self._look()
        while True:
            time.sleep(POLL_S)
            now = self._look()
            if now == last:
                return now
            last = now

    def _until(self, good, timeout_s=KEY_TIMEOUT_S):
        """The settled picture for which good() is true, or the last one."""
        deadline = time.monotonic() + timeout_s
        while True:
            picture = self._settled()
            if good(picture) or time.monotonic() > deadline:
                return picture

    def wait(self):
        """Wait for the menu; its title."""
        if self._tree.hidden:
            self._vm.wait(self._tree.hidden, MENU_TIMEOUT_S)
            self._vm.send("ret")
        picture = self._until(lambda p: p.box, MENU_TIMEOUT_S)
        assert picture.box, f"no menu\n{self._vm.report()}"
        return picture.title

    def chosen(self):
        """The text of the row that is marked."""
        return self._chosen(self._settled())

    def _selected(self, picture):
        """The row of the window that is marked."""
        rows = picture.marked()
        assert len(rows) == 1, f"{len(rows)} rows marked\n{self._vm.report()}"
        return rows[0]

    def _chosen(self, picture):
        return picture.window()[self._selected(picture)]

    def _press(self, key):
        """Press a key that moves; the picture, and whether the list changed."""

        def state(picture):
            return picture.box and (picture.window(), picture.marked())

        before = state(self._settled())
        self._vm.send(key)
        after = self._until(lambda p: p.box and state(p) != before, 1)
        return after, state(after) != before

    def read(self):
        """(texts, {row: edited line or None}) of the list that is shown."""
        picture, _ = self._press("home")
        texts = picture.window()
        lines = {}
        while True:
            window = picture.window()
            top = next(n for n in range(len(texts) + 1) if _fits(texts, n, window))
            texts[top:] = window
            lines[top + self._selected(picture)] = self._line()
            picture, moved = self._press("down")
            if not moved:
                break
        while texts and not texts[-1] and len(texts) - 1 not in lines:
            texts.pop()
        return texts, lines, picture.width

    def _line(self):
        """What Tab gives for the entry chosen to be edited; None: nothing."""
        row = self._row_of(self._chosen(self._settled()))
        self._vm.send("tab")
        password = self._menu.master
        if not password and self._face.ASKS_BEFORE_EDITING:
            password = row.password
        if password and row.action == "run":
            time.sleep(PASSWORD_S)
            self._vm.type(self._passwords[password] + "\n")
        wait_s = KEY_TIMEOUT_S if row.action == "run" else 0.5
        line = self._until(lambda p: p.edited() is not None, wait_s).edited()
        if line is not None:
            self._vm.send("esc")
            self._until(lambda p: p.box and p.edited() is None)
        return line

    def _row_of(self, text):
        width = self._settled().width
        for row in self._menu.rows:
            if self._face.shown(row, width) == text:
                return row
        raise AssertionError(f"{text!r} is not in {self._menu.title!r}")

    def choose(self, row):
        """Mark this row of the menu shown."""
        picture, _ = self._press("home")
        moved = True
        while moved:
            if self._chosen(picture) == self._face.shown(row, picture.width):
                return
            picture, moved = self._press("down")
        raise AssertionError(f"no row {row.title!r}\n{self._vm.report()}")

    def enter(self, row):
        """Choose a row and press Enter, with its password."""
        self.choose(row)
        self._vm.send("ret")
        if row.password:
            time.sleep(PASSWORD_S)
            self._vm.type(self._passwords[row.password] + "\n")

    def go(self, menu):
        """Go to a menu by way of the top one; its title on the screen."""
        while self._menu.parent:
            self._vm.send("esc")
            self._menu = self._menu.parent
            self._settled()
        for step in menu.way():
            self.follow(step.entry)
        return self._until(lambda p: p.box).title

    def follow(self, row):
        """Enter a row that leads to another menu; its title on the screen."""
        self.enter(row)
        self._menu = row.target
        title = self._menu.title.strip()
        timeout_s = DIGEST_TIMEOUT_S if row.password else KEY_TIMEOUT_S
        return self._until(lambda p: p.box and p.title == title, timeout_s).title


def _fits(texts, top, window):
    known = texts[top:]
    return known == window[: len(known)]
