"""dcrvoter on a node that breaks in every way that simnode knows, and votes again as soon as it can."""

import pytest

from harness import log_lines
from websocket_client import Client


def start(stage, *options):
    node = stage.node(*options, tickets=150, strangers=0)
    stage.voter.start_and_wait()
    return node


def winners(node):
    return {winner["ticket"] for winner in node.state()["winners"]}


def assert_votes_again(node, seconds=20):
    block = node.mine()[0]
    assert node.wait_votes(block, seconds=seconds) == winners(node)


BREAKAGES = ["cut", "close", "garbage_frame", "garbage_tls", "garbage_json", "huge", "wrong_type"]


@pytest.mark.parametrize("kind", BREAKAGES)
def test_broken_notice(stage, kind):
    """The notice of winners is spoilt: the votes are cast all the same, on the word of the next connection."""
    node = start(stage)
    node.command("break", kind=kind, on="winningtickets")
    block = node.mine(1, wait_ms=0)[0]
    assert node.wait_votes(block) == winners(node)
    assert_votes_again(node)


@pytest.mark.parametrize("kind", [*BREAKAGES, "internal"])
@pytest.mark.parametrize("on", ["rescan", "sendrawtransaction"])
def test_broken_reply(stage, kind, on):
    node = stage.node(tickets=150, strangers=0)
    node.command("break", kind=kind, on=on)
    stage.voter.start_and_wait(60)
    node.wait_event("sabotaged", on=on)
    assert_votes_again(node)


@pytest.mark.parametrize("on", ["getcurrentnet", "version", "getblockchaininfo", "loadtxfilter", "getheaders"])
def test_connection_ends_while_starting(stage, on):
    node = stage.node(tickets=20, strangers=0)
    node.command("break", kind="cut", on=on)
    stage.voter.start_and_wait(60)
    node.wait_event("sabotaged", on=on)
    assert_votes_again(node)


@pytest.mark.parametrize("kind, on, words", [
    ("internal", "getcurrentnet", "the node refused 'getcurrentnet': simulated"),
    ("internal", "version", "the node refused 'version': simulated"),
    ("wrong_type", "version", "its answer to 'version' cannot be used: result: the field 'dcrd' is missing"),
    ("wrong_type", "getheaders", "its answer to 'getheaders' cannot be used: result: the field 'headers' is missing"),
    ("wrong_type", "getrawmempool", "does not tell treasury spends: its answer to 'getrawmempool' cannot be used: "
     "result: expected an array, found an object"),
])
def test_sentence_names_the_call_that_failed(stage, kind, on, words):
    node = stage.node(tickets=0)
    node.command("break", kind=kind, on=on)
    stage.voter.start_and_wait()
    assert any(line.endswith(f" node {node.address}: {words}") for line in stage.voter.log())


def test_stall_delays_votes_but_loses_none(stage):
    node = start(stage)
    node.command("fault", stall=True)
    block = node.mine(1, wait_ms=0)[0]
    node.command("mend")
    assert node.wait_votes(block) == winners(node)


def test_lone_node_that_never_shows_a_header(stage):
    """The call of the tip, which came before we did, is voted by the node's word."""
    node = stage.node(tickets=60, strangers=0)
    tip = node.state()
    node.command("break", kind="mute", on="getblockheader", count=1000)
    stage.voter.start()
    told = node.wait_event("winners_sent", block=tip["hash"])
    assert node.wait_votes(tip) == winners(node)
    first = node.events.since(0, "vote", block=tip["hash"])[0]
    assert first["ns"] - told["ns"] < 2e9


@pytest.mark.long
@pytest.mark.parametrize("on, seconds", [("getblockchaininfo", 30), ("getheaders", 120)])
def test_answer_that_never_comes_is_given_up(stage, on, seconds):
    """Calls whose answers may be long have longer deadlines."""
    node = stage.node(tickets=20, strangers=0)
    node.command("break", kind="mute", on=on)
    stage.voter.start_and_wait(seconds + 15)
    node.wait_event("connected", count=2)
    assert_votes_again(node)


def test_silence_is_noticed(stage):
    """Nothing but silence for 20 seconds: the connection is dropped, another one made as soon as that works."""
    node = start(stage)
    mark = node.events.mark()
    node.command("fault", silent=True)
    block = node.mine(1, wait_ms=0)[0]
    dropped = node.wait_event("disconnected", mark, seconds=25)
    silent_since = node.events.since(0, "block")[-1]["ns"]
    assert (dropped["ns"] - silent_since) / 1e9 < 25 + 1
    node.command("mend")
    assert node.wait_votes(block, seconds=30) == winners(node)


def test_late_replies_in_any_order(stage):
    node = stage.node(tickets=60, strangers=0)
    node.command("fault", reorder=True)
    stage.voter.start_and_wait(60)
    node.command("fault", reorder=False, delay_ms=40)
    for _ in range(3):
        assert_votes_again(node)


REFUSED = ["other_vote", "orphan", "six_votes", "old", "too_early", "subsidy", "payout", "payee", "immature", "signature",
           "wrong_key", "nonstandard", "not_hex", "truncated", "internal"]
DUPLICATE = ["in_mempool", "mined", "mined_long_ago"]


def test_every_refusal_is_told_and_survived(stage):
    node = start(stage)
    for kind in REFUSED + DUPLICATE:
        mark = stage.voter.mark()
        node.command("refuse", kind=kind)
        block = node.mine(1, wait_ms=0)[0]
        event = node.wait_event("vote", block=block["hash"], verdict="duplicate" if kind in DUPLICATE else "refused")
        pattern = log_lines.VOTE_DUPLICATE if kind in DUPLICATE + ["other_vote"] else log_lines.VOTE_REFUSED
        assert stage.voter.wait_line(pattern, mark)["vote"] == event["vote"], kind
        node.wait_votes(block, 4)
    assert_votes_again(node)


def test_refused_vote_is_sent_again_to_a_node_that_started_anew(stage):
    node = start(stage)
    node.command("refuse", kind="internal", count=100)
    block = node.mine(1, wait_ms=0)[0]
    node.wait_event("vote", count=5, block=block["hash"], verdict="refused")
    node.command("restart", mend=True)
    assert node.wait_votes(block) == winners(node)


def test_place_among_the_clients_is_waited_for(stage):
    node = stage.node("--max-websockets", "1", tickets=20, strangers=0)
    other = Client(node.address, node.certificate, "user", "pass")
    other.call("getblockcount")
    stage.voter.start()
    stage.voter.wait_line(log_lines.re.compile("warning node .*"))
    other.close()
    stage.voter.wait_line(log_lines.ABLE_TO_VOTE)
    assert_votes_again(node)


def test_node_that_ends_and_comes_back(stage, folder, simnode):
    node = start(stage)
    address, folder_name = node.address, node.folder
    node.stop()
    # The same chain, certificate made anew: the configured file is read again.
    again = simnode("--xpub", stage.xpub, "--tickets", "150", "--strangers", "0", listen=address)
    assert again.folder == folder_name
    again.wait_votes(again.state(), seconds=40)
    assert_votes_again(again)
