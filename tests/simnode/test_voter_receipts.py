"""What dcrvoter says became of each call: mined, missed with one cause, or void."""

import json
import re

import pytest

from harness import log_lines
from harness.waiting import wait_until
from websocket_client import Client

OUTCOME = re.compile(r"\bvote (?P<outcome>mined|missed|void)\b.* ticket=(?P<ticket>\w+)"
                     r"(?:.* cause=\"(?P<cause>[^\"]+)\")?(?P<rest>.*)")


def outcome(stage, ticket, count=1):
    """The last outcome told of this ticket, once there are `count`."""
    def told():
        lines = [m for m in stage.voter.matches(OUTCOME) if m["ticket"] == ticket]
        return lines if len(lines) >= count else None
    wait_until(lambda: told() is not None, f"{count} outcomes of ticket {ticket}")
    return told()[-1]


def start(stage, *arguments, **options):
    node = stage.node(*arguments, **options)
    stage.voter.start_and_wait()
    return node


def drawn(node, count=1):
    """Calls tickets of ours on a new block."""
    tickets = node.command("draw", count=count)["tickets"]
    return tickets, node.mine()[0]


def test_mined(stage):
    node = start(stage)
    tickets, block = drawn(node, 5)
    node.wait_votes(block)
    node.mine()
    for ticket in tickets:
        assert outcome(stage, ticket)["outcome"] == "mined"


def test_left_out_by_the_miner(stage):
    node = start(stage)
    (ticket,), block = drawn(node)
    node.wait_votes(block, 1)
    stage.voter.wait_line(re.compile("vote accepted"))
    node.command("forget", mempool=True)
    node.mine(wait_ms=0)
    assert outcome(stage, ticket)["cause"] == "left out by the miner"


def test_refused(stage):
    node = start(stage)
    node.command("refuse", kind="internal", count=40)
    (ticket,), block = drawn(node)
    stage.voter.wait_line(re.compile("vote refused"))
    node.mine(wait_ms=0)
    told = outcome(stage, ticket)
    assert told["cause"] == "refused" and "simulated internal error" in told["rest"]


def test_a_node_that_does_not_call(stage):
    node = start(stage)
    (ticket,) = node.command("draw", count=1)["tickets"]
    node.mine(announce=False)
    node.mine(wait_ms=0)  # revokes it
    assert outcome(stage, ticket)["cause"] == "node behind"


def test_ticket_unknown_to_us(stage):
    """The node neither lets its blocks be looked through nor tells of the called ticket, until it is too late."""
    node = stage.node()
    for call in ("rescan", "gettxout"):
        node.command("break", kind="internal", on=call, count=100_000)
    stage.voter.start()
    stage.voter.wait_line(re.compile("its blocks are searched again"))
    (ticket,), block = drawn(node)
    node.mine(wait_ms=0)
    assert not node.events.since(0, "vote", block=block["hash"])
    node.command("mend")
    assert outcome(stage, ticket)["cause"] == "ticket unknown to us"


def test_called_late(stage):
    """The second node announces the block when the first one's chain has gone on without our vote."""
    same = ("--time", "1760000000")
    first = start(stage, *same, name="first", tickets=40)
    second = stage.node(*same, name="second", tickets=40)
    stage.voter.stop()
    mark = stage.voter.mark()
    stage.voter.start()
    wait_until(lambda: len(stage.voter.matches(log_lines.TICKETS_FOUND, mark)) == 2, "both nodes to be searched")
    (ticket,) = first.command("draw", count=1)["tickets"]
    block = first.mine(announce=False)[0]
    first.mine(wait_ms=0)
    assert outcome(stage, ticket)["cause"] == "node behind"
    observer = Client(first.address, first.certificate, "user", "pass")
    second.command("draw", tickets=[ticket])
    second.command("submit", block=observer.call("getblock", block["hash"], False))
    second.wait_votes(block, 1)

    def causes():
        told = json.loads(stage.voter.command("votes", "--json")[1])["votes"]
        return [call["cause"] for call in told if call["ticket"] == ticket]
    wait_until(lambda: causes() == ["called late"], "the cause to be that the call came late")


@pytest.mark.parametrize("off", ["box", "node"])
def test_calls_that_could_not_come(stage, off):
    node = start(stage)
    node.wait_votes(drawn(node)[1], 1)
    if off == "box":
        stage.voter.stop()
    else:
        node.command("fault", syncing=True)
        node.command("restart")
        stage.voter.wait_line(re.compile("still syncing"))
    (ticket,), _ = drawn(node)
    node.mine(3, wait_ms=0)
    if off == "box":
        stage.voter.start_and_wait()
    else:
        node.command("mend")
    told = outcome(stage, ticket)
    assert told["cause"] == {"box": "box off", "node": "no node connected"}[off]


def test_void_and_called_again(stage):
    node = start(stage)
    (ticket,), block = drawn(node)
    node.wait_votes(block, 1)
    node.command("reorganize", depth=1)
    assert outcome(stage, ticket)["outcome"] == "void"
    # The ticket is live again.
    node.command("draw", tickets=[ticket])
    again = node.mine()[0]
    assert ticket in node.wait_votes(again, 1)
    node.mine()
    assert outcome(stage, ticket, count=2)["outcome"] == "mined"
