"""dcrvoter on two nodes, one of which knows less than the other or lies: the sound one's calls are voted."""

import json
import re

import pytest

from harness import log_lines
from harness.waiting import wait_until
from test_voter_votes import vote_all
from websocket_client import Client

HEIGHTS_TO_FORGET = 64  # blocks between two looks at what may be forgotten


def wait_both_able(voter):
    wait_until(lambda: len(voter.matches(log_lines.TICKETS_FOUND)) == 2, "both nodes to be of use", 30)


def nodes(stage):
    code, text = stage.voter.command("status", "--json")
    assert code in (0, 1, 2), text
    return json.loads(text)["nodes"]


def known(stage):
    code, text = stage.voter.command("tickets", "--json")
    assert code == 0, text
    return {ticket["txid"] for ticket in json.loads(text)["tickets"]}


def two_of_one_chain(stage, other="liar", tickets=100):
    same = ("--time", "1760000000")
    made = [stage.node(*same, tickets=tickets, name=name) for name in ("sound", other)]
    stage.voter.start()
    wait_both_able(stage.voter)
    return made


@pytest.mark.parametrize("option", [["--no-exists-address-index"], []], ids=["no index", "knows of none used"])
def test_each_node_is_asked_for_used_addresses(stage, option):
    stage.node(*option, tickets=0, name="first")
    second = stage.node(tickets=0, name="second")
    second.command("use_addresses", indexes=[900, 1800, 2700, 3600, 4500])
    bought = second.command("buy", indexes=[5000])["tickets"]
    second.mine(17)
    second.command("fault", syncing=True)  # it is asked after the first
    stage.voter.start_and_wait()
    second.command("fault", syncing=False)
    wait_both_able(stage.voter)
    vote_all(stage, second, bought)


def test_node_far_ahead_of_the_other(stage):
    """Its height is its own word: by it, all tickets would have expired."""
    sound = stage.node(tickets=60, name="sound")
    stage.node("--height", 1_000_000, tickets=0, name="ahead")
    stage.voter.start()
    wait_both_able(stage.voter)
    mark = sound.events.mark()
    height = sound.mine()[0]["height"]
    sound.mine(HEIGHTS_TO_FORGET - height % HEIGHTS_TO_FORGET)
    block = sound.call()
    assert sound.wait_votes(block) == set(block["drawn"])
    assert not sound.events.since(mark, "call", method="rescan")  # nothing was forgotten and found again


def test_node_far_ahead_while_the_other_is_away(stage):
    """Nor does it count for more when there is nobody to gainsay it."""
    sound = stage.node(tickets=1200, name="sound")
    ahead = stage.node("--height", 1_000_000 // HEIGHTS_TO_FORGET * HEIGHTS_TO_FORGET - 2, tickets=0, name="ahead")
    stage.voter.start()
    wait_both_able(stage.voter)
    sound.command("fault", silent=True)
    sound.command("restart")  # it drops the connection, and answers no new one
    wait_until(lambda: [node["connected"] for node in nodes(stage)] == [False, True], "the sound node to be gone")
    last = ahead.mine(3)[-1]
    wait_until(lambda: nodes(stage)[1]["tip"] == last["height"], "the block to be heard of")
    assert len(known(stage)) == 1200  # none was forgotten
    sound.command("restart", mend=True)
    wait_until(lambda: [node["connected"] for node in nodes(stage)] == [True, True], "the sound node to be back", 40)
    block = sound.call()
    assert sound.wait_votes(block) == set(block["drawn"])


def test_ticket_that_is_live_on_one_branch_alone(stage):
    """Forgotten on the word of the other one, it is asked for when it is called after all."""
    sound, other = two_of_one_chain(stage, "other", tickets=1200)
    sound.command("buy", ours=False)  # or the blocks are the same
    block = other.call()
    drawn = other.wait_votes(block)
    other.mine(2 * HEIGHTS_TO_FORGET, wait_ms=0)
    sound.mine(2 * HEIGHTS_TO_FORGET, wait_ms=0)
    wait_until(lambda: drawn.isdisjoint(known(stage)), "them to be forgotten")
    live = drawn & set(sound.tickets("live"))
    sound.command("draw", tickets=sorted(live))
    block = sound.mine(wait_ms=0)[0]
    assert {winner["ticket"] for winner in sound.state()["winners"]} >= live != set()
    assert sound.wait_votes(block, len(live)) == live


@pytest.mark.not_sanitized
@pytest.mark.parametrize("fault", [{"silent": True}, {"stall": True}, {"delay_ms": 2000}, {"syncing": True}],
                         ids=lambda fault: next(iter(fault)))
def test_node_that_holds_up_nobody(stage, fault):
    sound = stage.node(tickets=60, name="sound")
    other = stage.node(tickets=60, name="other")
    other.command("fault", **fault)
    stage.voter.start_and_wait()
    for _ in range(3):
        block = sound.call()
        assert sound.wait_votes(block) == set(block["drawn"])
        stage.voter.wait_votes_cast(block["hash"])
        lines = [line for line in stage.voter.matches(log_lines.VOTE_CAST) if line["block"] == block["hash"]]
        assert max(float(line["ms"]) for line in lines) < 200
    other.command("mend")


def test_nodes_on_two_branches(stage):
    """Each announced block is voted on; who is on which branch is said, and what became of the calls is right in
    the end."""
    same = ("--time", "1760000000")
    first = stage.node(*same, tickets=60, name="first")
    second = stage.node(*same, tickets=60, name="second")
    stage.voter.start()
    wait_both_able(stage.voter)

    def shown(what):
        code, text = stage.voter.command(what, "--json")
        assert code in (0, 1, 2), text
        return json.loads(text)

    def problems():
        return {node["name"]: node["problem"] for node in shown("status")["nodes"]}

    called = {winner["ticket"] for node in (first, second) for winner in node.state()["winners"]}  # voted by then
    tickets = sorted(set(first.tickets("live")) - called)[:10]
    five, others = tickets[:5], tickets[5:]
    first.command("draw", tickets=five)
    second.command("draw", tickets=[*five[:3], *others[:2]])
    second.command("buy", ours=False)  # or its block would be the same
    left, right = first.mine()[0], second.mine()[0]
    assert left["height"] == right["height"] and left["hash"] != right["hash"]
    assert first.wait_votes(left) == set(five)
    assert second.wait_votes(right) == {*five[:3], *others[:2]}
    stage.voter.wait_line(re.compile(f"have different blocks at height {left['height']}"))
    branch = [right, second.call()]
    branch.append(second.call())
    second.wait_votes(branch[-1])
    wait_until(lambda: "on a losing branch" in problems()[first.address], "the losing branch to be named")
    assert problems()[second.address] is None

    # A block of the first leaves its chain again: at the same height the second one's block votes other tickets.
    first.mine()
    first.command("disconnect")
    states = {ticket["txid"]: ticket["state"] for ticket in shown("tickets")["tickets"]}
    assert {states[ticket] for ticket in others[:2]} == {"voted"}

    observer = Client(second.address, second.certificate, "user", "pass")
    for block in branch:
        first.command("submit", block=observer.call("getblock", block["hash"], False))
    assert first.wait_votes(branch[-1]) == set(branch[-1]["drawn"])
    wait_until(lambda: set(problems().values()) == {None}, "the nodes to be level")
    second.mine()

    def outcomes():
        return {(call["block"], call["ticket"]): call["outcome"] for call in shown("votes")["votes"]}
    expected = {(left["hash"], ticket): "void" for ticket in five} | {
        (right["hash"], ticket): "mined" for ticket in [*five[:3], *others[:2]]}
    wait_until(lambda: expected.items() <= outcomes().items(), "the outcomes to be those of the longer branch")


def test_block_without_header_is_not_voted_while_another_node_is_there(stage):
    """A vote with a wrong height is never mined and keeps the right one out: a height without a header is doubtful."""
    liar = stage.node(tickets=20, name="liar")
    sound = stage.node(tickets=60, name="sound")
    stage.voter.start()
    wait_both_able(stage.voter)
    drawn = {winner["ticket"] for winner in sound.state()["winners"]}
    ours = sorted(set(sound.tickets("live")) - drawn)[:5]
    tip = liar.state()["hash"]  # which may have called one of ours before
    liar.command("lie", count=2, tickets=ours)
    liar.wait_event("call", method="getblockheader", count=2)
    sound.command("draw", tickets=ours)
    block = sound.mine()[0]
    assert sound.wait_votes(block) == set(ours)
    assert {vote["block"] for vote in liar.events.since(0, "vote")} <= {tip}


def make_known_to_both(sound, liar, block, announce=True):
    observer = Client(sound.address, sound.certificate, "user", "pass")
    liar.command("submit", block=observer.call("getblock", block["hash"], False), announce=announce)
    observer.close()


def test_lies_about_real_blocks_do_not_cost_a_true_call(stage):
    """A node that calls tickets which were not drawn, on blocks that the other one knows, must not use up the five
    votes which that one takes of a ticket."""
    sound, liar = two_of_one_chain(stage)
    called = {winner["ticket"] for winner in sound.state()["winners"]}
    ours = sorted(set(sound.tickets("live")) - called)
    victims = ours[:5]
    for i in range(5, 30, 5):
        sound.command("draw", tickets=ours[i:i + 5])
        block = sound.mine()[0]
        make_known_to_both(sound, liar, block, announce=False)
        assert sound.wait_votes(block) == set(ours[i:i + 5])
        assert liar.wait_votes(block) == set(ours[i:i + 5])
        liar.command("lie", block=block["hash"], tickets=victims)
    sound.command("draw", tickets=victims)
    block = sound.mine()[0]
    assert sound.wait_votes(block) == set(victims)
    for ticket in victims:
        assert len(sound.events.since(0, "vote", ticket=ticket)) == 4  # three lies and the truth


def test_of_a_block_no_more_winners_are_believed_than_are_drawn(stage):
    sound, liar = two_of_one_chain(stage)
    called = {winner["ticket"] for winner in sound.state()["winners"]}
    ours = sorted(set(sound.tickets("live")) - called)
    drawn, others = ours[:5], ours[5:]
    sound.command("draw", tickets=drawn)
    block = sound.mine()[0]
    make_known_to_both(sound, liar, block)
    assert sound.wait_votes(block) == set(drawn)
    assert liar.wait_votes(block) == set(drawn)
    for first in range(0, 60, 5):
        liar.command("lie", block=block["hash"], tickets=others[first:first + 5])
    line = re.compile(r"warning node .*calls more than 5 tickets on one block")
    stage.voter.wait_line(line)
    child = sound.call()
    make_known_to_both(sound, liar, child)
    liar.wait_votes(child)
    assert {vote["ticket"] for vote in sound.events.since(0, "vote", block=block["hash"])} == set(drawn)
    assert len(stage.voter.matches(line)) == 1


def test_blocks_are_looked_through_with_all_addresses(stage):
    """While a node looks through its blocks, a ticket of another node moves the look-ahead on: what these blocks
    hold beyond it must not be passed over."""
    first = stage.node("--no-exists-address-index", tickets=0, name="first")
    second = stage.node("--no-exists-address-index", tickets=0, name="second")
    bought = second.command("buy", indexes=[900, 1800])["tickets"]
    second.mine(17)
    second.command("fault", syncing=True)
    stage.voter.start_and_wait()
    second.command("fault", syncing=False, delay_ms=250)
    second.wait_event("call", method="rescan")
    first.command("buy", indexes=[950])  # its answer was made by now, and is under way
    wait_both_able(stage.voter)
    second.command("mend")
    vote_all(stage, second, bought)
