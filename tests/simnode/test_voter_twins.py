"""Two dcrvoters with one key: they help each other, and one that chooses otherwise is noticed."""

import json
import re
import shutil

import pytest

from conftest import Voter
from harness import log_lines
from harness.waiting import wait_until

ALARM = re.compile(r"error .*\bstands in block \w+ with other choices than ours")


@pytest.fixture
def twin(stage, folder):
    """A second voter with the key of the first. Its nodes are those that the first has when a test starts it."""
    made = Voter(folder / "twin")
    shutil.copytree(stage.voter.folder / "state", made.folder / "state")
    return made


def voted_by_twin_first(stage, twin):
    """A block on which the twin's votes were there before ours, and is built on; what is shown of its calls."""
    node = stage.node()
    stage.voter.start_and_wait()
    twin.nodes = stage.voter.nodes
    twin.start_and_wait()
    stage.voter.process.pause()
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    stage.voter.process.resume()
    stage.voter.wait_votes_cast(block["hash"])
    node.mine()

    def calls():
        code, text = stage.voter.command("votes", "--json")
        assert code == 0, text
        found = [call for call in json.loads(text)["votes"] if call["block"] == block["hash"]]
        return found if {call["outcome"] for call in found} == {"mined"} else None
    return wait_until(calls, "the votes to be mined")


def reasons(stage):
    return {reason["name"] for reason in json.loads(stage.voter.command("status", "--json")[1])["reasons"]}


def test_equal_twin(stage, twin):
    """Its bytes are ours: each of our votes is a duplicate, which is a success."""
    calls = voted_by_twin_first(stage, twin)
    assert len(calls) == 5
    for call in calls:
        assert [answer["answer"] for answer in call["answers"]] == ["duplicate"]
        assert call["mined"]["as_wished"] and not call["mined"]["by_twin"]
    assert not stage.voter.matches(ALARM) and "other_choices" not in reasons(stage)


def test_twin_with_other_choices(stage, twin):
    """Its votes count, so nothing was missed; that they say something else is an alarm."""
    twin.choices = {"agendas": {"maxtreasuryspend": "yes"}}
    calls = voted_by_twin_first(stage, twin)
    assert len(calls) == 5
    for call in calls:
        assert [answer["answer"] for answer in call["answers"]] == ["other vote"]
        assert call["mined"]["by_twin"] and not call["mined"]["as_wished"] and call["mined"]["bits"] == 5
    assert len(stage.voter.matches(ALARM)) == 5 and "other_choices" in reasons(stage)
    assert not stage.voter.matches(log_lines.VOTE_REFUSED)
