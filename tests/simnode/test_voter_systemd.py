"""What systemd is told, by a stand-in for its notification socket: ready, what is missing, and that votes go on."""

import os
import signal
import socket
import time

import pytest

from box import Box
from harness import log_lines
from harness.socket_files import address_of
from harness.voter import SECONDS_TO_STOP
from harness.waiting import wait_until

LIMIT = 2.0  # seconds of WatchdogSec=


class Systemd:
    """Its end of $NOTIFY_SOCKET. A datagram is a list of assignments."""

    def __init__(self, path):
        self.address = address_of(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.address)

    def next(self, seconds):
        """The next datagram; None when none comes within these seconds."""
        self._socket.settimeout(seconds)
        try:
            return self._socket.recv(4096).decode().split("\n")
        except TimeoutError:
            return None

    def wait(self, wanted, seconds=20):
        """The first assignment that `wanted` takes; the others of before are passed over."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for assignment in self.next(left) or []:
                if wanted(assignment):
                    return assignment
        raise AssertionError("systemd was not told what it waits for")

    def drain(self):
        while self.next(0.001) is not None:
            pass

    def close(self):
        self._socket.close()


@pytest.fixture
def systemd(stage, folder):
    made = Systemd(folder / "notify")
    stage.voter.extra = ["[keys]", 'backup = "waived"']
    stage.voter.environment = {"NOTIFY_SOCKET": made.address, "WATCHDOG_USEC": str(int(LIMIT * 1e6))}
    yield made
    made.close()


def is_watchdog(assignment):
    return assignment == "WATCHDOG=1"


def starts_with(text):
    return lambda assignment: assignment.startswith(text)


def test_ready_status_reload_and_stop(stage, systemd):
    node = stage.node()
    stage.voter.start()
    systemd.wait(lambda assignment: assignment == "READY=1")
    systemd.wait(starts_with("STATUS=ready: can vote, height "))
    stage.voter.process.signal(signal.SIGHUP)
    systemd.wait(lambda assignment: assignment == "RELOADING=1")
    systemd.wait(lambda assignment: assignment == "READY=1")
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    stage.voter.process.signal(signal.SIGTERM)
    systemd.wait(lambda assignment: assignment == "STOPPING=1")
    assert stage.voter.process.wait(SECONDS_TO_STOP) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_no_signal_disturbs_the_end(stage, systemd, number):
    """It writes its last then, and ends by itself however often it is told so."""
    stage.node()
    stage.voter.start_and_wait()
    stage.voter.process.signal(signal.SIGTERM)
    systemd.wait(lambda assignment: assignment == "STOPPING=1")
    while stage.voter.process.running:
        stage.voter.process.signal(number)
    assert stage.voter.process.wait(SECONDS_TO_STOP) == 0


def test_configuration_that_is_wrong_is_ready_again(stage, systemd):
    stage.node()
    stage.voter.start()
    systemd.wait(lambda assignment: assignment == "READY=1")
    stage.voter.configuration.write_text("network = 5\n")
    stage.voter.process.signal(signal.SIGHUP)
    systemd.wait(lambda assignment: assignment == "RELOADING=1")
    systemd.wait(lambda assignment: assignment == "READY=1")


def test_no_key_is_never_ready(stage, systemd):
    stage.node()
    for entry in (stage.voter.folder / "state" / "keys").iterdir():
        entry.unlink()
    stage.voter.start()
    wait_until(lambda: not stage.voter.process.running, "dcrvoter to end")
    assert systemd.next(0.1) is None


def test_dead_node_is_no_reason_to_kill_it(stage, systemd):
    node = stage.node()
    stage.voter.start_and_wait()
    systemd.wait(starts_with("STATUS=ready: can vote"))
    node.stop()
    systemd.wait(starts_with("STATUS=not voting: "))
    began = time.monotonic()
    while time.monotonic() < began + 2 * LIMIT:
        systemd.wait(is_watchdog, LIMIT)


@pytest.mark.not_sanitized
def test_hanging_disk_is_no_reason_to_kill_it(stage, systemd, folder):
    node = stage.node(tickets=100)
    box = Box(stage, folder)
    stage.voter.start_and_wait()
    box.fail("hang")
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    systemd.wait(starts_with("STATUS=can vote, with a warning: nothing is kept: "), 30)
    began = time.monotonic()
    while time.monotonic() < began + 2 * LIMIT:
        systemd.wait(is_watchdog, LIMIT)
    box.mend()


@pytest.mark.not_sanitized
def test_voting_loop_that_hangs_is_to_be_killed(stage, systemd, folder):
    node = stage.node()
    box = Box(stage, folder)
    stage.voter.start_and_wait()
    for _ in range(4):
        systemd.wait(is_watchdog, LIMIT)
    box.fail("stuck")
    # What was asked of the loop before it hung may still be told, for a part of the limit.
    began = time.monotonic()
    last = began
    while (left := began + 2.5 * LIMIT - time.monotonic()) > 0:
        if "WATCHDOG=1" in (systemd.next(left) or []):
            last = time.monotonic()
    assert last - began < 0.75 * LIMIT
    assert stage.voter.process.running  # it is systemd's to end it
    stage.voter.kill()
    box.mend()

    mark = stage.voter.mark()
    stage.voter.start()
    stage.voter.wait_line(log_lines.TICKETS_FOUND, mark)
    systemd.wait(is_watchdog)
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])


def test_socket_that_is_gone(stage, systemd):
    """Votes go on when nobody can be told."""
    node = stage.node()
    systemd.close()
    os.unlink(systemd.address)
    stage.voter.start_and_wait()
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
