"""dcrvoter as a process: what becomes of its log, of its standard streams and of its signals, it votes and it ends."""

import fcntl
import os
import pathlib
import re
import signal
import socket
import subprocess

import pytest

from box import Box
from harness import paths
from harness.voter import SECONDS_TO_STOP
from harness.waiting import wait_until


def run(stage, stderr, **options):
    """A dcrvoter with this standard error, which must not be needed for anything; ended by the caller."""
    stage.voter.write()
    return subprocess.Popen([paths.DCRVOTER, "run", "--log-level", "debug", "--config", stage.voter.configuration],
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr, **options)


def assert_votes(node):
    block = node.mine()[0]
    assert node.wait_votes(block) == {winner["ticket"] for winner in node.state()["winners"]}


def assert_votes_and_ends(process, node):
    try:
        node.wait_event("vote")  # on the block at which it connected
        for _ in range(4):
            assert_votes(node)
        process.terminate()
        assert process.wait(SECONDS_TO_STOP) == 0
    finally:
        process.kill()
        process.wait()


def test_reader_of_the_log_ends(stage):
    """As in `dcrvoter run 2>&1 | head -1`."""
    node = stage.node(tickets=150, strangers=0)
    reader, writer = os.pipe()
    process = run(stage, writer)
    os.close(writer)
    assert os.read(reader, 1)
    os.close(reader)
    assert_votes_and_ends(process, node)


def test_nobody_reads_the_log(stage):
    """A pipe that is full, as of a pager that waits for a key."""
    node = stage.node(tickets=150, strangers=0)
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    process = run(stage, writer)
    os.close(writer)
    assert_votes_and_ends(process, node)
    os.close(reader)


def test_disk_of_the_log_is_full(stage):
    node = stage.node(tickets=150, strangers=0)
    with open("/dev/full", "wb") as full:
        assert_votes_and_ends(run(stage, full), node)


def test_standard_streams_are_closed(stage):
    """No connection may get their numbers: the log would be written into it."""
    node = stage.node(tickets=150, strangers=0)
    process = run(stage, None, preexec_fn=lambda: os.closerange(0, 3))
    node.wait_event("vote")
    assert {os.readlink(f"/proc/{process.pid}/fd/{number}") for number in range(3)} == {"/dev/null"}
    assert_votes_and_ends(process, node)


ESTABLISHED, SYN_SENT = "01", "02"  # Linux: include/net/tcp_states.h


def is_connecting(address, state):
    """Whether somebody's connection to this port is in that state."""
    port = f":{int(address.rsplit(':', 1)[1]):04X}"
    table = pathlib.Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    return any(remote.endswith(port) and found == state for _, _, remote, found, *_ in map(str.split, table))


def test_stops_while_it_derives_addresses(stage):
    """By itself, that is: half a minute's work for a Pi is given up, not cut off at the last moment."""
    node = stage.node(tickets=0)
    stage.voter.extra = ["[keys]", "first_index = 90000"]
    stage.voter.start()
    node.wait_event("call", method="existsaddresses")
    stage.voter.process.signal(signal.SIGTERM)
    wait_until(lambda: not stage.voter.process.running, "dcrvoter to end", SECONDS_TO_STOP / 2)


def stops_by_itself(stage, number=signal.SIGTERM):
    """At once, that is: nothing had to be cut off."""
    stage.voter.process.signal(number)
    assert stage.voter.process.wait(SECONDS_TO_STOP / 2) == 0
    assert not [line for line in stage.voter.log() if "cut off" in line]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_while_a_node_hangs(stage, number):
    """It takes the connection, and does not answer TLS."""
    node = stage.node(tickets=20, strangers=0)
    node.command("fault", silent=True)
    stage.voter.start()
    wait_until(lambda: is_connecting(node.address, ESTABLISHED), "a connection")
    stops_by_itself(stage, number)


def test_stops_while_a_node_syncs(stage):
    node = stage.node(tickets=20, strangers=0)
    node.command("fault", syncing=True)
    mark = stage.voter.mark()
    stage.voter.start()
    stage.voter.wait_line(re.compile("is still syncing"), mark)
    stops_by_itself(stage)


def test_stops_while_a_node_does_not_answer(stage):
    """As a firewall that drops what comes: of a queue that is full the kernel does not answer another connection."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        address = f"127.0.0.1:{full.getsockname()[1]}"
        stage.voter.nodes = [{"address": address, "user": "user", "password": "pass", "pin": "sha256:" + "00" * 32}]
        stage.voter.start()
        wait_until(lambda: is_connecting(address, SYN_SENT), "a try to connect")
        stops_by_itself(stage)


@pytest.mark.not_sanitized
def test_crashes_are_forgotten_by_a_stop_that_leaves_the_disk_behind(stage, folder):
    box = Box(stage, folder)
    node = stage.node(tickets=60)
    crashes = stage.voter.folder / "state" / "crashes"
    stage.voter.start_and_wait()
    crashes.write_text("x")
    box.fail("hang")
    node.wait_votes(node.call())
    stage.voter.stop()
    assert [line for line in stage.voter.log() if "the disk does not answer: what was voted last" in line]
    assert not crashes.exists()
