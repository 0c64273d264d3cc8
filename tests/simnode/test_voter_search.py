"""dcrvoter on a node whose search of blocks is long, refused or never over: votes are cast and told of as ever."""

import json
import re

import pytest

from harness import log_lines
from harness.waiting import wait_until
from test_voter_votes import vote_all, without_search
from websocket_client import Client

REFUSES = re.compile(r"warning .*; its blocks are searched again every 5 s")
MINED = re.compile(r"\bvote mined\b")
NOT_MINED = re.compile(r"\bvote missed\b")
BOOK = 64  # blocks that the voter keeps


def refuse_search(node):
    node.command("break", kind="internal", on="rescan", count=100_000)


def test_a_rescan_that_no_message_holds_is_asked_for_in_parts(stage):
    node = stage.node(tickets=60, strangers=0)
    node.command("fault", most_rescan=3)
    stage.voter.start()
    stage.voter.wait_line(log_lines.TICKETS_FOUND)
    call = node.call()
    assert node.wait_votes(call) == set(call["drawn"])


@pytest.mark.parametrize("known", [False, True])
def test_an_index_that_is_behind_the_chain_is_asked_again(stage, known):
    node = stage.node(tickets=0)
    tickets = []
    if known:
        tickets += node.command("buy", indexes=[3])["tickets"]
        node.mine(17)
        stage.voter.start_and_wait()
        stage.voter.stop()
    node.command("use_addresses", indexes=list(range(0, 5000, 900)))
    tickets += node.command("buy", indexes=[5000])["tickets"]
    node.mine(17)
    mark, line = node.events.mark(), stage.voter.mark()
    node.command("fault", behind=True)
    stage.voter.start()
    node.wait_event("call", mark, method="existsaddresses", count=2)
    node.command("fault", behind=False)
    stage.voter.wait_line(log_lines.TICKETS_FOUND, line)
    vote_all(stage, node, tickets)
    assert not stage.voter.matches(re.compile("noexistsaddrindex"))


def test_stop_while_an_index_is_behind_the_chain(stage):
    node = stage.node(tickets=20, strangers=0)
    node.command("fault", behind=True)
    stage.voter.start()
    node.wait_event("call", method="existsaddresses", count=2)
    stage.voter.stop()
    assert not stage.voter.matches(re.compile("did not end in time"))


def test_votes_of_tickets_not_searched_for_are_seen_in_blocks(stage):
    node = stage.node(tickets=60, strangers=0)
    refuse_search(node)
    stage.voter.start()
    stage.voter.wait_line(REFUSES)
    for _ in range(3):
        call = node.call()
        assert node.wait_votes(call) == set(call["drawn"])
    node.mine()
    wait_until(lambda: len(stage.voter.matches(MINED)) == 20, "all votes to be told of")
    assert not stage.voter.matches(NOT_MINED)


def test_only_a_searched_node_tells_that_a_vote_was_not_mined(stage):
    same = ("--time", "1760000000")
    first = stage.node(*same, tickets=60, strangers=0, name="first")
    second = stage.node(*same, tickets=60, strangers=0, name="second")
    refuse_search(first)
    second.command("fault", syncing=True)  # the first has its filter before tickets are found
    stage.voter.start()
    stage.voter.wait_line(REFUSES)
    second.command("fault", syncing=False)
    stage.voter.wait_line(log_lines.TICKETS_FOUND)
    observer = Client(first.address, first.certificate, "user", "pass")
    for _ in range(4):
        block = first.mine(least_votes=5)[0]
        second.command("submit", block=observer.call("getblock", block["hash"], False))
        first.wait_votes(block)
        second.wait_votes(block)
    wait_until(lambda: len(stage.voter.matches(MINED)) >= 15, "votes to be told of")
    assert not stage.voter.matches(NOT_MINED)


@pytest.mark.parametrize("kind", ["internal", "wrong_type"])
def test_header_refused_before_the_called_ticket_is_known(stage, kind):
    node = stage.node(tickets=60, strangers=0)
    node.command("break", kind=kind, on="getblockheader", count=1)
    tip = node.state()
    without_search(stage, node)
    assert len(node.wait_votes(tip)) == 5
    assert node.events.since(0, "sabotaged", on="getblockheader")


def test_node_that_syncs_after_a_restart_is_asked_for_its_tip(stage):
    """It announces nothing until it is done, and then only the blocks that come later."""
    node = stage.node(tickets=60, strangers=0)
    stage.voter.start_and_wait()
    node.command("fault", syncing=True)
    node.command("break", kind="mute", on="rescan", count=1000)
    line = stage.voter.mark()
    node.command("restart")
    stage.voter.wait_line(log_lines.STILL_SYNCING, line)
    tip = [node.call() for _ in range(2)][-1]
    node.command("fault", syncing=False)
    assert node.wait_votes(tip) == set(tip["drawn"])


def test_reorganisation_while_the_filter_is_loaded(stage):
    """Nobody tells of it: notices of blocks are not asked for yet."""
    node = stage.node(tickets=150, strangers=0)
    node.mine(2)
    node.command("break", kind="mute", on="rescan", count=1000)
    node.command("fault", delay_ms=200)
    stage.voter.start()
    node.wait_event("call", method="loadtxfilter")
    new = node.command("reorganize", depth=2, announce=False, wait_ms=0)["blocks"]
    assert node.wait_votes(new[-1]) == {winner["ticket"] for winner in node.state()["winners"]}


def test_filter_refused_while_searching_is_loaded_again(stage):
    node = stage.node("--no-exists-address-index", tickets=0)
    bought = node.command("buy", indexes=[900, 1800])["tickets"]
    node.mine(17)
    node.command("fault", delay_ms=150)
    stage.voter.start()
    node.wait_event("call", method="rescan")  # finds the first, which moves what is watched on
    node.command("break", kind="internal", on="loadtxfilter", count=1)
    node.wait_event("sabotaged", on="loadtxfilter")
    node.wait_event("connected", count=2)
    node.command("mend")
    stage.voter.wait_line(log_lines.TICKETS_FOUND)
    vote_all(stage, node, bought)


def test_siblings_are_voted_after_many_blocks_without_a_search(stage):
    node = stage.node(tickets=400, strangers=0)
    refuse_search(node)
    stage.voter.start()
    stage.voter.wait_line(REFUSES)
    for _ in range(BOOK + 2):
        node.wait_votes(node.mine()[0])
    node.command("fault", delay_ms=300)  # their headers come when all are announced
    for sibling in [node.command("sibling", wait_ms=0)["blocks"][0] for _ in range(3)]:
        node.wait_votes(sibling)


def test_ticket_in_the_mempool_at_the_start(stage):
    """No block holds it, and its notice came before anybody listened. Its index moves what is watched on."""
    node = stage.node(tickets=0)
    bought = node.command("buy", indexes=[3, 900])["tickets"]
    stage.voter.start_and_wait()

    def states():
        code, text = stage.voter.command("tickets", "--json")
        assert code == 0, text
        return {ticket["txid"]: ticket["state"] for ticket in json.loads(text)["tickets"]}
    assert states() == dict.fromkeys(bought, "mempool")
    further = node.command("buy", indexes=[1800])["tickets"]
    wait_until(lambda: states() == dict.fromkeys(bought + further, "mempool"), "the ticket beyond the first to be seen")
    node.mine(17)
    vote_all(stage, node, bought + further)
