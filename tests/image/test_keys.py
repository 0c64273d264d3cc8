"""The voting key outlives its card: what the box wrote as a back-up makes another card vote with the same tickets."""

import pytest

from card import Card, copy_out
from owner import configuration

pytestmark = pytest.mark.long


def test_a_lost_card_is_replaced_by_its_back_up(configured, folder, node, start):
    configured.write("backup-key", b"")
    machine = start(configured)
    assert machine.wait_for_ready() == "running"
    xpub = machine.account()
    tickets = node.buy(xpub)
    machine.wait_for_tickets(tickets)
    machine.power_off()
    backup = configured.read("voting-key-backup.txt")
    assert backup
    assert "backup-key" not in configured.names()

    other = Card(folder / "other.img")
    configuration(other, node)
    other.write("voting-key.txt", backup)
    machine = start(other)
    assert machine.wait_for_ready() == "running"
    assert machine.account() == xpub
    machine.wait_for_tickets(tickets)
    node.assert_calls_are_answered()
    machine.power_off()
    assert "voting-key.txt" not in other.names()
    secret = next(line for line in backup.split(b"\r\n") if line and not line.startswith(b"#"))
    assert secret not in copy_out(other.path, "DCRVOTER", folder / "fat").read_bytes()
