# SPDX-License-Identifier: BSD-2-Clause
"""A SAN disk that is late or lost: the menu starts it by itself, without a key."""

import shutil

import pytest

import hosts
import media
import uefi
from booting import booting
from conftest import wait_report
from net import Tgt
from relay import Relay
from test_uefi_menu import MAC_FILE, pxe, write
from test_uefi_san import stage
from test_uefi_start import DEFAULT, http_boot
from uefi import wait_token
from vm import BUILD, CACHE

PROGRAM = BUILD / "sanmenu.c32"
TIMEOUT_S = 90
UEFI_TIMEOUT_S = 120
REFUSED = "sanboot: connection refused"
# The disk is detached then; while it is attached, iPXE tries for a minute.
GIVEN_UP = "Press a key to go on"
NO_ANSWER = "sanboot: no answer from the server"
# The second failure's is longer by ten.
FIRST_COUNT, SECOND_COUNT = "Automatic start in 1 s", "Automatic start in 1[01] s"
FIRST_TOKEN = "0000000a"

# TIMEOUT is in tenths of a second.
CONFIG = """\
MENU TITLE Menu {token}
TIMEOUT 10
LABEL san
  MENU LABEL The SAN disk
  COM32 sanboot.c32
  APPEND {uri}
"""


def serve(root, token, target):
    """What the server has: the configuration, sanboot.c32, an iPXE."""
    write(root, MAC_FILE, CONFIG.format(token=token, uri=target.uri()))
    write(root, "menu.cfg", CONFIG.format(token=token, uri=target.uri()))
    shutil.copy(BUILD / "sanboot.c32", root)
    shutil.copy(CACHE / "ipxe-trixie/usr/lib/ipxe/ipxe.lkrn", root)


def wait_menu(vm, token, words):
    """The menu is on the screen, with these words below its title."""
    vm.wait(f"Menu {token}(?s:.*){words}", TIMEOUT_S)


def test_late_behind_a_silent_line(namespace, root, folder, token):
    """The target is there, and no frame reaches it yet."""
    image = media.disk(folder / "san.img", token)
    with Tgt([image], namespace=namespace) as target:
        serve(root, token, target)
        options = {"host": "ipxe-sid", "args": "menu.cfg"}
        with Relay(namespace, port=target.port, down=True) as relay, booting(
            relay, root, PROGRAM, **options
        ) as vm:
            wait_menu(vm, token, NO_ANSWER)
            relay.set(down=False)
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"


def test_late_below_a_plain_pxe_rom(root, folder, token):
    """The iPXE that sanboot.c32 loads gives the machine back to a new menu."""
    with Tgt([media.disk(folder / "san.img", token)]) as target:
        target.kill()
        serve(root, token, target)
        with hosts.run("plainpxe", root, PROGRAM) as vm:
            vm.wait(REFUSED, TIMEOUT_S)
            wait_menu(vm, token, FIRST_COUNT)
            target.start()
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"


@pytest.mark.parametrize("host", ["ipxe-sid", "pxelinux"])
def test_lost(host, root, folder, token):
    """It was started, and gave up; the next time nobody listens."""
    image = media.disk(folder / "san.img", FIRST_TOKEN, DO_INT18=True)
    with Tgt([image]) as target:
        serve(root, token, target)
        (root / MAC_FILE).unlink()  # PXELINUX would take it for its own
        with hosts.run(host, root, PROGRAM, "menu.cfg") as vm:
            wait_report(vm, FIRST_TOKEN, TIMEOUT_S)
            vm.wait(GIVEN_UP, TIMEOUT_S)
            target.kill()
            media.disk(image, token)
            wait_menu(vm, token, REFUSED)
            wait_menu(vm, token, SECOND_COUNT)
            target.start()
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"


def efi_disk(folder, token, action="S"):
    """A SAN disk with a loader; action: as uefi.token_program."""
    program = uefi.token_program(token, action)
    return uefi.esp_disk(folder / "san.img", {DEFAULT: program})


def test_lost_by_sanmenu_efi(root, folder, token):
    """The same on UEFI: the loader on the disk returned an error."""
    stage(root)
    with Tgt([efi_disk(folder, FIRST_TOKEN, "E")]) as target:
        write(root, MAC_FILE, CONFIG.format(token=token, uri=target.uri()))
        with uefi.machine(**pxe(root, "0" * 8)) as vm:
            wait_token(vm, FIRST_TOKEN, UEFI_TIMEOUT_S)
            vm.wait_serial(GIVEN_UP, UEFI_TIMEOUT_S)
            target.kill()
            efi_disk(folder, token)
            vm.wait_serial(REFUSED, UEFI_TIMEOUT_S)
            count = f"sanboot.efi: ran, and gave up(?s:.*){SECOND_COUNT}"
            vm.wait_serial(count, UEFI_TIMEOUT_S)
            target.start()
            wait_token(vm, token, UEFI_TIMEOUT_S)


def test_late_after_http_boot(namespace, root, folder, token):
    """sanboot.efi is fetched a second time, when an iPXE has had the card."""
    stage(root)
    pxe(root, "0" * 8)
    with Tgt([efi_disk(folder, token)], namespace=namespace) as target:
        target.kill()
        write(root, MAC_FILE, CONFIG.format(token=token, uri=target.uri()))
        with http_boot(namespace, root, folder, "sanmenu.efi") as (vm, _):
            vm.wait_serial(REFUSED, 2 * UEFI_TIMEOUT_S)
            target.start()
            wait_token(vm, token, UEFI_TIMEOUT_S)
