"""What happens to a box whose power is cut, again and again."""

import os
import random
import subprocess

import pytest

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("DCRVOTER_KILLS", "20"))


def assert_votes_are_mined(node):
    node.assert_calls_are_answered()
    node.mine(wait_ms=30000)


def test_survives_cuts_at_random_times(configured, node, start):
    """Key and history are what they were, and the file systems are sound, however often and whenever it happened."""
    machine = start(configured)
    xpub = machine.account(300)
    machine.wait_for_tickets(node.buy(xpub, 60))
    assert_votes_are_mined(node)
    mined = machine.wait_for("/api/v1/status", lambda status: status["history"]["mined"] >= 5, "votes in the history")
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(KILLS):
        machine.kill()
        machine = start(configured)
        try:
            machine.process.wait(chance.uniform(1, 60))
            raise AssertionError(f"it ended by itself:\n{machine.serial.text[-3000:]}")
        except subprocess.TimeoutExpired:
            pass
    machine.kill()
    machine = start(configured)
    assert machine.wait_for_ready() == "running"
    assert machine.account() == xpub
    status = machine.wait_until_able()
    assert status["history"]["mined"] >= mined["history"]["mined"]
    assert_votes_are_mined(node)


def test_writes_little_when_idle(configured, start):
    """The bytes that reach the card in an hour, once it runs, and the file system that has grown is as it stays."""
    from qmp import Qmp

    hour, most_a_day = 3600, 10 * 10**6
    machine = start(configured)
    machine.wait_for_ready()
    machine.wait_until_able()
    machine.run("while pgrep ext4lazyinit; do sleep 1; done; sync", 600)
    qmp = Qmp(machine.folder / "qmp")
    before = qmp.bytes_written()
    with pytest.raises(subprocess.TimeoutExpired):
        machine.process.wait(hour)
    written = qmp.bytes_written() - before
    print(f"written in an hour: {written} bytes")
    assert written * 24 <= most_a_day
