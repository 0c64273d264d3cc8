"""The voting key outlives its card: what the box wrote as a back-up makes another card vote with the same tickets."""

import pytest

from card import Card, copy_out
from owner import configuration

pytestmark = pytest.mark.long


def key_of(machine):
    return machine.wait_for("/api/v1/key", lambda key: key["accounts"], "a key on the page")["accounts"][0]["xpub"]


def test_a_lost_card_is_replaced_by_its_back_up(configured, folder, node, start):
    configured.write("backup-key", b"")
    machine = start(configured)
    assert machine.wait_for_ready() == "running"
    xpub = key_of(machine)
    tickets = node.buy(xpub)
    machine.wait_for("/api/v1/status", lambda status: status["tickets"]["live"] == len(tickets), "the tickets are found")
    machine.power_off()
    backup = configured.read("voting-key-backup.txt")
    assert backup
    assert "backup-key" not in configured.names()

    other = Card(folder / "other.img")
    configuration(other, node)
    other.write("voting-key.txt", backup)
    machine = start(other)
    assert machine.wait_for_ready() == "running"
    assert key_of(machine) == xpub
    machine.wait_for("/api/v1/status", lambda status: status["tickets"]["live"] == len(tickets), "the tickets are found")
    call = node.call(wait_ms=30000)
    assert node.wait_votes(call, seconds=60) == set(call["drawn"])
    machine.power_off()
    assert "voting-key.txt" not in other.names()
    secret = next(line for line in backup.split(b"\r\n") if line and not line.startswith(b"#"))
    assert secret not in copy_out(other.path, "DCRVOTER", folder / "fat").read_bytes()
