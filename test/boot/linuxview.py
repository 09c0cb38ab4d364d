# SPDX-License-Identifier: BSD-2-Clause
"""Linux as a judge: what its iscsi_ibft module reads from the iBFT."""

import gzip
import re
import shutil
import stat
import sys

from vm import BUILD, CACHE, REPO

DEMO = REPO / "test/demo"
sys.path.append(str(DEMO))
import image as demo_image  # noqa: E402
from initrd import MULTIARCH, Cpio, Modules, only, shared_libraries  # noqa: E402

VIEW = DEMO / "rootfs/bin/ibft-view"
MODULES = ["iscsi_ibft"]
APPLETS = ["sh", "cat", "dmesg", "grep", "insmod", "mount", "poweroff", "readlink"]
CMDLINE = "console=ttyS0,115200 panic=-1"
MEMORY_MIB = 128
DEMO_MEMORY_MIB = 256
INIT = """\
#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
dmesg -n 1
ibft-view >/dev/ttyS0
poweroff -f
"""

# Text on VGA, which Vm.text() can read; no question about little memory.
DI_CMDLINE = "no-scroll nomodeset fb=false lowmem=+0"
# Half of it is for the 137 MB that the initrd unpacks to.
DI_MEMORY_MIB = 512
# After syslog has started, before the installer asks anything.
DI_HOOK = "lib/debian-installer-startup.d/S11ibft-view"
DI_SCRIPT = """\
#!/bin/sh
ibft-view {login} >/dev/ttyS0
"""
ISCSI = ["scsi_transport_iscsi", "libiscsi", "libiscsi_tcp", "iscsi_tcp"]
DI_LOGIN = f"""\
#!/bin/sh
iscsistart() {{
	/lib/ibft/ld-linux-x86-64.so.2 --library-path /lib/ibft \\
		/lib/ibft/iscsistart "$@"
}}
modprobe -a sd_mod crc32c_generic
for module in {" ".join(ISCSI)}; do
	insmod /lib/ibft/$module.ko
done
iscsistart -N && iscsistart -b && for second in 1 2 3 4 5; do
	[ ! -b /dev/sda ] || break
	sleep 1
done
for disk in /dev/sd?; do
	[ -b $disk ] || continue
	sector=$(dd if=$disk bs=512 count=1 2>/dev/null | grep -o 'TOKEN [0-9a-f]*')
	echo "disk/${{disk##*/}}: $sector"
done
"""


def make(folder, token):
    """A kernel and an initrd that prints the iBFT and powers off.

    Both are put into `folder`; their paths.  The kernel wants CMDLINE and
    MEMORY_MIB; parse() reads what it prints.
    """
    kernel = CACHE / "kernel"
    busybox = only("bin/busybox", kernel, "static busybox")
    archive = Cpio()
    for name in ("dev", "proc", "sys"):
        archive.folder(name)
    archive.add("init", stat.S_IFREG | 0o755, INIT.encode())
    archive.file("bin/busybox", busybox, 0o755)
    for name in APPLETS:
        archive.link("bin/" + name, "busybox")
    modules = Modules(only("lib/modules/*", kernel, "kernel modules"))
    _add_view(archive, token, modules.closure(MODULES))
    initrd = folder / "view.gz"
    initrd.write_bytes(gzip.compress(archive.bytes(), 6, mtime=0))
    image = only("boot/vmlinuz-*", kernel, "kernel")
    return shutil.copy(image, folder / "vmlinuz"), initrd


def _add_view(archive, token, modules):
    """Add ibft-view, its token, and the modules that it loads, in order."""
    archive.file("bin/ibft-view", VIEW, 0o755)
    archive.add("etc/token", stat.S_IFREG | 0o644, f"{token}\n".encode())
    names = "".join(f"/lib/ibft/{path.name}\n" for path in modules)
    archive.add("etc/modules.ibft", stat.S_IFREG | 0o644, names.encode())
    for path in modules:
        archive.file(f"lib/ibft/{path.name}", path)


def installer(folder, token, login=False):
    """The Debian installer's kernel and initrd, and a second initrd.

    All are put into `folder`; their paths.  The second one changes none of the
    installer's files: it adds a start-up script that prints a report for
    parse(), after which the installer goes on; and the modules it would load
    from its mirror, of the same kernel.  They want DI_CMDLINE, DI_MEMORY_MIB.

    login: it also logs in as the iBFT says, and the report has the token in
    the first sector of each disk that is there then: "disk/sda": "TOKEN ...".
    """
    fixture = CACHE / "d-i"
    image = only("linux", fixture, "installer")
    initrd = only("initrd.gz", fixture, "installer's initrd")
    release = _release(image)
    what = f"modules {release}; are {CACHE}/kernel and d-i of two releases?"
    modules = Modules(only(f"lib/modules/{release}", CACHE / "kernel", what))
    archive = Cpio()
    script = DI_SCRIPT.format(login="ibft-login" if login else "")
    archive.add(DI_HOOK, stat.S_IFREG | 0o755, script.encode())
    _add_view(archive, token, modules.closure(MODULES))
    if login:
        _add_login(archive, modules)
    extra = folder / "view.gz"
    extra.write_bytes(gzip.compress(archive.bytes(), 6, mtime=0))
    return _copied(image, folder), _copied(initrd, folder), extra


def _add_login(archive, modules):
    """Add ibft-login, its modules, and iscsistart with its libraries."""
    archive.add("bin/ibft-login", stat.S_IFREG | 0o755, DI_LOGIN.encode())
    for name in ISCSI:
        archive.file(f"lib/ibft/{name}.ko", modules.files[name])
    fixture = CACHE / "open-iscsi"
    program = only("sbin/iscsistart", fixture, "iscsistart")
    archive.file("lib/ibft/iscsistart", program, 0o755)
    folders = [fixture / lib / MULTIARCH for lib in ("lib", "usr/lib")]
    for name, path in sorted(shared_libraries(program, folders).items()):
        archive.file(f"lib/ibft/{name}", path, 0o755)


def _copied(path, folder):
    """Copy a file into a folder; its new path."""
    return shutil.copy(path, folder / path.name)


def _release(kernel):
    """The release of a kernel image (Linux x86 boot protocol 2.00, 020Eh)."""
    with open(kernel, "rb") as file:
        file.seek(0x20E)
        at = int.from_bytes(file.read(2), "little") + 0x200
        file.seek(at)
        return file.read(64).split(b" ")[0].decode()


def demo_disk(path, token):
    """The disk of `make demo`, of which a Linux starts.  Returns the path.

    Its root is on iSCSI if there is an iBFT; nothing else tells it where.  It
    then prints its routes and a report for parse(), whose token it has from
    that root, and goes on to a login.  It wants DEMO_MEMORY_MIB.
    """
    base, _ = demo_image.base_image(CACHE, BUILD / "demo/image")
    demo_image.with_token(base, path, token, show_ibft=True)
    return path


def parse(serial, token):
    """What the Linux with the token saw: {"target0/target-name": "iqn...."}.

    The names below /sys/firmware/ibft; secrets are among them, a link's value
    is the last part of where it points to, "target0/lun" its 8 bytes in
    hexadecimal without leading zeros.  Empty when there was no iBFT (or one
    that the kernel refused), None when there is no whole report.
    """
    report = re.search(rf"^IBFT {token}$(.*?)^END {token}$", serial, re.M | re.S)
    if not report:
        return None
    return dict(re.findall(r"^(?:ibft/|(?=disk/))(\S+): (.*)$", report[1], re.M))


def found(serial):
    """Where the kernel itself says at boot that an iBFT is, or None."""
    at = re.search("iBFT found at (0x[0-9a-f]+)", serial)
    return int(at[1], 16) if at else None
