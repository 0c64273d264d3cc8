"""All live tickets of the main network belong to one voter."""

import os

import pytest

from conftest import Stage
from harness.process import memory

LONG = bool(os.environ.get("DCRVOTER_TEST_LONG"))

TICKETS = 40_960
MOST_MEMORY = 48_000_000


@pytest.mark.long
def test_forty_thousand_tickets(folder, simnode):
    stage = Stage(folder, simnode, "mainnet")
    node = stage.node(tickets=TICKETS, strangers=0)
    assert node.started["live"] == TICKETS
    stage.voter.start_and_wait(120)
    for _ in range(3):
        block = node.call()
        assert node.wait_votes(block) == set(block["drawn"])
    assert memory(stage.voter.process.pid)[0] < MOST_MEMORY


@pytest.mark.not_sanitized
def test_a_share_of_a_large_pool_block_after_block(folder, simnode):
    """Two thousand of the main network's 40,960 tickets over a thousand blocks, or a tenth of that in short."""
    tickets, ours, blocks = (TICKETS, 2_000, 1_000) if LONG else (TICKETS // 10, 200, 60)
    stage = Stage(folder, simnode, "mainnet")
    node = stage.node(tickets=ours, strangers=tickets - ours)
    stage.voter.start_and_wait(120)
    early = None
    for number in range(blocks):
        block = node.call(1)
        assert node.wait_votes(block, 1) == set(block["drawn"])
        if number == blocks // 5:
            early = memory(stage.voter.process.pid)[0]
    assert memory(stage.voter.process.pid)[0] < min(32_000_000, early + 1_500_000)
    node.mine()
    stage.voter.stop()
    code, text = stage.voter.command("votes", "--export")
    assert code == 0 and text.count('"outcome":"missed"') == 0 and text.count('"sent":{') >= blocks
