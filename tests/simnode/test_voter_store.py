"""What dcrvoter keeps: over kills at any moment, over reorganisations, over a disk that is of no use."""

import json
import os
import random
import re
import shutil

import pytest

from harness import log_lines
from harness.waiting import holds_within

LONG = bool(os.environ.get("DCRVOTER_TEST_LONG"))
STORE_BROKEN = re.compile(r"store.*broken-1")


def calls(voter):
    """{(block, ticket): the call} of all that is kept. The service may run."""
    code, text = voter.command("votes", "--export")
    assert code == 0, text
    return {(call["block"], call["ticket"]): call for call in map(json.loads, text.splitlines())}


def outcomes(voter):
    return {key: call["outcome"] for key, call in calls(voter).items()}


def start(stage, **options):
    node = stage.node(**options)
    stage.voter.start_and_wait()
    return node


def test_what_was_kept_is_known_after_a_restart(stage):
    node = start(stage, tickets=40)
    for _ in range(3):
        node.wait_votes(node.call(), 5)
    node.mine()
    stage.voter.stop()
    before = calls(stage.voter)
    assert len(before) >= 15 and {call["outcome"] for call in before.values()} == {"mined"}
    mark = stage.voter.mark()
    stage.voter.start_and_wait()
    known = stage.voter.wait_line(re.compile(r"store: (\d+) tickets .* known from before"), mark)
    assert int(known[1]) >= 20
    stage.voter.stop()
    assert calls(stage.voter) == before


def test_killed_at_any_moment(stage):
    """Each call that came while it ran, or within the block's life, is voted; the store opens every time."""
    node = start(stage, tickets=150, strangers=0)
    chance = random.Random(3)
    for _ in range(300 if LONG else 12):
        block = node.mine()[0]
        # At once, or when some of its votes are there.
        count = chance.randrange(6)
        if count:
            node.wait_votes(block, count)
        stage.voter.kill()
        mark = stage.voter.mark()
        stage.voter.start()
        node.wait_votes(block)
        stage.voter.wait_line(log_lines.TICKETS_FOUND, mark)
    node.mine()
    stage.voter.stop()
    assert not stage.voter.matches(STORE_BROKEN)
    kept = calls(stage.voter)
    for event in node.events.since(0, "vote", verdict="accepted"):
        assert kept[event["block"], event["ticket"]]["outcome"] in ("mined", "open")


def test_receipts_are_right_on_the_final_chain(stage):
    node = start(stage, tickets=190, strangers=0)
    chance = random.Random(5)
    for _ in range(50 if LONG else 8):
        for block in node.mine(chance.randrange(1, 4)):
            node.wait_votes(block)
        depth = chance.randrange(1, 6)
        tip = node.command("reorganize", depth=depth, wait_ms=300)["blocks"][-1]
        node.wait_votes(tip)
    tip = node.mine()[0]
    node.wait_votes(tip)
    blocks = {event["hash"]: event for event in node.events.since(0, "block")}
    child = {}  # on the final chain: a block -> the one after it
    at = blocks[tip["hash"]]
    while at:
        child[at["previous"]] = at
        at = blocks.get(at["previous"])

    def expected(block, ticket):
        if block == tip["hash"]:
            return "open"
        if block not in child:
            return "void"
        return "mined" if ticket in {vote["ticket"] for vote in child[block]["votes"]} else "missed"

    def wrong():
        return {key: (outcome, expected(*key)) for key, outcome in outcomes(stage.voter).items()
                if outcome != expected(*key)}

    holds_within(lambda: not wrong(), 5)
    assert wrong() == {}
    stage.voter.stop()
    assert {"mined", "void", "open"} <= set(outcomes(stage.voter).values())


@pytest.mark.parametrize("trouble", ["garbage", "cut", "file", "foreign"])
def test_votes_whatever_store(stage, trouble):
    node = start(stage, tickets=40)
    node.wait_votes(node.call())
    stage.voter.stop()
    store = stage.voter.folder / "state" / "store"
    if trouble == "garbage":
        (store / "data.mdb").write_bytes(random.Random(1).randbytes(200_000))
    elif trouble == "cut":
        whole = (store / "data.mdb").read_bytes()
        (store / "data.mdb").write_bytes(whole[:len(whole) // 2 + 100])
    elif trouble == "file":
        shutil.rmtree(store)
        store.write_text("no folder")
    else:
        configured = stage.voter.network
        stage.voter.network = "testnet3"
        stage.voter.command("votes", "--import", "-", stdin="")
        stage.voter.network = configured
    stage.voter.start_and_wait()
    node.wait_votes(node.call())
    node.mine()
    code, text = stage.voter.command("status")
    assert code == 0, text
    assert text.startswith(("Ready: ", "Warning: ")), text
    stage.voter.stop()


def test_export_and_import(stage, folder):
    node = start(stage, tickets=40)
    node.wait_votes(node.call())
    node.mine()
    stage.voter.stop()
    _, exported = stage.voter.command("votes", "--export")
    store = stage.voter.folder / "state" / "store"
    store.rename(folder / "elsewhere")
    code, text = stage.voter.command("votes", "--import", "-", stdin=exported)
    assert code == 0, text
    assert stage.voter.command("votes", "--export")[1] == exported
    code, text = stage.voter.command("votes", "--import", "-", stdin=exported[:-20])
    assert code == 65 and "line" in text
    assert stage.voter.command("votes", "--export")[1] == exported
