# SPDX-License-Identifier: BSD-2-Clause
"""What sanmenu.c32 finds when it looks for its configuration, and how it asks."""

import shutil

import pytest

import hosts
from badserver import BadServer
from net import Dnsmasq
from test_sanmenu import PROGRAM, UUID, UUID_FILE, config, run, shows, web, write
from vm import Vm

__all__ = ["web"]

EXTRA = ["-uuid", UUID]
MAC_FILE = "01-52-54-00-12-34-56"


def names_of(address):
    """The names in PXELINUX's order, for this address in hexadecimal."""
    shorter = [address[:digits] for digits in range(8, 0, -1)]
    return [UUID_FILE, MAC_FILE, *shorter, "default"]


USERNET = names_of("0A00020F")
NAMESPACE = names_of("0A4D0032")  # any 10.77.0.x: its length, not its end, counts


def write_from(root, names, name, token):
    """The configuration under its name; under all later ones another."""
    for later in names[names.index(name) :]:
        title = token if later == name else "of another name"
        write(root, f"pxelinux.cfg/{later}", config(title))


def asked(vm):
    """How often each name of the search was asked for."""
    names = [name for name, _ in vm.tftp_requests()]
    found = [n.split("pxelinux.cfg/")[1] for n in names if "pxelinux.cfg/" in n]
    return {name: found.count(name) for name in found}


@pytest.mark.parametrize("name", [UUID_FILE, MAC_FILE, "0A0002", "default"])
@pytest.mark.parametrize("host", ["nbp", "plainpxe"])
def test_first_name_in_order(host, name, root, token):
    write_from(root, USERNET, name, token)
    with run(host, root, extra=EXTRA) as vm:
        shows(vm, token)
        # All at once, and what is there once more, to read it.
        assert asked(vm) == {n: 1 + (n == name) for n in USERNET}


def test_boot_file_in_a_folder(root, token):
    (root / "boot").mkdir()
    shutil.copy(PROGRAM, root / "boot")
    write(root / "boot", "pxelinux.cfg/0A", config(token))
    write(root, "pxelinux.cfg/default", config("of another folder"))
    bootfile = f"boot/{PROGRAM.name}"
    with Vm(tftp=root, bootfile=bootfile, rom="sid", extra=EXTRA) as vm:
        shows(vm, token)
        assert asked(vm) == {n: 1 + (n == "0A") for n in USERNET}


def test_an_older_ipxe_is_asked_one_by_one(root, token):
    write(root, f"pxelinux.cfg/{MAC_FILE}", config(token))
    write(root, "pxelinux.cfg/default", config("of another name"))
    shutil.copy(PROGRAM, root)
    options = {**hosts.nbp(root, PROGRAM.name, ""), "rom": "bookworm"}
    with Vm(tftp=root, **options, extra=EXTRA) as vm:
        shows(vm, token)
        assert asked(vm) == {UUID_FILE: 1, MAC_FILE: 1}


def test_beside_what_ipxe_loaded_not_beside_the_boot_file(root, web, token):
    web.files["/sanmenu.c32"] = PROGRAM.read_bytes()
    web.files["/pxelinux.cfg/default"] = config(token).encode()
    write(root, f"pxelinux.cfg/{MAC_FILE}", config("of another server"))
    write(root, "t.ipxe", f"#!ipxe\nchain {web.url('/sanmenu.c32')}\n")
    with Vm(tftp=root, bootfile="t.ipxe", rom="sid", extra=EXTRA) as vm:
        shows(vm, token)
        assert not asked(vm)


def boots(namespace, root, host):
    """A Vm in the namespace, and what dnsmasq is to say for it."""
    shutil.copy(PROGRAM, root)
    bootfile = hosts.HOSTS[host](root, PROGRAM.name, "")["bootfile"]
    answer = f"dhcp-boot={bootfile},,{namespace.ADDRESS}"
    return Vm(namespace=namespace, rom="sid", extra=EXTRA), [answer]


@pytest.mark.parametrize("host", ["nbp", "plainpxe"])
def test_dnsmasq(host, namespace, root, token):
    write_from(root, NAMESPACE, "0A4D", token)
    vm, options = boots(namespace, root, host)
    with Dnsmasq(namespace, root, options), vm:
        shows(vm, token)
        assert list(asked(vm).values()).count(2) == 1
        assert asked(vm)["0A4D"] == 2 and len(asked(vm)) == len(NAMESPACE)


@pytest.mark.parametrize("host", ["nbp", "plainpxe"])
@pytest.mark.parametrize("answered", [2, 0])
def test_server_that_loses_requests(answered, host, namespace, root, token):
    write_from(root, NAMESPACE, "0A4D0", token)
    vm, options = boots(namespace, root, host)
    lossy = BadServer(namespace, root, answered)
    with lossy, Dnsmasq(namespace, None, options), vm:
        shows(vm, token, timeout_s=120)
        counts = list(asked(vm).values())
    # What was not answered when all were asked is asked for again, in order.
    before = counts[: NAMESPACE.index("0A4D0")]
    assert set(before) == ({1, 2} if answered else {2})
