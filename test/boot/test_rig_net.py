# SPDX-License-Identifier: BSD-2-Clause
"""Proves the relay, subnets, packet counts and DHCP boots of the boot rig."""

import contextlib
import json
import re
import select
import signal
import socket
import struct
import subprocess
import time

import pytest

import media
import pcap
from booting import booting, root_path, script
from conftest import wait_report
from iscsi import Target, Tgt
from net import NO_GATEWAY, Far
from process import stop
from relay import Relay
from vm import Vm

TIMEOUT_S = 90
NO_ROUTE = "0x280a6011"  # "Network unreachable"


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
                capture = vm.folder / "net.pcap"
                traffic = pcap.tcp_traffic(capture, target.port, far.ADDRESS)
                assert traffic.connections == 1 and traffic.received > 1024
            else:
                vm.wait(f"^ERR {NO_ROUTE}", TIMEOUT_S)
                assert target.sessions() == []


def test_far_subnet_is_gone_with_its_context(namespace):
    way = ["ip", "route", "get", Far.ADDRESS]
    for _ in range(2):
        with Far(namespace) as far:
            assert f"dev far0 src {far.ROUTER}" in namespace.run(way).stdout
            back = far.run(["ip", "route", "get", "10.77.0.50"]).stdout
            assert f"via {far.ROUTER}" in back
        assert namespace.run(way, check=False).returncode


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
    assert seconds < TIMEOUT_S
    assert (counters["lost"] > 0) == (network == "lossy")
    per_trip = traffic.seconds / traffic.round_trips
    assert (per_trip > 0.1) == (network == "lossy")






# iPXE asks twice whether the LUN is ready, for its capacity, for the sector of
# a CD's descriptor, twice for the first sector; then comes the boot sector.
COMMANDS_OF_IPXE = 6


def test_target_dies_while_the_boot_sector_runs(namespace, root, token_disk, token):
    with Tgt([token_disk], namespace=namespace) as target:
        # Of the usual 10 retries it would come back after a minute.
        lines = ["set san-retries 1", f"sanboot {target.uri()}"]
        program = script(root, *lines)
        moment = {"cut_commands": COMMANDS_OF_IPXE, "kill": target.pid}
        with Relay(namespace, port=target.port, **moment) as relay:
            with booting(relay, root, program) as vm:
                vm.wait_serial(f"^TOKEN {token} DL=80 MEM=.*\nI13FAILED=", TIMEOUT_S)
                counters = relay.counters()
                assert f"END {token}" not in vm.serial()
    # The first connection, and those that were tried when it had broken.
    assert counters["cut"] and counters["connections"] > 1
    assert counters["commands"] > COMMANDS_OF_IPXE


def test_target_falls_silent_while_the_boot_sector_runs(
    namespace, root, token_disk, token
):
    """And when it is back within a second, nothing is amiss."""
    with Tgt([token_disk], namespace=namespace) as target:
        program = script(root, f"sanboot {target.uri()}")
        moment = {"cut_commands": COMMANDS_OF_IPXE}
        with Relay(namespace, port=target.port, **moment) as relay:
            with booting(relay, root, program) as vm:
                vm.wait_serial(f"^TOKEN {token} DL=80 MEM=", TIMEOUT_S)
                time.sleep(1)
                assert relay.counters()["cut"] and len(target.sessions()) == 1
                assert f"END {token}" not in vm.serial()
                relay.set(down=False)
                wait_report(vm, token, TIMEOUT_S)


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
