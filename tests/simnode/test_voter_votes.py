"""dcrvoter on a sound node: every drawn ticket votes, wherever the ticket is."""

import json
import re

import pytest

from conftest import ROOT, Stage
from harness import log_lines


def assert_all_voted(node, calls):
    """Each called block's child holds the votes of all that were drawn on it, and nothing was missed."""
    node.mine()
    for call in calls:
        child = node.wait_event("block", previous=call["hash"])
        assert {vote["ticket"] for vote in child["votes"]} >= set(call["drawn"])
        assert child["missed"] == []
        for vote in child["votes"]:
            assert not vote["ours"] or vote["bits"] == 1


@pytest.mark.parametrize("network, version", [("simnet", 12), ("testnet3", 12), ("mainnet", 11)])
def test_votes_on_every_block(folder, simnode, network, version):
    stage = Stage(folder, simnode, network)
    node = stage.node(tickets=70, strangers=0)
    stage.voter.start_and_wait(60)
    calls = [node.call() for _ in range(8)]
    for call in calls:
        assert node.wait_votes(call) == set(call["drawn"])
        assert set(stage.voter.wait_votes_cast(call["hash"])) == set(call["drawn"])
    assert_all_voted(node, calls)
    assert {event["version"] for event in node.events.since(0, "vote")} == {version}
    assert {event["verdict"] for event in node.events.since(0, "vote")} == {"accepted"}
    stage.voter.stop()


def vote_all(stage, node, tickets):
    """Has each of these tickets drawn, five at a time; all must vote."""
    left = sorted(tickets)
    while left:
        node.command("draw", tickets=left[:5])
        block = node.mine()[0]
        assert node.wait_votes(block, len(left[:5])) >= set(left[:5])
        left = left[5:]


HOLES = [0, 21, 22, 43, 100, 101, 400, 1300, 1301, 2199, 3098]
SPENT_LONG_AGO = list(range(0, 5000, 900))


@pytest.mark.parametrize("used, indexes", [([], HOLES), (SPENT_LONG_AGO, list(range(5000, 5101, 10)))],
                         ids=["holes of up to 900", "5000 to 5100"])
def test_finds_tickets_behind_holes_at_start(stage, used, indexes):
    node = stage.node(tickets=0)
    node.command("use_addresses", indexes=used)
    bought = node.command("buy", indexes=indexes)["tickets"]
    node.mine(17)
    stage.voter.start_and_wait()
    vote_all(stage, node, bought)

    # Another run knows nothing of the first and finds what is left.
    more = node.command("buy", indexes=[indexes[-1] + 950])["tickets"]
    node.mine(17)
    vote_all(stage, node, more)
    last = node.command("buy", indexes=[indexes[-1] + 1900])["tickets"]
    node.mine(17)
    stage.voter.stop()
    stage.voter.start_and_wait()
    vote_all(stage, node, last)


def test_finds_tickets_as_they_are_bought(stage):
    node = stage.node(tickets=0)
    stage.voter.start_and_wait()
    bought = node.command("buy", count=3)["tickets"]
    node.mine(17)
    vote_all(stage, node, bought)


def test_follows_a_buyer_step_by_step(stage):
    """Each ticket moves what is watched on, by some addresses or by nearly a thousand."""
    node = stage.node(tickets=0)
    stage.voter.start_and_wait()
    bought = []
    for index in (40, 90, 1080, 2100, 2150, 3140):
        mark = node.events.mark()
        bought += node.command("buy", indexes=[index])["tickets"]
        node.wait_event("call", mark, method="loadtxfilter")
    node.mine(17)
    vote_all(stage, node, bought)


def test_tells_its_nodes_of_few_addresses_at_a_time_but_not_of_each(stage):
    node = stage.node(tickets=0)
    stage.voter.start_and_wait()
    mark = node.events.mark()
    bought = []
    for index in range(120):
        bought += node.command("buy", indexes=[index])["tickets"]
    node.wait_event("call", mark, count=3, method="loadtxfilter")
    last = node.command("buy", indexes=[1110])["tickets"]  # watched since then only
    node.mine(24)
    vote_all(stage, node, last + bought)
    assert len(node.events.since(mark, "call", method="loadtxfilter")) <= 8


def test_tickets_on_the_other_branch(stage):
    node = stage.node(tickets=0)
    bought = node.command("buy", branch=0, indexes=[0, 30])["tickets"]
    node.mine(17)
    stage.voter.start_and_wait()
    vote_all(stage, node, bought)


def test_without_the_address_index_it_begins_where_told(stage):
    node = stage.node("--no-exists-address-index", tickets=0)
    near = node.command("buy", indexes=[2100, 2900])["tickets"]
    node.mine(17)
    stage.voter.extra = ["[keys]", "first_index = 2000"]
    stage.voter.start_and_wait()
    vote_all(stage, node, near)


def p2sh_case():
    cases = json.loads((ROOT / "tests" / "vectors" / "votes.json").read_text())["cases"]
    return next(case for case in cases if case["net"] == "simnet" and case["name"] == "p2sh 1-of-2, second key owned")


def test_p2sh_ticket(stage):
    case = p2sh_case()
    script = case["sig_script"][-142:]  # 1-of-2: 71 bytes
    payee = "p2sh:" + case["ticket"].split("baa914")[1][:40]
    node = stage.node(tickets=0)
    stage.voter.import_key(f"{case['keys'][0]} {script}")
    bought = node.command("buy", addresses=[payee] * 3)["tickets"]
    node.mine(17)
    stage.voter.start_and_wait()
    vote_all(stage, node, bought)


def without_search(stage, node):
    """Starts the voter on a node that never tells what its blocks hold."""
    node.command("break", kind="mute", on="rescan", count=1000)
    stage.voter.start()
    stage.voter.wait_line(log_lines.ABLE_TO_VOTE)


def test_ticket_called_before_the_search_is_over(stage):
    """On the tip that it finds, and on blocks that come while it looks for its tickets."""
    node = stage.node(tickets=60, strangers=0)
    tip = node.state()
    without_search(stage, node)
    assert node.wait_votes(tip)
    calls = [node.call() for _ in range(3)]
    for call in calls:
        assert node.wait_votes(call) == set(call["drawn"])
    assert_all_voted(node, calls)
    assert not stage.voter.matches(log_lines.TICKETS_FOUND)


def test_node_that_refuses_the_search_is_voted_for_all_the_same(stage):
    node = stage.node(tickets=60, strangers=0)
    node.command("break", kind="internal", on="rescan", count=1000)
    stage.voter.start()
    stage.voter.wait_line(re.compile(r"warning .*rescan.*; its blocks are searched again every 5 s"))
    for _ in range(3):
        call = node.call()
        assert node.wait_votes(call) == set(call["drawn"])
    node.command("mend")
    stage.voter.wait_line(log_lines.TICKETS_FOUND)
    assert len(node.events.since(0, "connected")) == 1


def test_stranger_called_before_the_search_is_over(stage):
    """It is looked at and left alone."""
    node = stage.node(tickets=2)
    without_search(stage, node)
    mark = node.events.mark()
    block = node.mine()[0]
    node.wait_event("call", mark, method="gettxout")
    ours = node.command("draw", count=1)["tickets"]
    call = node.mine()[0]
    assert node.wait_votes(call, 1) == set(ours)
    assert not node.events.since(0, "vote", block=block["hash"])


def test_p2sh_ticket_called_before_the_search_is_over(stage):
    case = p2sh_case()
    script = case["sig_script"][-142:]
    node = stage.node(tickets=0)
    stage.voter.import_key(f"{case['keys'][0]} {script}")
    payee = "p2sh:" + case["ticket"].split("baa914")[1][:40]
    bought = node.command("buy", addresses=[payee] * 3)["tickets"]
    node.mine(17)
    without_search(stage, node)
    vote_all(stage, node, bought)


@pytest.mark.parametrize("kind", ["wrong_type", "internal", "mute", "close", "garbage_json"])
@pytest.mark.parametrize("method", ["gettxout", "getblock"])
def test_useless_answer_about_a_called_ticket(stage, method, kind):
    """It is asked for again; a ticket that nothing is said of for ever does not hold up the other four."""
    node = stage.node(tickets=60, strangers=0)
    node.command("break", kind=kind, on=method, count=1)
    tip = node.state()
    without_search(stage, node)
    assert len(node.wait_votes(tip, 4 if kind == "mute" else 5)) >= 4
    assert node.events.since(0, "sabotaged", on=method)


def test_restart_finds_everything_again(stage):
    node = stage.node(tickets=40)
    stage.voter.start_and_wait()
    first = node.call()
    node.wait_votes(first)
    stage.voter.stop()

    # It is away while its tickets are drawn; what can still be voted is voted when it is back.
    away = node.call(wait_ms=0)
    stage.voter.start_and_wait()
    assert node.wait_votes(away) == set(away["drawn"])
    stage.voter.kill()
    killed = node.call(wait_ms=0)
    stage.voter.start_and_wait()
    assert node.wait_votes(killed) == set(killed["drawn"])
    assert_all_voted(node, [killed])
    assert not stage.voter.matches(log_lines.VOTE_REFUSED)
