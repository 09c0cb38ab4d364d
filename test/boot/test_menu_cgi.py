# SPDX-License-Identifier: BSD-2-Clause
"""tftp-root/menu.cgi in a real web server: the choice kept, ONCE done once."""

import shutil
import subprocess
import urllib.error
import urllib.request

import pytest

from conftest import wait_report
from net import USERNET_HOST
from process import free_port, stop, wait_started
from test_sanmenu import FAILING, config, run, shows
from vm import CACHE, REPO

MACHINE = "52-54-00-12-34-56"


class Cgi:
    """busybox's httpd with menu.cgi; .folder is where the program writes."""

    def __init__(self, folder):
        self.folder = folder / "state"
        self.config = folder / "menu.cfg"
        self.port = free_port()
        self._root = folder / "www"

    def __enter__(self):
        self.folder.mkdir()
        (self._root / "cgi-bin").mkdir(parents=True)
        shutil.copy(REPO / "tftp-root/menu.cgi", self._root / "cgi-bin")
        command = [CACHE / "kernel/bin/busybox", "httpd", "-f", "-h", self._root]
        self._process = subprocess.Popen(
            [*command, "-p", f"127.0.0.1:{self.port}"],
            env={"MENU_CONFIG": self.config, "MENU_FOLDER": self.folder},
        )
        wait_started(self._process, lambda: self.get("mac=0") is not None, str)
        return self

    def __exit__(self, *_):
        stop(self._process)

    def get(self, query, host="127.0.0.1"):
        """The status of an answer and its text, or None without a server."""
        url = f"http://{host}:{self.port}/cgi-bin/menu.cgi?{query}"
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except urllib.error.URLError:
            return None

    def kept(self):
        """What is remembered of the machine, by kind."""
        return {
            path.suffix[1:]: path.read_text().strip()
            for path in self.folder.iterdir()
            if path.stem == MACHINE
        }


@pytest.fixture
def cgi(folder):
    """A started Cgi."""
    (folder / "menu.cfg").write_text(config("cgi"))
    with Cgi(folder) as started:
        yield started


def test_remembers_a_choice_and_does_once_once(cgi, root, token_disk, token):
    more = "MENU SAVE\nTIMEOUT 50\nDEFAULT bad\n" + FAILING
    cgi.config.write_text(config(token, more))
    (cgi.folder / f"{MACHINE}.once").write_text("two\n")
    args = f"http://{USERNET_HOST}:{cgi.port}/cgi-bin/menu.cgi?mac=${{mac}}"
    with run("ipxe-sid", root, args, disks=[token_disk]) as vm:
        wait_report(vm, token)
    assert cgi.kept() == {}
    with run("pxelinux", root, args, disks=[token_disk]) as vm:
        shows(vm, token)
        vm.send("down", "ret")
        wait_report(vm, token)
    assert cgi.kept() == {"default": "one"}
    with run("ipxe-sid", root, args, disks=[token_disk]) as vm:
        wait_report(vm, token)


@pytest.mark.parametrize(
    "query, kept",
    [
        (f"mac={MACHINE}&label=a%20label", {"default": "a label", "once": "x"}),
        (f"mac={MACHINE.replace('-', '%3A')}&label=a", {"default": "a", "once": "x"}),
        (f"mac={MACHINE}&once=1&label=x", {}),
        (f"mac={MACHINE}&once=1&label=y", {"once": "x"}),
    ],
)
def test_keeps(query, kept, cgi):
    (cgi.folder / f"{MACHINE}.once").write_text("x\n")
    assert cgi.get(query) == (200, "kept\n")
    assert cgi.kept() == kept
    status, text = cgi.get(f"mac={MACHINE}")
    words = [f"{word.upper()} {label}" for word, label in sorted(kept.items())]
    assert status == 200 and text.splitlines()[-len(words) :] == words or not words


@pytest.mark.parametrize(
    "query", ["", "label=a", "mac=../x", "mac=/etc/x", "mac=1&label=a%0aLABEL", "mac=%00"]
)
def test_refuses(query, cgi):
    assert cgi.get(query)[0] == 400
    assert not list(cgi.folder.iterdir())
