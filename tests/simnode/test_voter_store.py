"""What dcrvoter keeps: over kills at any moment, over reorganisations, over a disk that is of no use."""

import json
import os
import random
import re
import shutil
import signal

import pytest

from conftest import Voter
from harness import log_lines
from harness.waiting import holds_within, wait_until

LONG = bool(os.environ.get("DCRVOTER_TEST_LONG"))
MINED = re.compile(r"vote mined ")
STORE_BROKEN = re.compile(r"store.*broken-1")
ANOTHER_RUNS = re.compile(r"nothing is kept for now.*another dcrvoter that runs keeps its records there")


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
    called = []
    for _ in range(3):
        block = node.call()
        node.wait_votes(block, 5)
        called.append(block["hash"])
    node.mine()
    wait_until(lambda: len(stage.voter.matches(MINED)) >= 15, "15 votes to be mined")
    stage.voter.stop()

    def decided():
        return {key: call for key, call in calls(stage.voter).items() if call["block"] in called}

    before = decided()
    assert len(before) == 15 and {call["outcome"] for call in before.values()} == {"mined"}
    mark = stage.voter.mark()
    stage.voter.start_and_wait()
    known = stage.voter.wait_line(re.compile(r"store: (\d+) tickets .* known from before"), mark)
    assert int(known[1]) >= 20
    stage.voter.stop()
    assert decided() == before


def test_killed_at_any_moment(stage):
    """Each call that came while it ran, or within the block's life, is voted; the store opens every time."""
    node = start(stage, tickets=150, strangers=0)
    node.command("buy_per_block", count=5)
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
    node = start(stage, tickets=1500 if LONG else 190, strangers=0)
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


@pytest.mark.not_sanitized  # it is about seconds, of which an export takes some under a sanitizer
def test_votes_are_kept_without_the_nodes_answer(stage):
    """What was sent is written soon after, though a node that hangs has ten seconds to answer."""
    node = start(stage, tickets=40)
    node.command("break", kind="mute", on="sendrawtransaction", count=100)
    called = node.call()

    def kept():
        return [call for call in calls(stage.voter).values() if call["block"] == called["hash"] and call["sent"]]
    wait_until(lambda: len(kept()) == 5, "the votes to be kept", timeout=5)
    assert all(call["answers"] == [] for call in kept())


def test_second_service_on_one_state_folder(stage, folder):
    """It votes too, says that it keeps nothing, and leaves the first one's records alone."""
    node = start(stage, tickets=40)
    second = Voter(folder / "second")
    second.folder.mkdir()
    (second.folder / "state").symlink_to(stage.voter.folder / "state")
    second.nodes = stage.voter.nodes
    second.start_and_wait()
    second.wait_line(ANOTHER_RUNS)
    called = node.call()
    for voter in (stage.voter, second):
        assert set(voter.wait_votes_cast(called["hash"])) == set(called["drawn"])
    second.stop()
    node.mine()
    wait_until(lambda: {outcomes(stage.voter).get((called["hash"], ticket)) for ticket in called["drawn"]} == {"mined"},
               "the first service to keep what became of the calls")
    stage.voter.stop()
    assert not stage.voter.matches(STORE_BROKEN) and not second.matches(STORE_BROKEN)


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


def test_import_of_older(stage):
    node = start(stage, tickets=40)
    called = node.call()
    node.wait_votes(called)

    def exported():
        return [call for call in calls(stage.voter).values() if call["block"] == called["hash"]]
    early = wait_until(lambda: len(exported()) == 5 and exported(), "the calls to be kept")
    assert {call["outcome"] for call in early} == {"open"}
    node.mine()
    wait_until(lambda: {call["outcome"] for call in exported()} == {"mined"}, "the votes to be mined")
    stage.voter.stop()
    before = stage.voter.command("votes", "--export")[1]
    code, text = stage.voter.command("votes", "--import", "-", stdin="".join(json.dumps(call) + "\n" for call in early))
    assert code == 0, text
    assert stage.voter.command("votes", "--export")[1] == before


@pytest.mark.not_sanitized
def test_two_crashes_in_a_row(stage):
    node = start(stage, tickets=80)
    for crash in (signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT):  # a kill is no crash, and no good end
        node.wait_votes(node.call())
        stage.voter.process.signal(crash)
        wait_until(lambda: not stage.voter.process.running, "dcrvoter to end")
        mark = stage.voter.mark()
        stage.voter.start_and_wait()
    assert not [line for line in stage.voter.log()[mark:] if "known from before" in line]
    stage.voter.wait_line(re.compile("the last 2 runs crashed: this one leaves the store alone"), mark)
    node.wait_votes(node.call())
    code, text = stage.voter.command("status")
    assert code == 0 and "nothing is kept: the store is left alone after crashes" in text, text
    stage.voter.stop()
    mark = stage.voter.mark()
    stage.voter.start_and_wait()
    stage.voter.wait_line(re.compile("known from before"), mark)
