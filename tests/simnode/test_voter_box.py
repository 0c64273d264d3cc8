"""The box itself fails while dcrvoter runs: its disk, or its processor. Votes go on where they can, and what
is so is said."""

import contextlib
import json
import os
import re
import shutil
import time

import pytest

from box import Box
from harness.waiting import wait_until
from page_door import Door

LONG = bool(os.environ.get("DCRVOTER_TEST_LONG"))
LAST_IS_USED = re.compile(r"; what its files said last is used")
pytestmark = pytest.mark.not_sanitized


@pytest.fixture
def box(stage, folder):
    return Box(stage, folder)


def status(stage):
    code, text = stage.voter.command("status", "--json")
    assert code in (0, 1, 2), text
    return json.loads(text)


def reasons(stage):
    return {reason["name"]: reason for reason in status(stage)["reasons"]}


def cast(node, calls):
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    calls.update((block["hash"], ticket) for ticket in block["drawn"])


@pytest.mark.parametrize("fault", ["full", "io", "readonly", "hang"])
def test_votes_while_the_disk(stage, box, fault):
    node = stage.node(tickets=400 if LONG else 100)
    stage.voter.start_and_wait()
    calls = set()
    cast(node, calls)
    box.fail(fault)
    cast(node, calls)
    wait_until(lambda: "store" in reasons(stage), "the state to name the store")
    begin = time.monotonic()
    for second in range(0, 61 if LONG and fault == "hang" else 1, 3):
        wait_until(lambda due=begin + second: time.monotonic() >= due, "the time of the next block")
        cast(node, calls)
        wait_until(lambda: status(stage)["height"] >= node.state()["height"], "the state to follow the chain")
    box.mend()
    wait_until(lambda: "store" not in reasons(stage), "the store to be well again", timeout=90)
    cast(node, calls)
    node.mine()
    stage.voter.stop()
    code, text = stage.voter.command("votes", "--export")
    assert code == 0, text
    kept = {(call["block"], call["ticket"]) for call in map(json.loads, text.splitlines()) if call["sent"]}
    assert calls <= kept


@pytest.mark.parametrize("fault", ["io", "hang"])
def test_node_comes_back_while_the_disk(stage, box, fault):
    """Its certificate cannot be read anew: what it was before has to do."""
    node = stage.node()
    stage.voter.start_and_wait()
    cast(node, set())
    box.fail(fault)
    since, mark = stage.voter.mark(), node.events.mark()
    node.command("restart")
    node.wait_event("call", mark, method="notifyblocks")
    cast(node, set())
    stage.voter.wait_line(LAST_IS_USED, since)
    box.mend()
    cast(node, set())


def test_own_check_refuses(stage, box):
    node = stage.node()
    stage.voter.start_and_wait()
    cast(node, set())
    box.fail("verify")
    block = node.call()
    node.mine(wait_ms=0)
    told = wait_until(lambda: [call for call in votes(stage) if call["block"] == block["hash"]
                               and call["outcome"] == "missed"] or None, "the calls to be missed")
    assert {call["ticket"] for call in told} == set(block["drawn"])
    assert {call["cause"] for call in told} == {"own fault"}
    assert all("signature" in call["words"] and call["sent"] is None for call in told)
    state = status(stage)
    assert state["state"] == "not_voting" and "rehearsal" in {reason["name"] for reason in state["reasons"]}
    box.mend()
    cast(node, set())
    wait_until(lambda: status(stage)["state"] != "not_voting", "the rehearsal to go well again")


@pytest.fixture
def appliance(stage, folder):
    """Its own programs tell what is wrong with it; and it has no key yet."""
    notes = folder / "notes.json"
    problem = {"words": "on the card: voting-key.txt, line 1: no such word", "remedy": "mend that file"}
    notes.write_text(json.dumps({"release": "0.1.0", "build": "0", "slot": "a", "problems": [problem],
                                 "update": {"state": "none", "release": "", "words": ""}}))  # fmt: skip
    stage.voter.environment = {"DCRVOTER_BOX_NOTES": str(notes)}
    shutil.rmtree(stage.voter.folder / "state" / "keys")
    return Door(stage)


def page_of(door):
    with contextlib.suppress(OSError):
        code, _, text = door.get("/")
        return text.decode() if code == 200 else None


def test_appliance_without_a_key_shows_why(stage, appliance):
    """Its owner has nothing but the page."""
    stage.node()
    stage.voter.start()
    wait_until(lambda: "no such word" in (page_of(appliance) or ""), "the page to tell of the card")
    assert "no voting key" in page_of(appliance)
    state = status(stage)
    assert state["state"] == "not_voting" and not state["can_vote"]
    assert reasons(stage).keys() >= {"key", "box"} and reasons(stage).keys().isdisjoint({"backup", "node", "rehearsal"})
    assert appliance.json("/api/v1/key")["accounts"] == []


def test_appliance_ends_when_its_key_cannot_be_read(stage, appliance):
    """An update that does so is not to be taken for a good one."""
    stage.node()
    keys = stage.voter.folder / "state" / "keys"
    keys.mkdir()
    (keys / "account-00000000.key").write_text("no key\n")
    stage.voter.start()
    assert wait_until(lambda: not stage.voter.process.running, "it to end")
    assert stage.voter.process.stop() == 69


def votes(stage):
    code, text = stage.voter.command("votes", "--json")
    assert code == 0, text
    return json.loads(text)["votes"]
