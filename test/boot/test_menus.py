# SPDX-License-Identifier: BSD-2-Clause
"""The trees in test/menus: Syslinux's menu.c32 and ours agree on them.

One boot of a program for each tree: the names that are looked for, each
menu's title, entries, their order, the one chosen at first, the line of each
entry as Tab gives it for editing, and at last what a kernel is started with.
All of it is compared with what menu/ makes of the same files (menumodel.c).
"""

import re
import shutil

import pytest

import hosts
import media
from menutree import Tree
from menuwalk import MenuC32, Sanmenu, Walk
from vm import BUILD, MAC, REPO, Vm

TREES = REPO / "test/menus"
MODULES = hosts.SYSLINUX / "syslinux/modules/bios"
UUID = "6e657463-6861-696e-8000-00000000002a"
FACTS = {
    "mac": MAC, "ip": "10.0.2.15", "server": "10.0.2.2", "gateway": "10.0.2.2",
    "netmask": "255.255.255.0",
}  # fmt: skip
INITRD_LEN = 1000
KERNEL_TIMEOUT_S = 60

# How passwords are stored: what is typed.
PASSWORDS = {
    "$4$NaCl$DtdcF+JM+h5PItN9oj6eujSVTrA$": "master",
    "letmein": "letmein",
    "$1$abcdefgh$U69EH888.sl5KaPP6839E0": "debug",
    "$5$tinysalt$AeCwNcEwmFRf0AaBcSN.VuwRImXz.jnvd4vbDSydOn0": "hammer",
    "teacher": "teacher",
}

# Tree: the entry that is started at last.
STARTED = {
    "archiso": "Install medium (x86_64, HTTP)",
    "classroom": "Exam",
    "clonezilla": "Imaging live (To RAM)",
    "cobbler": "sles15-x86_64",
    "debian-installer": "Automated install",
    "esxi": "Proxy of another vendor: kernel and its ISO",
    "fedora": "Rescue an installed system",
    "fog": "Quick Image",
    "foreman": "Discovery, all of the machine's data",
    "ltsp": "LTSP, using NFS",
    "systemrescue": "Boot and copy system to RAM (copytoram)",
    "toolbox": "Memory test",
    "ubuntu": "  Desktop from NFS",
}
HAVE_UUID = {"foreman", "cobbler"}


def tree_of(name):
    """The Tree of test/menus/NAME on the machine of this test."""
    uuid = {"uuid": UUID} if name in HAVE_UUID else {}
    return Tree(TREES / name, **FACTS, **uuid)


# Program: how it draws, its file, the libraries it needs.
PROGRAMS = {
    "menu.c32": (MenuC32, MODULES / "menu.c32", ["libutil.c32", "libcom32.c32"]),
    "sanmenu.c32": (Sanmenu, BUILD / "sanmenu.c32", []),
}


def machine(name, root, program, bootfile="pxelinux.0"):
    """A Vm that will read the tree with a menu program.

    The program also stands under the names menu.c32 and vesamenu.c32, which
    differ in the screen alone.
    """
    _, file, libraries = PROGRAMS[program]
    shutil.copytree(TREES / name, root, dirs_exist_ok=True)
    hosts.copy_pxelinux(root)
    texts = "".join(p.read_text() for p in root.rglob("*") if _is_config(p))
    named = re.findall(r"(?im)^\s*(?:ui|default)\s+(\S+\.c32)", texts)
    for path in {"menu.c32", *named}:
        shutil.copy(file, root / path)
        for library in libraries:
            shutil.copy(MODULES / library, (root / path).parent)
    uuid = ["-uuid", UUID] if name in HAVE_UUID else []
    return Vm(tftp=root, rom="sid", bootfile=bootfile, extra=uuid)


def _is_config(path):
    return path.is_file() and (path.suffix == ".cfg" or "pxelinux.cfg" in path.parts)


def put_kernel(root, line):
    """Make the files that a command line names; (kernel, its arguments)."""
    words = line.split(" ", 1) if line.startswith(".linux ") else ["", line]
    name, _, arguments = words[1].partition(" ")
    initrds = re.findall(r"(?:^| )initrd=(\S+)", arguments)
    names = initrds[-1].split(",") if initrds else []
    for number, path in enumerate([name, *names]):
        path = root / path.removeprefix("::").lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        if number:
            path.write_bytes(bytes(INITRD_LEN))
        else:
            media.assemble("kernelline.asm", path)
    return name, arguments.rstrip(), len(names)


def kernel_started(vm, name, arguments, initrds):
    """A kernel says that it was started with this command line."""
    said = vm.wait_serial(r"KERNEL\[(\w{8}) ([^\]]*)\]", KERNEL_TIMEOUT_S)
    assert said[2].rstrip() == f"BOOT_IMAGE={name} {arguments}".rstrip()
    assert (int(said[1], 16) > 0) == bool(initrds)
    assert int(said[1], 16) >= initrds * INITRD_LEN


def check_walk(walk, tree):
    """The whole tree on the screen is as the model has it."""
    start = tree.start
    assert walk.wait() == start.title.strip()
    for menu in sorted(tree.menus, key=lambda menu: menu is not start):
        if menu.rows:
            check_menu(walk, menu, start)


def check_menu(walk, menu, start):
    if menu is not start:
        assert walk.go(menu) == menu.title.strip()
    chosen = walk.chosen()
    texts, lines, width = walk.read()
    assert texts == [walk.shown(row, width) for row in menu.rows]
    assert chosen == walk.shown(menu.rows[menu.default], width)
    assert lines == menu.lines()
    for row in menu.rows:
        if row.action in ("goto", "exit"):
            assert walk.follow(row) == row.target.title.strip()
            walk.go(menu)


@pytest.mark.parametrize("name", sorted(STARTED))
@pytest.mark.parametrize("program", PROGRAMS)
def test_shows_what_the_model_has(program, name, root):
    face = PROGRAMS[program][0]
    check(face, tree_of(name), name, machine(name, root, program), root)


def test_the_same_without_pxelinux(root):
    with_itself = machine("cobbler", root, "sanmenu.c32", bootfile="menu.c32")
    check(Sanmenu, tree_of("cobbler"), "cobbler", with_itself, root)


def check(face, tree, name, vm, root):
    """The tree on the screen of a Vm not yet started, and an entry's kernel."""
    rows = [(m, r) for m in tree.menus for r in m.rows if r.title == STARTED[name]]
    menu, row = rows[0]
    with vm:
        kernel = put_kernel(root, row.command)
        walk = Walk(vm, face, tree, PASSWORDS)
        check_walk(walk, tree)
        looked_for = [n for n, _ in vm.tftp_requests() if "pxelinux.cfg/" in n]
        assert looked_for[: len(tree.names)] == tree.names
        walk.go(menu)
        walk.enter(row)
        kernel_started(vm, *kernel)


BY_THEMSELVES = [("menu.c32", "ironic"), ("menu.c32", "ltsp"), ("sanmenu.c32", "ltsp")]


@pytest.mark.parametrize("program, name", BY_THEMSELVES)
def test_default_starts_by_itself(program, name, root):
    tree = tree_of(name)
    with machine(name, root, program) as vm:
        kernel_started(vm, *put_kernel(root, tree.default))


def test_each_tree_is_used_and_explained():
    trees = {path.name for path in TREES.iterdir() if path.is_dir()}
    assert trees == {*STARTED, "ironic"}
    readme = (TREES / "README.md").read_text()
    assert set(re.findall(r"^\| ([\w-]+) \|", readme, re.M)) - {"tree"} == trees
