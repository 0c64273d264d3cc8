"""dcrvoter on a chain that branches, and on a node that forgets or lies."""

import json

import pytest

from harness import log_lines
from harness.waiting import wait_until
from websocket_client import Client

LIVE = 150  # all ours, so that chance draws ours on every block


def start(stage, **options):
    node = stage.node(tickets=LIVE, strangers=0, **options)
    stage.voter.start_and_wait()
    return node


def winners(node):
    return {winner["ticket"] for winner in node.state()["winners"]}


def known(stage):
    """{ticket: its state} of all that the voter knows."""
    code, text = stage.voter.command("tickets", "--json")
    assert code == 0, text
    return {ticket["txid"]: ticket["state"] for ticket in json.loads(text)["tickets"]}


def test_reorganisation(stage):
    node = start(stage)
    old = node.mine(3)
    for block in old:
        node.wait_votes(block)
    new = node.command("reorganize", depth=3)["blocks"]
    assert len(new) == 4 and node.state()["hash"] == new[-1]["hash"]
    assert node.wait_votes(new[-1]) == winners(node)
    child = node.mine()[0]
    event = node.wait_event("block", hash=child["hash"])
    assert len(event["votes"]) == 5 and event["missed"] == []


def test_reorganisation_without_a_word(stage):
    """Blocks that are linked in a burst are not announced: the voter must ask by itself."""
    node = start(stage)
    node.mine(2)
    new = node.command("reorganize", depth=2, announce=False, wait_ms=0)["blocks"]
    assert node.wait_votes(new[-1]) == winners(node)


def test_blocks_that_link_at_once(stage):
    """The node tells neither the winners of the last nor of a reorganisation: the voter must ask by itself."""
    node = start(stage)
    node.wait_votes(node.mine()[0])
    for count in (2, 3):
        tip = node.command("burst", count=count)["blocks"][-1]
        assert node.wait_votes(tip) == winners(node)
    block = node.mine()[0]
    assert node.wait_votes(block) == winners(node)


def test_last_block_of_a_node_that_catches_up(stage):
    """While it does it announces no winners, and the last block still belongs to that."""
    node = start(stage)
    node.command("fault", syncing=True)
    tip = node.mine(3, wait_ms=0)[-1]
    assert node.wait_votes(tip) == winners(node)


@pytest.mark.parametrize("how", ["replaced", "taken off"])
def test_votes_in_blocks_that_left_unseen(stage, how):
    """Their tickets are live again: as voted ones they would be forgotten before they are called anew."""
    node = start(stage)
    node.command("spare")
    called = node.call()
    node.wait_votes(called)
    voted = node.mine()[0]
    drawn = set(called["drawn"])

    def states():
        return {state for ticket, state in known(stage).items() if ticket in drawn}

    wait_until(lambda: states() == {"voted"}, "the votes to be seen")
    mark = stage.voter.mark()
    since = node.events.mark()
    node.command("break", kind="close", on="blockdisconnected")
    if how == "replaced":
        node.command("reorganize", depth=2, wait_ms=0)
    else:
        node.command("disconnect", depth=2)
    node.wait_event("block" if how == "replaced" else "sabotaged", since)
    stage.voter.wait_line(log_lines.TICKETS_FOUND, mark)
    if how == "taken off":
        node.mine(wait_ms=0)
    assert node.state()["hash"] not in (called["hash"], voted["hash"])
    wait_until(lambda: states() == {"live"}, "them to be live again")


def test_sibling(stage):
    node = start(stage)
    tip = node.mine()[0]
    side = node.command("sibling")["blocks"][0]
    node.wait_votes(tip)
    node.wait_votes(side)
    # It becomes the better branch; its votes are there.
    child = node.mine(1, parent=side["hash"])[0]
    assert node.state()["hash"] == child["hash"]
    event = node.wait_event("block", hash=child["hash"])
    assert len(event["votes"]) == 5


def test_block_taken_off_and_made_anew(stage):
    node = start(stage)
    node.wait_votes(node.mine()[0])
    node.command("disconnect", depth=2)
    again = node.mine()[0]
    assert node.wait_votes(again) == winners(node)


def test_lies_do_not_cost_a_true_call(stage):
    """dcrd refuses a ticket's sixth vote: five invented blocks must not use them up."""
    node = start(stage)
    node.command("lie", count=5)
    honest = node.command("draw", count=5)["tickets"]
    node.command("lie", count=5, tickets=honest)
    block = node.mine()[0]
    assert node.wait_votes(block) == set(honest)
    for ticket in honest:
        assert len(node.events.since(0, "vote", ticket=ticket)) <= 4  # three lies and the truth


def test_winners_that_are_not_ours_or_do_not_exist(stage):
    node = start(stage)
    node.command("lie", count=3, tickets=["ff" * 32, "00" * 32])
    block = node.mine()[0]
    assert node.wait_votes(block) == winners(node)
    assert not stage.voter.matches(log_lines.VOTE_REFUSED)


def test_node_that_started_anew_gets_the_votes_again(stage):
    node = start(stage)
    block = node.mine()[0]
    first = node.wait_votes(block)
    mark = node.events.mark()
    node.command("restart")
    assert node.wait_votes(block, mark=mark) == first
    child = node.mine()[0]
    assert len(node.wait_event("block", hash=child["hash"])["votes"]) == 5


def test_orphan_vote_is_tried_again_when_the_node_knows_better(stage):
    node = start(stage)
    block = node.call(3)
    node.wait_votes(block)
    lost = node.command("draw", count=5)["tickets"]
    node.command("forget", tickets=lost)
    called = node.mine()[0]
    node.wait_event("vote", count=5, block=called["hash"], verdict="refused")
    node.command("forget", tickets=lost, undo=True)
    mark = node.events.mark()
    node.command("restart")
    assert node.wait_votes(called, mark=mark) == set(lost)


def test_orphan_refused_before_a_switch_of_branch(stage):
    """The votes go to the node again when it takes up the branch, over the same connection."""
    node = start(stage)
    node.wait_votes(node.mine()[0])
    node.command("refuse", kind="orphan", count=5)
    side = node.command("sibling")["blocks"][0]
    node.wait_event("vote", count=5, block=side["hash"], verdict="refused")
    mark = node.events.mark()
    child = node.mine(1, parent=side["hash"], wait_ms=0)[0]
    assert node.state()["hash"] == child["hash"]
    again = node.wait_event("vote", mark, count=5, block=side["hash"])
    assert len({vote["ticket"] for vote in again}) == 5
    assert not node.events.since(mark, "connected")


def test_two_nodes_of_one_chain(stage):
    """Both get every vote; one may be behind, or away."""
    same = ("--time", "1760000000")
    first = stage.node(*same, tickets=LIVE, strangers=0, name="first")
    second = stage.node(*same, tickets=LIVE, strangers=0, name="second")
    tip = first.state()
    assert second.state()["hash"] == tip["hash"]
    stage.voter.start_and_wait()
    for node in (first, second):
        assert node.wait_votes(tip) == winners(node)

    # The second hears of a block later than the first.
    block = first.mine()[0]
    first.wait_votes(block)
    observer = Client(first.address, first.certificate, "user", "pass")
    second.command("submit", block=observer.call("getblock", block["hash"], False))
    assert second.wait_votes(block) == winners(second)

    first.kill()
    block = second.mine()[0]
    assert second.wait_votes(block) == winners(second)
