"""dcrvoter as a process: what becomes of its log, of its standard streams and of its signals, it votes and it ends."""

import fcntl
import os
import signal
import subprocess

import pytest

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


def has_socket(pid):
    return any("socket:" in os.path.realpath(entry) for entry in os.scandir(f"/proc/{pid}/fd"))


def test_stops_while_it_derives_addresses(stage):
    """By itself, that is: half a minute's work for a Pi is given up, not cut off at the last moment."""
    node = stage.node(tickets=0)
    stage.voter.extra = ["[keys]", "first_index = 90000"]
    stage.voter.start()
    node.wait_event("call", method="existsaddresses")
    stage.voter.process.signal(signal.SIGTERM)
    wait_until(lambda: not stage.voter.process.running, "dcrvoter to end", SECONDS_TO_STOP / 2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_while_a_node_hangs(stage, number):
    node = stage.node(tickets=20, strangers=0)
    node.command("fault", silent=True)
    stage.voter.start()
    wait_until(lambda: has_socket(stage.voter.process.pid), "a connection")
    stage.voter.process.signal(number)
    wait_until(lambda: not stage.voter.process.running, "dcrvoter to end", SECONDS_TO_STOP)
