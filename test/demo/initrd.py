# SPDX-License-Identifier: BSD-2-Clause
"""Make the demo's initrd: busybox, iscsistart, and the modules they need."""

import gzip
import os
import pathlib
import re
import stat
import subprocess

HERE = pathlib.Path(__file__).resolve().parent

# What each step of ./init loads. crc32c_generic is asked for at run time, by
# name, by ext4 and by iSCSI, and there is no modprobe to answer.
MODULES = {
    "base": ["crc32c_generic", "sd_mod", "ext4", "iscsi_ibft"],
    "san": ["iscsi_tcp", "e1000", "virtio_pci", "virtio_net"],
    "local": ["ahci", "ata_piix", "virtio_pci", "virtio_blk"],
}

MULTIARCH = "x86_64-linux-gnu"


class DemoError(Exception):
    """What went wrong, in words for the person who ran the demo."""


def run(*command, **keywords):
    """Run a tool quietly; its output is the explanation when it fails."""
    done = subprocess.run([str(word) for word in command], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False, **keywords)
    if done.returncode:
        raise DemoError("%s failed:\n%s" % (" ".join(map(str, command)),
                                            done.stdout))
    return done.stdout


def only(pattern, folder, what):
    """The one file below folder that matches."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise DemoError("no %s (%s/%s); run test/deps.sh"
                        % (what, folder, pattern))
    return found[-1]


class Modules:
    """The modules of an unpacked kernel package, which has no modules.dep."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {path.stem.replace("-", "_"): path
                      for path in folder.glob("kernel/**/*.ko")}
        builtin = (folder / "modules.builtin").read_text().split()
        self.builtin = {pathlib.Path(line).stem.replace("-", "_")
                        for line in builtin}

    def needs(self, name):
        """The names that one module's own .modinfo depends on."""
        found = re.search(rb"\0depends=([^\0]*)\0",
                          self.files[name].read_bytes())
        return found[1].decode().split(",") if found and found[1] else []

    def closure(self, names):
        """The files to load, in an order in which each one loads."""
        order = []

        def add(name):
            name = name.replace("-", "_")
            if name in self.builtin or name in order:
                return
            if name not in self.files:
                raise DemoError("%s has no module %s" % (self.folder, name))
            for other in self.needs(name):
                add(other)
            order.append(name)

        for name in names:
            add(name)
        return [self.files[name] for name in order]


def shared_libraries(program, folders):
    """Every library that ldd resolves, {name: path}."""
    path = ":".join(str(folder) for folder in folders)
    libs = {}
    for line in run("ldd", program,
                    env={**os.environ, "LD_LIBRARY_PATH": path}).splitlines():
        if "not found" in line:
            raise DemoError("%s: %s" % (program, line.strip()))
        found = re.search(r"(/\S+) \(0x", line)
        if found:
            libs[os.path.basename(found[1])] = pathlib.Path(found[1])
    return libs


class Cpio:
    """A "newc" archive with nothing in it that changes from run to run."""

    def __init__(self):
        self.parts = []
        self.inode = 0
        self.folders = {""}

    def add(self, name, mode, data=b""):
        """Add one file by name and whole mode."""
        parent = os.path.dirname(name)
        if parent not in self.folders:
            self.folder(parent)
        self.inode += 1
        fields = (self.inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0,
                  len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08X" % value for value in fields)
        for part in (head + name.encode() + b"\0", data):
            self.parts.append(part + bytes(-len(part) % 4))

    def folder(self, name):
        """Add a folder, once."""
        if name not in self.folders:
            self.add(name, stat.S_IFDIR | 0o755)
            self.folders.add(name)

    def file(self, name, path, mode=0o644):
        """Add the contents of a file."""
        self.add(name, stat.S_IFREG | mode, path.read_bytes())

    def link(self, name, target):
        """Add a symbolic link."""
        self.add(name, stat.S_IFLNK | 0o777, target.encode())

    def bytes(self):
        """The archive, ended."""
        self.add("TRAILER!!!", 0)
        return b"".join(self.parts)


def applets(busybox):
    """The names under which busybox can be called."""
    return sorted(set(run(busybox, "--list").split()) - {"busybox"})


def build(cache, out):
    """Write the compressed initrd to out."""
    kernel = cache / "kernel"
    iscsi = cache / "open-iscsi"
    busybox = only("bin/busybox", kernel, "static busybox")
    modules = Modules(only("lib/modules/*", kernel, "kernel modules"))
    archive = Cpio()
    for name in ("dev", "proc", "sys", "root", "run", "sbin"):
        archive.folder(name)
    archive.file("init", HERE / "init", 0o755)
    archive.file("bin/busybox", busybox, 0o755)
    for name in applets(busybox):
        archive.link("bin/" + name, "busybox")
    stored = set()
    for step, names in MODULES.items():
        files = modules.closure(names)
        text = "".join("/lib/modules/%s\n" % path.name for path in files)
        archive.add("etc/modules." + step, stat.S_IFREG | 0o644,
                    text.encode())
        for path in files:
            if path.name not in stored:
                archive.file("lib/modules/" + path.name, path)
            stored.add(path.name)
    program = only("sbin/iscsistart", iscsi, "iscsistart")
    archive.file("sbin/iscsistart", program, 0o755)
    folders = [iscsi / "lib" / MULTIARCH, iscsi / "usr/lib" / MULTIARCH]
    for name, path in sorted(shared_libraries(program, folders).items()):
        where = "lib64/" if name.startswith("ld-") else "lib/%s/" % MULTIARCH
        archive.file(where + name, path, 0o755)
    out.write_bytes(gzip.compress(archive.bytes(), 9, mtime=0))
