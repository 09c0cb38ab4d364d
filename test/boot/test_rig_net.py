# SPDX-License-Identifier: BSD-2-Clause
"""Proves the boot rig's iSCSI targets, relay, subnets and packet counts."""

import contextlib
import json
import re
import select
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

import pytest

import media
import pcap
from booting import booting, root_path
from conftest import wait_report
from initiator import Initiator, LoginError
from iscsi import TIB, Istgt, Target, Tgt, huge_disk
from net import NO_GATEWAY, Far
from process import stop
from relay import Relay
from vm import ROM_FOLDERS, Vm

TIMEOUT_S = 60
SECTOR = 512
GOOD, CHECK_CONDITION = 0, 2
TEST_UNIT_READY = [0x00]
READ_CAPACITY_10 = [0x25]
READ_CAPACITY_16 = [0x9E, 0x10, *bytes(11), 32]
CHAP = ("user", "right-secret-1")
MUTUAL = ("target", "other-secret-2")
WRONG = "wrong-secret-9"
ME = "iqn.2009-06.org.example:me"
DENIED, NOT_FOUND = 0x0201, 0x0203
RESET = (6, 0x29, 0)

every_target = pytest.mark.parametrize("make", [Tgt, Istgt])


def read_10(lba, blocks=1):
    return [0x28, 0, *struct.pack(">IxH", lba, blocks)]


def write_10(lba, blocks=1):
    return [0x2A, 0, *struct.pack(">IxH", lba, blocks)]


def login(target, **who):
    """A session with it."""
    return Initiator(target.port, target.iqn, **who)


@contextlib.contextmanager
def ready(target):
    """A session that has heard of the reset, which is told once."""
    with login(target) as session:
        told = session.command(target.FIRST_LUN, TEST_UNIT_READY)
        assert told == (CHECK_CONDITION, RESET, b"")
        yield session


def refusal(target, iqn=None, **who):
    """The status with which it refuses a login; None: it does not."""
    try:
        with Initiator(target.port, iqn or target.iqn, **who):
            return None
    except LoginError as error:
        return error.status


@every_target
def test_target_reads_and_writes(make, folder):
    disk = media.numbered(folder / "disk.img")
    with make([disk]) as target, ready(target) as session:
        lun = target.FIRST_LUN
        assert target.uri() == f"iscsi:10.0.2.2::{target.port}:{lun}:{Target.IQN}"
        status, _, data = session.command(lun, read_10(3, 2), 2 * SECTOR)
        assert (status, data) == (GOOD, disk.read_bytes()[3 * SECTOR : 5 * SECTOR])
        assert session.command(lun, write_10(5), data=b"w" * SECTOR)[0] == GOOD
    assert disk.read_bytes()[5 * SECTOR : 6 * SECTOR] == b"w" * SECTOR


@every_target
def test_target_refuses_the_wrong_iqn(make, token_disk):
    with make([token_disk]) as target:
        assert refusal(target) is None
        assert refusal(target, iqn="iqn.2009-06.org.example:no") == NOT_FOUND


@every_target
def test_target_has_no_such_lun(make, token_disk):
    with make([token_disk]) as target, login(target) as session:
        wanted = (CHECK_CONDITION, (5, 0x25, 0), b"")
        assert session.command(target.FIRST_LUN + 7, TEST_UNIT_READY) == wanted


# What an initiator says, and what becomes of it where the target wants CHAP,
# and where the target is to prove itself too (tgtd, istgt).
LOGINS = {
    "without": ({}, DENIED, (DENIED, DENIED)),
    "right": ({"chap": CHAP}, None, (None, DENIED)),
    "wrong-secret": ({"chap": ("user", WRONG)}, DENIED, (DENIED, DENIED)),
    "wrong-user": ({"chap": ("nobody", CHAP[1])}, DENIED, (DENIED, DENIED)),
    "mutual": ({"chap": CHAP, "mutual": MUTUAL}, DENIED, (None, None)),
}


@every_target
@pytest.mark.parametrize("name", LOGINS)
def test_target_wants_chap(name, make, token_disk):
    who, one_way, mutual = LOGINS[name]
    with make([token_disk], chap=CHAP) as target:
        assert refusal(target, **who) == one_way
    with make([token_disk], chap=CHAP, mutual=MUTUAL) as target:
        assert refusal(target, **who) == mutual[make is Istgt]


@every_target
@pytest.mark.parametrize("proof", [("target", WRONG), ("other", MUTUAL[1])])
def test_target_proves_itself_only_with_its_own_secret(proof, make, token_disk):
    with make([token_disk], chap=CHAP, mutual=MUTUAL) as target:
        with pytest.raises(PermissionError, match="the target proves"):
            refusal(target, chap=CHAP, mutual=proof)


@every_target
@pytest.mark.parametrize(
    "allowed, wrong, right",
    [({"initiator": ME}, {"name": ME + "2"}, {"name": ME}),
     ({"address": "127.0.0.9"}, {"source": "127.0.0.8"}, {"source": "127.0.0.9"})],
    ids=["name", "address"],
)  # fmt: skip
def test_target_lets_only_one_initiator_in(allowed, wrong, right, make, token_disk):
    with make([token_disk], **allowed) as target:
        assert refusal(target, **wrong) == NOT_FOUND
        assert refusal(target, **right) is None


@every_target
def test_target_has_blocks_of_4096_bytes(make, folder):
    disk = media.numbered(folder / "disk.img")
    with make([disk], block_len=4096) as target, ready(target) as session:
        lun = target.FIRST_LUN
        capacity = session.command(lun, READ_CAPACITY_10, 8)[2]
        assert struct.unpack(">II", capacity) == ((8 << 20) // 4096 - 1, 4096)
        data = session.command(lun, read_10(1), 4096)[2]
        assert data == disk.read_bytes()[4096:8192]


@every_target
def test_target_has_a_disk_over_2_tib(make, folder, token):
    disk = huge_disk(folder / "disk.img", token)
    assert disk.stat().st_size == 3 * TIB
    assert disk.stat().st_blocks * SECTOR < 1 << 20
    with make([disk]) as target, ready(target) as session:
        lun = target.FIRST_LUN
        capacity = session.command(lun, READ_CAPACITY_10, 8)[2]
        assert struct.unpack(">II", capacity) == (0xFFFFFFFF, SECTOR)
        capacity = session.command(lun, READ_CAPACITY_16, 32)[2]
        last, block_len = struct.unpack_from(">QI", capacity)
        assert (last + 1, block_len) == (3 * TIB // SECTOR, SECTOR)
        first = session.command(lun, read_10(0), SECTOR)[2]
        assert token.encode() in first and first.endswith(b"\x55\xaa")
        read_last = [0x88, 0, *struct.pack(">QIxx", last, 1)]
        assert session.command(lun, read_last, SECTOR) == (GOOD, None, bytes(SECTOR))
    disk.unlink()


def test_huge_disk_that_can_not_be_skips(folder, token):
    with pytest.raises(pytest.skip.Exception, match="no sparse file of 1000000 TiB"):
        huge_disk(folder / "disk.img", token, size_tib=1000000)
    assert not (folder / "disk.img").exists()


@every_target
def test_target_is_not_ready(make, token_disk):
    """Of tgtd it is only TEST UNIT READY that says so."""
    with make([token_disk], ready=False) as target, login(target) as session:
        told = [session.command(target.FIRST_LUN, TEST_UNIT_READY) for _ in "123"]
        code = {Tgt: 1, Istgt: 0}[make]
        assert told[-1] == (CHECK_CONDITION, (2, 0x04, code), b"")
        read = session.command(target.FIRST_LUN, read_10(0), SECTOR)
        assert read[0] == {Tgt: GOOD, Istgt: CHECK_CONDITION}[make]


def test_tgt_becomes_ready_again(token_disk):
    with Tgt([token_disk], ready=False) as target, login(target) as session:
        while session.command(1, TEST_UNIT_READY)[1] == RESET:
            pass
        target.set_ready(1, True)
        assert session.command(1, TEST_UNIT_READY) == (GOOD, None, b"")
        target.set_ready(1, False)
        assert session.command(1, TEST_UNIT_READY)[1] == (2, 0x04, 1)


@every_target
def test_target_refuses_to_write(make, folder):
    disk = media.numbered(folder / "disk.img")
    before = disk.read_bytes()
    with make([disk], readonly=True) as target, ready(target) as session:
        told = session.command(target.FIRST_LUN, write_10(5), data=b"w" * SECTOR)
        sense = {Tgt: (7, 0x27, 0), Istgt: None}[make]
        assert told == (CHECK_CONDITION, sense, b"")
    assert disk.read_bytes() == before


@every_target
def test_target_dies_and_lives_again(make, token_disk):
    with make([token_disk]) as target:
        with ready(target) as session:
            target.kill()
            with pytest.raises(ConnectionError):
                session.command(target.FIRST_LUN, TEST_UNIT_READY)
        with pytest.raises(ConnectionRefusedError):
            refusal(target)
        target.start()
        assert refusal(target) is None


def script(root, *lines):
    """An iPXE script of the lines that then stays; its path."""
    stay = [":stay", "prompt --timeout 60000 ||", "goto stay", ""]
    (root / "t.ipxe").write_text("\n".join(["#!ipxe", *lines, *stay]))
    return root / "t.ipxe"


# The options of a target, what iPXE sets, the address it is given, and what its
# sanhook (of rows boot-...: sanboot) makes of tgtd and of istgt.
def settings(user, secret, reverse=None):
    lines = [f"set username {user}", f"set password {secret}"]
    if reverse:
        names = zip(("reverse-username", "reverse-password"), reverse)
        lines += [f"set {name} {value}" for name, value in names]
    return lines


OK = "OK"
NO_DEVICE, NO_CHAP = "ERR 0x2c0d603b", "ERR 0x430d6601"
NOT_PERMITTED, PERMISSION = "ERR 0x410d613c", "ERR 0x20d623c"
IO_ERROR, RESET_BY_PEER = "ERR 0x1d704039", "ERR 0xf0a6039"
NO_ROUTE = "0x280a6011"
BOOT_ERROR = "ERR 0x1d852039"
MUTUAL_CHAP = {"chap": CHAP, "mutual": MUTUAL}
VERDICTS = {
    "good": ({}, [], {}, OK, OK),
    "port": ({}, [], {"port": 1}, RESET_BY_PEER, RESET_BY_PEER),
    "iqn": ({}, [], {"iqn": Target.IQN + "2"}, NO_DEVICE, NO_DEVICE),
    "iqn-case": ({}, [], {"iqn": Target.IQN.upper()}, NO_DEVICE, OK),
    "lun": ({}, [], {"lun": 9}, IO_ERROR, IO_ERROR),
    "name": ({"initiator": ME}, [], {}, NO_DEVICE, NO_DEVICE),
    "address": ({"address": "127.0.0.9"}, [], {}, NO_DEVICE, NO_DEVICE),
    "chap-without": ({"chap": CHAP}, [], {}, NO_CHAP, NO_CHAP),
    "chap-right": ({"chap": CHAP}, settings(*CHAP), {}, OK, OK),
    "chap-wrong": (
        {"chap": CHAP}, settings("user", WRONG), {}, NOT_PERMITTED, NOT_PERMITTED,
    ),
    "chap-not-mutual": (
        {"chap": CHAP}, settings(*CHAP, MUTUAL), {}, NOT_PERMITTED, NOT_PERMITTED,
    ),
    "chap-unasked": ({}, settings(*CHAP), {}, OK, OK),
    "mutual-right": (MUTUAL_CHAP, settings(*CHAP, MUTUAL), {}, OK, OK),
    "mutual-wrong": (
        MUTUAL_CHAP, settings(*CHAP, ("target", WRONG)), {}, PERMISSION, PERMISSION,
    ),
    "mutual-half": (MUTUAL_CHAP, settings(*CHAP), {}, OK, NOT_PERMITTED),
    "not-ready": ({"ready": False}, [], {}, IO_ERROR, IO_ERROR),
    "readonly": ({"readonly": True}, [], {}, OK, OK),
    "blocks-of-4096": ({"block_len": 4096}, [], {}, OK, OK),
    "boot-blocks-of-4096": ({"block_len": 4096}, [], {}, BOOT_ERROR, BOOT_ERROR),
}  # fmt: skip


@every_target
@pytest.mark.parametrize("generation", ROM_FOLDERS)
def test_what_ipxe_makes_of_the_target(generation, make, root, token_disk):
    names = ["username", "password", "reverse-username", "reverse-password"]
    lines = []
    with contextlib.ExitStack() as stack:
        targets = {}
        for row, (options, setting, address, *_) in VERDICTS.items():
            if str(options) not in targets:
                target = stack.enter_context(make([token_disk], **options))
                targets[str(options)] = target
            uri = targets[str(options)].uri(**address)
            lines += [*(f"clear {name} ||" for name in names), *setting]
            verb = "sanboot" if row.startswith("boot-") else "sanhook"
            lines += [f"{verb} {uri} && echo {row}: OK || echo {row}: ERR ${{errno}}"]
            lines += ["sanunhook ||"]
        program = script(root, *lines, "echo ALL")
        with Vm(rom=generation, tftp=root, bootfile=program.name) as vm:
            vm.wait("^ALL", 3 * TIMEOUT_S)
            said = dict(re.findall(r"^([\w-]+): (OK|ERR \w+)$", "\n".join(vm.seen), re.M))
    column = -1 if make is Istgt else -2
    assert said == {row: verdict[column] for row, verdict in VERDICTS.items()}


@every_target
def test_ipxe_boots_a_disk_over_2_tib(make, root, folder, token):
    disk = huge_disk(folder / "disk.img", token)
    with make([disk]) as target:
        program = script(root, f"sanboot {target.uri()}")
        with Vm(tftp=root, bootfile=program.name) as vm:
            assert wait_report(vm, token, TIMEOUT_S)["DL"] == "80"
    disk.unlink()


def test_what_a_boot_over_the_network_costs(root, folder, token):
    """Of the target at a port: connections, round trips, payload, refusals."""
    disk = media.numbered(folder / "disk.img")
    with Tgt([disk]) as target:
        uris = [target.uri(), target.uri(port=1)]
        hooks = [f"sanhook {uri} || echo FAILED\nsanunhook ||" for uri in uris]
        program = script(root, *hooks, "echo ALL")
        with Vm(tftp=root, bootfile=program.name) as vm:
            vm.wait("^ALL", TIMEOUT_S)
            capture = vm.folder / "net.pcap"
            found = pcap.tcp_traffic(capture, target.port, "10.0.2.2")
            assert pcap.tcp_traffic(capture, target.port, "10.0.2.3").frames == 0
            refused = pcap.tcp_traffic(capture, 1)
            everything = vm.captured_bytes()
    print(found, refused)
    assert (found.connections, found.refused, found.resent) == (1, 0, 0)
    assert 6 <= found.round_trips <= found.frames // 2
    assert found.sent < found.received < found.bytes < everything
    assert (refused.refused, refused.received) == (refused.connections, 0)


class Nic:
    """The far end of a Relay, as a VM's NIC: asks the namespace by TCP."""

    MAC, ADDRESS = bytes.fromhex("525400000001"), "10.77.0.50"

    def __init__(self, relay):
        paths = re.findall(r"path=([^,]+)", relay.netdev("n0"))
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(paths[0])
        self._socket.connect(paths[1])
        tap = relay.TAP
        shown = json.loads(relay.run(["ip", "-j", "link", "show", tap]).stdout)
        self._gateway = bytes.fromhex(shown[0]["address"].replace(":", ""))
        neighbour = ["ip", "neigh", "replace", self.ADDRESS, "dev", tap]
        relay.run([*neighbour, "lladdr", self.MAC.hex(":")])

    def ask(self, source, port):
        """Send the SYN of a connection from our port `source`."""
        addresses = socket.inet_aton(self.ADDRESS) + socket.inet_aton("10.77.0.1")
        tcp = struct.pack(">HHIIBBHHH", source, port, 1, 0, 0x50, 2, 1024, 0, 0)
        pseudo = addresses + struct.pack(">HH", 6, len(tcp))
        tcp = tcp[:16] + struct.pack(">H", checksum(pseudo + tcp)) + tcp[18:]
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 40, 1, 0, 64, 6, 0) + addresses
        ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
        self._socket.send(self._gateway + self.MAC + b"\x08\x00" + ip + tcp)

    def answers(self, count=1, timeout_s=1):
        """The source ports of so many answers, or of those that came in time."""
        found, deadline = [], time.monotonic() + timeout_s
        while len(found) < count and deadline > time.monotonic():
            left_s = max(0, deadline - time.monotonic())
            if select.select([self._socket], [], [], left_s)[0]:
                frame = self._socket.recv(2048)
                if frame[12:14] == b"\x08\x00" and frame[23] == 6:
                    found.append(struct.unpack_from(">H", frame, 36)[0])
        return found


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


PORT = 3260  # nobody listens: each SYN is answered by a reset
SOURCES = range(20001, 20401)


def survivors(namespace, **options):
    """Which of SOURCES are answered, and the relay's counters."""
    with Relay(namespace, port=PORT, **options) as relay:
        nic, found = Nic(relay), []
        for source in SOURCES:
            nic.ask(source, PORT)
            found += nic.answers(timeout_s=0.003)
        return found + nic.answers(len(SOURCES), 0.3), relay.counters()


def test_relay_loses_by_seed(namespace):
    everything, counters = survivors(namespace)
    assert everything == list(SOURCES)
    assert (counters["frames"], counters["lost"]) == (2 * len(SOURCES), 0)
    lossy, counters = survivors(namespace, loss=0.05)
    # 400 questions and 380 answers: 39 lost, with a deviation of 6.
    assert len(SOURCES) - len(lossy) == counters["lost"]
    assert 15 < counters["lost"] < 63
    assert survivors(namespace, loss=0.05)[0] == lossy
    assert survivors(namespace, loss=0.05, seed=2)[0] != lossy


def test_relay_delays_each_way(namespace):
    with Relay(namespace, delay_ms=100) as relay:
        nic, start = Nic(relay), time.monotonic()
        nic.ask(1, PORT)
        nic.ask(2, PORT)
        assert nic.answers(2) == [1, 2]
        assert 0.2 <= time.monotonic() - start < 0.35
        relay.set(delay_ms=0)
        start = time.monotonic()
        nic.ask(3, PORT)
        assert nic.answers() == [3]
        assert time.monotonic() - start < 0.15


@pytest.mark.parametrize(
    "chosen, suffers",
    [({}, True), ({"port": PORT}, True), ({"port": PORT + 1}, False),
     ({"address": "10.77.0.1"}, True), ({"address": "10.77.0.2"}, False)],
)  # fmt: skip
def test_relay_lets_other_traffic_be(chosen, suffers, namespace):
    with Relay(namespace, loss=1, **chosen) as relay:
        nic = Nic(relay)
        nic.ask(1, PORT)
        assert nic.answers(timeout_s=0.3) == [1] * (not suffers)
        assert (relay.counters()["lost"] > 0) == suffers


@pytest.mark.parametrize(
    "limit, answered",
    [({"cut_frames": 0}, 0), ({"cut_frames": 6}, 3), ({"cut_bytes": 6 * 54}, 3),
     ({"cut_connections": 0}, 0), ({"cut_connections": 2}, 2)],
)  # fmt: skip
def test_relay_cuts_and_heals(limit, answered, namespace):
    with Relay(namespace, port=PORT, **limit) as relay:
        nic, found = Nic(relay), []
        for source in range(1, 6):
            nic.ask(source, PORT)
            found += nic.answers(timeout_s=0.2)
        assert found == list(range(1, answered + 1))
        counters = relay.set(down=False)
        assert counters["cut"] and counters["connections"] == answered
        nic.ask(6, PORT)
        assert nic.answers() == [6]
        relay.set(down=True)
        nic.ask(7, PORT)
        assert nic.answers(timeout_s=0.2) == []


def test_relay_kills_and_goes_on(namespace):
    victim = subprocess.Popen(["sleep", "60"])
    with contextlib.ExitStack() as stack:
        stack.callback(stop, victim)
        settings = {"cut_frames": 4, "kill": victim.pid}
        nic = Nic(stack.enter_context(Relay(namespace, port=PORT, **settings)))
        for source in (1, 2):
            nic.ask(source, PORT)
            assert nic.answers() == [source]
        assert victim.poll() is None
        nic.ask(3, PORT)
        assert nic.answers() == [3]
        assert victim.wait(1) == -signal.SIGKILL


def test_relay_that_can_not_start_says_so(namespace):
    with Relay(namespace):
        with pytest.raises(RuntimeError, match="did not start"):
            with Relay(namespace):
                pass


@pytest.mark.parametrize("gateway", [True, False])
def test_target_behind_a_gateway(gateway, namespace, root, token_disk, token):
    with Far(namespace) as far, Tgt([token_disk], namespace=far) as target:
        assert target.host == "10.78.0.2"
        program = script(root, f"sanboot {target.uri()} || echo ERR ${{errno}}")
        options = [] if gateway else [NO_GATEWAY]
        with booting(namespace, root, program, options) as vm:
            if gateway:
                wait_report(vm, token, TIMEOUT_S)
                traffic = pcap.tcp_traffic(vm.folder / "net.pcap", target.port, far.ADDRESS)
                assert traffic.connections == 1
            else:
                vm.wait(f"^ERR {NO_ROUTE}", TIMEOUT_S)
                assert target.sessions() == []


def test_far_subnet_needs_the_router(namespace):
    """Its server is met over the router, and not from the host itself."""
    ping = ["ip", "route", "get", Far.ADDRESS]
    with Far(namespace) as far:
        assert f"dev far0 src {far.ROUTER}" in namespace.run(ping).stdout
        back = far.run(["ip", "route", "get", "10.77.0.50"]).stdout
        assert f"via {far.ROUTER}" in back


NETWORKS = {"good": {}, "lossy": {"loss": 0.05, "delay_ms": 50}}


@pytest.mark.parametrize("network", NETWORKS)
def test_boot_over_a_relay(network, namespace, root, token_disk, token):
    with Tgt([token_disk], namespace=namespace) as target:
        program = script(root, f"sanboot {target.uri()}")
        with Relay(namespace, **NETWORKS[network]) as relay:
            start = time.monotonic()
            with booting(relay, root, program) as vm:
                wait_report(vm, token, 3 * TIMEOUT_S)
                seconds = time.monotonic() - start
                capture = vm.folder / "net.pcap"
                traffic = pcap.tcp_traffic(capture, target.port, target.host)
                assert vm.tftp_requests() == [("t.ipxe", True)]
            counters = relay.counters()
    print(f"{network}: {seconds:.1f} s, {traffic}, {counters}")
    assert (counters["lost"] > 0) == (network == "lossy")
    per_trip = traffic.seconds / traffic.round_trips
    assert (per_trip > 0.1) == (network == "lossy")


# When so much has come, boots of the disk have read its first sector only.
DYING = {"silent": (False, "cut_bytes"), "killed": (True, "cut_bytes")}
DYING |= {"no-second-connection": (True, "cut_connections")}


def test_target_dies_during_boot(namespace, root, token_disk, token):
    pass


ROOT_PATHS = {"none": False, "by-dhcp": True, "late": False}


@pytest.mark.parametrize("how", ROOT_PATHS)
@pytest.mark.parametrize("host", ["nbp", "plainpxe"])
def test_boot_file_finds_the_root_path(host, how, namespace, root, token_disk):
    media.assemble("rootpath.asm", root / "rootpath.0")
    with Tgt([token_disk], namespace=namespace) as target:
        uri = target.uri()
        given = {
            "none": {},
            "by-dhcp": {"options": [root_path(uri)]},
            "late": {"late_root_path": uri},
        }[how]
        with booting(namespace, root, root / "rootpath.0", host=host, **given) as vm:
            found = vm.wait_serial("^ROOT=(.*);", TIMEOUT_S).group(1)
            attached = "Registered SAN device" in vm.text()
            assert vm.tftp_requests()[-1] == ("rootpath.0", True)
    assert found == ("" if how == "none" else uri)
    assert attached == (how == "by-dhcp")


def test_ipxe_does_not_load_the_boot_file_without_its_root_path(namespace, root):
    uri = f"iscsi:{namespace.ADDRESS}::1:1:{Target.IQN}"
    with booting(namespace, root, script(root), [root_path(uri)]) as vm:
        vm.wait("Could not open SAN device: Connection reset", TIMEOUT_S)
        vm.wait("No more network devices")
        assert vm.tftp_requests() == []
