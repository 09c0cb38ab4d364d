# SPDX-License-Identifier: BSD-2-Clause
"""Make the demo's disk image: MBR, Syslinux, a Debian kernel, its root.

No root is needed: file systems are written by mtools, mke2fs and debugfs
inside the image file. A cached image is used again while nothing that went
into it changed; the token is written into every copy.
"""

import hashlib
import os
import pathlib
import shutil
import tempfile

import initrd
from initrd import DemoError, HERE, only, run

LABEL = "netchain-root"         # ./init looks for it
MIB = 1 << 20
BOOT_START, BOOT_SIZE = 1 * MIB, 32 * MIB
ROOT_START, ROOT_SIZE = BOOT_START + BOOT_SIZE, 24 * MIB
UUID = "6e657463-6861-496e-8000-64656d6f0001"
EPOCH = 1767225600              # all times in the image, 2026-01-01

SYSLINUX_CFG = """\
SAY Syslinux, read from this disk, loads a Debian kernel and its initrd
DEFAULT linux
LABEL linux
	LINUX vmlinuz
	INITRD initrd
	APPEND console=ttyS0,115200 console=tty0 no-scroll loglevel=6 \
printk.devkmsg=on panic=-1
"""

ENV = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH),
       "E2FSPROGS_FAKE_TIME": str(EPOCH), "MTOOLS_SKIP_CHECK": "1",
       "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}


def partition(image, mbr):
    """Write the partition table and the boot code in front of it."""
    with open(image, "wb") as disk:
        disk.truncate(ROOT_START + ROOT_SIZE)
    table = "label: dos\nlabel-id: 0x6e636864\nunit: sectors\n" \
        "start=%d, size=%d, type=e, bootable\nstart=%d, size=%d, type=83\n" \
        % tuple(n // 512 for n in (BOOT_START, BOOT_SIZE,
                                   ROOT_START, ROOT_SIZE))
    run("sfdisk", "-q", "--no-reread", "--no-tell-kernel", image,
        input=table, env=ENV)
    with open(image, "r+b") as disk:
        disk.write(mbr.read_bytes()[:440])


def boot_partition(image, kernel, work):
    """A FAT file system with Syslinux, the kernel and its initrd."""
    part = "%s@@%d" % (image, BOOT_START)
    (work / "syslinux.cfg").write_text(SYSLINUX_CFG)
    run("mformat", "-i", part, "-T", BOOT_SIZE // 512, "-h", 64, "-s", 32,
        "-H", BOOT_START // 512, "-N", "6e636864", "-v", "NETCHAIN", "::",
        env=ENV)
    for path, name in ((kernel, "vmlinuz"), (work / "initrd", "initrd"),
                       (work / "syslinux.cfg", "syslinux.cfg")):
        run("mcopy", "-i", part, path, "::" + name, env=ENV)
    run("syslinux", "--install", "--offset", BOOT_START, image, env=ENV)


def root_tree(tree, busybox):
    """The folder that becomes the root file system."""
    shutil.copytree(HERE / "rootfs", tree)
    for name in ("dev", "proc", "root", "run", "sbin", "sys", "tmp"):
        (tree / name).mkdir()
    shutil.copy(busybox, tree / "bin/busybox")
    for name in initrd.applets(busybox):
        (tree / "bin" / name).symlink_to("busybox")
    for name in ("init", "getty", "reboot", "poweroff", "halt"):
        (tree / "sbin" / name).symlink_to("../bin/busybox")
    (tree / "etc/passwd").write_text("root::0:0:root:/root:/bin/sh\n")
    (tree / "etc/group").write_text("root:x:0:\ntty:x:5:\n")
    (tree / "etc/issue").symlink_to("/run/issue")
    for path in [tree, *tree.rglob("*")]:
        os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)


def root_partition(image, busybox, work):
    """An ext4 file system with the root tree, owned by root."""
    tree, ext4 = work / "tree", work / "root.ext4"
    root_tree(tree, busybox)
    run("mke2fs", "-q", "-t", "ext4", "-b", 1024, "-L", LABEL, "-U", UUID,
        "-E", "hash_seed=" + UUID, "-d", tree, ext4,
        "%dk" % (ROOT_SIZE // 1024), env=ENV)
    names = ["/"] + ["/%s" % path.relative_to(tree)
                     for path in sorted(tree.rglob("*"))]
    debugfs(ext4, ["sif %s %s" % (name, field) for name in names
                   for field in ("uid 0", "gid 0", "ctime @%d" % EPOCH)])
    with open(image, "r+b") as disk:
        disk.seek(ROOT_START)
        disk.write(ext4.read_bytes())


def debugfs(image, commands):
    """Run debugfs commands; it always exits 0, so any complaint counts."""
    said = run("debugfs", "-w", "-f", "-", image, env=ENV,
               input="\n".join(commands) + "\n")
    complaints = [line for line in said.splitlines()
                  if not line.startswith(("debugfs", "Allocated inode"))]
    if complaints:
        raise DemoError("debugfs on %s: %s" % (image, "\n".join(complaints)))


def inputs_key(cache):
    """Changes whenever anything does that goes into the image."""
    digest = hashlib.sha256()
    for path in sorted([HERE / "image.py", HERE / "initrd.py", HERE / "init",
                        *(HERE / "rootfs").rglob("*")]):
        if path.is_file():
            digest.update(b"%s\0%s" % (bytes(path), path.read_bytes()))
    for name in ("kernel", "open-iscsi", "syslinux"):
        for path in sorted((cache / name).rglob("*")):
            info = path.lstat()
            digest.update(b"%s %d %d\n" % (bytes(path), info.st_size,
                                           info.st_mtime_ns))
    return digest.hexdigest()


def base_image(cache, folder):
    """The image without a token: its path, and whether it was made now."""
    image, stamp = folder / "base.img", folder / "base.key"
    key = inputs_key(cache)
    if image.exists() and stamp.exists() and stamp.read_text() == key:
        return image, False
    folder.mkdir(parents=True, exist_ok=True)
    kernel = only("boot/vmlinuz-*", cache / "kernel", "kernel")
    busybox = only("bin/busybox", cache / "kernel", "static busybox")
    mbr = only("usr/lib/syslinux/mbr/mbr.bin", cache / "syslinux", "MBR code")
    with tempfile.TemporaryDirectory(dir=folder) as name:
        work = pathlib.Path(name)
        initrd.build(cache, work / "initrd")
        part = work / "image"
        partition(part, mbr)
        boot_partition(part, kernel, work)
        root_partition(part, busybox, work)
        stamp.unlink(missing_ok=True)
        part.replace(image)
        stamp.write_text(key)
    return image, True


def with_token(base, image, token, show_ibft=False):
    """Copy the base image and write this run's token into its root.

    show_ibft: its Linux prints what it reads from the iBFT on ttyS0.
    """
    run("cp", "--sparse=always", base, image)
    with tempfile.NamedTemporaryFile("w", suffix=".token") as text:
        text.write(token + "\n")
        text.flush()
        commands = ["cd /etc", "write %s token" % text.name,
                    "sif token mode 0100644"]
        if show_ibft:
            commands.append("write /dev/null show-ibft")
        debugfs("%s?offset=%d" % (image, ROOT_START), commands)
