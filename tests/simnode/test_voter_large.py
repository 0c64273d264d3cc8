"""All live tickets of the main network belong to one voter."""

import pytest

from conftest import Stage

TICKETS = 40_960
MOST_MEMORY = 48_000_000


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return 1024 * int(next(line for line in status if line.startswith("VmRSS")).split()[1])


@pytest.mark.long
def test_forty_thousand_tickets(folder, simnode):
    stage = Stage(folder, simnode, "mainnet")
    node = stage.node(tickets=TICKETS, strangers=0)
    assert node.started["live"] == TICKETS
    stage.voter.start_and_wait(120)
    for _ in range(3):
        block = node.call()
        assert node.wait_votes(block) == set(block["drawn"])
    assert resident(stage.voter.process.pid) < MOST_MEMORY
