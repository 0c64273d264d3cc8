"""Agenda choices and treasury spends as they stand in votes."""

import json
import re
import signal

import pytest

from conftest import Stage
from harness import log_lines
from harness.waiting import wait_until

PI_KEY = "02a36b785d584555696b69d1b2bbeff4010332b301e3edd316d79438554cacb3e7"
CHOICES_READ = re.compile("choices read anew from")


def votes_on_next(node):
    block = node.mine()[0]
    node.wait_votes(block)
    return node.events.since(0, "vote", block=block["hash"])


@pytest.mark.parametrize("choice, bits", [("yes", 5), ("no", 3), ("abstain", 1)])
def test_agenda(stage, choice, bits):
    node = stage.node(tickets=60, strangers=0)
    stage.voter.choices = {"agendas": {"maxtreasuryspend": choice}}
    stage.voter.start_and_wait()
    assert {vote["bits"] for vote in votes_on_next(node)} == {bits}


def test_treasury_spend_is_known_before_the_first_vote(stage):
    node = stage.node(tickets=60, strangers=0)
    spend = node.command("tspend")["txid"]
    stage.voter.choices = {"treasury": {PI_KEY: "yes"}}
    tip = node.state()
    stage.voter.start_and_wait()
    node.wait_votes(tip)
    for vote in node.events.since(0, "vote"):
        assert vote["treasury"] == [{"tspend": spend, "choice": "yes"}]
        assert vote["txversion"] == 3


def test_treasury_spend_that_comes_while_it_runs(stage):
    node = stage.node(tickets=60, strangers=0)
    stage.voter.choices = {"treasury": {PI_KEY: "no"}}
    stage.voter.start_and_wait()
    assert {len(vote["treasury"]) for vote in votes_on_next(node)} == {0}
    spends = {node.command("tspend")["txid"] for _ in range(2)}
    for vote in votes_on_next(node):
        assert {t["tspend"] for t in vote["treasury"]} == spends
        assert {t["choice"] for t in vote["treasury"]} == {"no"}


def test_spends_without_a_choice_are_left_out(stage):
    node = stage.node(tickets=60, strangers=0)
    node.command("tspend")
    stage.voter.start_and_wait()
    for vote in votes_on_next(node):
        assert (vote["treasury"], vote["txversion"]) == ([], 1)


def test_vote_does_not_wait_long_for_the_treasury(stage):
    node = stage.node(tickets=60, strangers=0)
    node.command("tspend")
    node.command("break", kind="mute", on="getrawmempool", count=1)
    stage.voter.choices = {"treasury": {PI_KEY: "yes"}}
    tip = node.state()
    stage.voter.start()
    first = node.wait_event("vote", block=tip["hash"], verdict="accepted")
    asked = node.events.since(0, "call", method="getrawmempool")[0]
    assert first["ns"] - asked["ns"] < 2e9
    assert first["treasury"] == []


@pytest.mark.not_sanitized
def test_nothing_waits_for_spends_without_a_choice(stage):
    node = stage.node(tickets=60, strangers=0)
    node.command("break", kind="mute", on="getrawmempool", count=1)
    tip = node.state()
    stage.voter.start()
    first = node.wait_event("vote", block=tip["hash"], verdict="accepted")
    asked = node.events.since(0, "call", method="getrawmempool")[0]
    assert first["ns"] - asked["ns"] < 0.4e9


def test_half_a_list_of_spends_is_no_list(stage):
    """One node goes away in the middle of telling its spends, the other never tells: a vote waits as for none."""
    same = ("--time", "1760000000")
    first = stage.node(*same, strangers=0, name="first")
    second = stage.node(*same, strangers=0, name="second")
    first.command("tspend")
    first.command("break", kind="close", on="getrawtransaction", count=1000)
    second.command("break", kind="mute", on="getrawmempool", count=1000)
    stage.voter.choices = {"treasury": {PI_KEY: "yes"}}
    stage.voter.start()
    called = second.wait_event("winners_sent")
    assert first.events.since(0, "sabotaged", on="getrawtransaction")
    vote = second.wait_event("vote", block=called["block"])
    assert vote["ns"] - called["ns"] > 0.45e9


def test_choices_changed_by_a_restart(stage):
    """What was voted on the tip before is refused another vote, and no sign of another voter with this key."""
    node = stage.node(tickets=60)
    stage.voter.start_and_wait()
    block = node.call()
    node.wait_votes(block)
    wait_until(lambda: len(stage.voter.matches(log_lines.VOTE_ACCEPTED)) >= 5, "the votes to be accepted")
    stage.voter.stop()
    stage.voter.choices = {"agendas": {"maxtreasuryspend": "yes"}}
    mark = stage.voter.mark()
    stage.voter.start_and_wait()
    wait_until(lambda: len(stage.voter.matches(log_lines.VOTE_DUPLICATE, mark)) == 5, "the answers")
    node.mine()

    def mined():
        calls = [call for call in json.loads(stage.voter.command("votes", "--json")[1])["votes"]
                 if call["block"] == block["hash"] and call["outcome"] == "mined"]
        return calls if len(calls) == 5 else None
    for call in wait_until(mined, "the votes to be mined"):
        assert call["mined"]["as_wished"] and not call["mined"]["by_twin"] and call["mined"]["bits"] == 1
    assert not [line for line in stage.voter.log()[mark:] if "other choices than ours" in line]
    later = node.call()
    node.wait_votes(later)
    assert {vote["bits"] for vote in node.events.since(0, "vote", block=later["hash"])} == {5}


def test_choice_for_one_ticket(stage):
    node = stage.node(tickets=60, strangers=0)
    ticket = node.command("draw", count=1)["tickets"][0]
    stage.voter.choices = {"agendas": {"maxtreasuryspend": "yes"},
                           "ticket": {ticket: {"agendas": {"maxtreasuryspend": "no"}}}}
    stage.voter.start_and_wait()
    node.command("draw", tickets=[ticket])
    for vote in votes_on_next(node):
        assert vote["bits"] == (3 if vote["ticket"] == ticket else 5)


def test_choice_for_a_ticket_that_is_not_ours(stage):
    node = stage.node(tickets=60, strangers=0)
    ticket, stranger = next(iter(node.tickets())), "ab" * 32
    stage.voter.choices = {"ticket": {name: {"agendas": {"maxtreasuryspend": "no"}} for name in (ticket, stranger)}}
    stage.voter.start_and_wait()
    assert len(votes_on_next(node)) == 5

    def shown(what):
        return json.loads(stage.voter.command(what, "--json")[1])
    assert {choice["ticket"]: choice["problem"] for choice in shown("choices")["choices"]} == {
        ticket: None, stranger: "no ticket of yours that can vote has this id"}
    assert len([reason for reason in shown("status")["reasons"] if reason["name"] == "choice"]) == 1


def test_mainnet_window(folder, simnode):
    """A spend whose window is over is left out."""
    stage = Stage(folder, simnode, "testnet3")
    node = stage.node(tickets=60, strangers=0)
    over = node.state()["height"] // 60 * 60 - 60 + 2
    node.command("tspend", expiry=over)
    stage.voter.choices = {"treasury": {"03beca9bbd227ca6bb5a58e03a36ba2b52fff09093bd7a50aee1193bccd257fb8a": "yes"}}
    stage.voter.start_and_wait()
    assert {len(vote["treasury"]) for vote in votes_on_next(node)} == {0}


def test_agendas_that_are_being_voted_on(stage):
    """Said once of each that our votes could choose on, and of nothing else that a node lists."""
    node = stage.node(tickets=60)
    node.command("fault", open_agendas=True)
    stage.voter.start()
    node.wait_event("call", method="getvoteinfo", count=2)  # the second comes after the first's answer
    mark = node.events.mark()
    node.command("restart")
    node.wait_event("call", mark, method="getvoteinfo", count=2)
    stage.voter.stop()
    said = [line for line in stage.voter.log() if "is being voted on" in line]
    assert len(said) == 1 and "agenda maxtreasuryspend is being voted on" in said[0], said


def reload(stage, told):
    """SIGHUP, and the line that tells what came of it."""
    mark = stage.voter.mark()
    stage.voter.write()
    stage.voter.process.signal(signal.SIGHUP)
    stage.voter.wait_line(told, mark)
    return stage.voter.log()[mark:]


def test_reload_with_another_network(stage):
    """Its agendas and treasury keys are that network's: nothing of the file is taken up."""
    node = stage.node(tickets=60, strangers=0)
    stage.voter.choices = {"agendas": {"maxtreasuryspend": "yes"}}
    stage.voter.start_and_wait()
    stage.voter.network, stage.voter.choices = "testnet3", {"agendas": {"maxtreasuryspend": "no"}}
    reload(stage, re.compile("error .*network is testnet3 there, and this service votes on simnet.*restart dcrvoter"))
    assert {vote["bits"] for vote in votes_on_next(node)} == {5}
    stage.voter.network = "simnet"
    reload(stage, CHOICES_READ)
    assert {vote["bits"] for vote in votes_on_next(node)} == {3}


def test_reload_tells_what_it_leaves_as_it_is(stage):
    stage.node(tickets=60)
    stage.voter.start_and_wait()
    assert not [line for line in reload(stage, CHOICES_READ) if "restart" in line]
    stage.voter.nodes[0]["password"] = "changed"  # the next connection takes that up
    assert not [line for line in reload(stage, CHOICES_READ) if "restart" in line]
    stage.voter.page = {"listen": [], "names": ["box.lan"]}
    stage.voter.nodes.append(stage.voter.nodes[0] | {"address": "127.0.0.1:1"})
    reload(stage, re.compile(r"warning .*\[\[node\]\], \[page\] .*restart of dcrvoter"))
