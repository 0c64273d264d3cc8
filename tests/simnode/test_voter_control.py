"""What the commands show of a running dcrvoter, and of one that has stopped."""

import csv
import io
import json
import re
import signal
import socket
import stat

from harness import log_lines
from harness.socket_files import connected
from harness.waiting import wait_until

UNAVAILABLE, WRONG_DATA = 69, 65


def shown(stage, *words):
    """The output of a command that succeeds."""
    code, text = stage.voter.command(*words)
    assert code == 0, text
    return text


def as_json(stage, command):
    return json.loads(shown(stage, command, "--json"))


def door(stage):
    return stage.voter.folder / "state" / "control.sock"


def ask(stage, request):
    with connected(door(stage)) as client:
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := client.recv(65536):
            answer += chunk
    return answer


def of_block(calls, block):
    return [call for call in calls if call["block"] == block]


def waive_backup(stage):
    """Its key was made for this test: nobody needs a back-up of it."""
    stage.voter.extra = ["[keys]", 'backup = "waived"']


def voted(stage):
    """The five winners of a block, voted and mined, and its hash. There may have been calls before it."""
    stage.voter.choices = {"agendas": {"maxtreasuryspend": "yes"}}
    node = stage.node()
    stage.voter.start_and_wait()
    called = node.call()
    node.wait_votes(called)
    node.mine()

    def all_mined():
        calls = of_block(as_json(stage, "votes")["votes"], called["hash"])
        return len(calls) == 5 and all(call["outcome"] == "mined" for call in calls)
    wait_until(all_mined, "the votes to be mined")
    return called["drawn"], called["hash"]


def exported(stage):
    return [json.loads(line) for line in shown(stage, "votes", "--export").splitlines()]


def test_running(stage):
    waive_backup(stage)
    tickets, block = voted(stage)
    status = as_json(stage, "status")
    assert status["state"] == "ready" and status["can_vote"] and status["votes"]["mined"] >= 5, status
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", status["observed_at"])
    assert shown(stage, "status").startswith("Ready: this box can vote now\n")

    calls = of_block(as_json(stage, "votes")["votes"], block)
    assert {call["ticket"] for call in calls} == set(tickets)
    assert all(call["mined"]["as_wished"] and not call["mined"]["by_twin"]
               and call["answers"][0]["answer"] == "accepted" for call in calls)
    assert shown(stage, "votes").count(", as wished\n") >= 5
    rows = of_block(csv.DictReader(io.StringIO(shown(stage, "votes", "--csv"))), block)
    assert [row["outcome"] for row in rows] == ["mined"] * 5 and all(float(row["reward_dcr"]) > 0 for row in rows)

    states = {ticket["txid"]: ticket["state"] for ticket in as_json(stage, "tickets")["tickets"]}
    assert all(states[ticket] == "voted" for ticket in tickets) and "live" in states.values()
    assert "live until block" in shown(stage, "tickets")
    choices = as_json(stage, "choices")
    assert [(agenda["id"], agenda["choice"]) for agenda in choices["agendas"]] == [("maxtreasuryspend", "yes")]
    assert "maxtreasuryspend: yes" in shown(stage, "choices")


def test_rehearsal_without_a_ticket(stage):
    """A vote of a made-up ticket proves that it can vote; nobody is sent it, and nothing is kept of it."""
    waive_backup(stage)
    node = stage.node(tickets=0)
    stage.voter.start_and_wait()
    block = node.mine()[0]

    def status():
        return as_json(stage, "status")
    wait_until(lambda: status()["height"] == block["height"], "the block to be heard of")
    assert status()["state"] == "ready" and status()["can_vote"] and status()["proof"] == "rehearsal", status()
    stage.voter.stop()
    assert not node.events.since(0, "call", method="sendrawtransaction") and exported(stage) == []


def test_a_key_without_back_up(stage):
    stage.node()
    stage.voter.start_and_wait()

    def reasons():
        return [reason["name"] for reason in as_json(stage, "status")["reasons"]]
    wait_until(lambda: reasons() == ["backup"], "the warning")
    waive_backup(stage)
    stage.voter.write()
    since = stage.voter.mark()
    stage.voter.process.signal(signal.SIGHUP)
    stage.voter.wait_line(log_lines.CHOICES_READ, since)  # a command writes the file anew
    assert reasons() == []


def test_a_key_file_that_cannot_be_read(stage):
    """Its tickets would be missed without a word, since those of the other key are voted."""
    node = stage.node(tickets=60, strangers=0)
    waive_backup(stage)
    secret = "9f" * 32
    broken = stage.voter.folder / "state" / "keys" / "account-00000000.key"
    broken.write_text(f"dcrvoter-key 1\nnetwork simnet\nkee {secret}\n")
    broken.chmod(0o600)
    stage.voter.start_and_wait()
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    wait_until(lambda: as_json(stage, "status")["can_vote"], "the vote to be noted")
    state = as_json(stage, "status")
    assert [(reason["state"], reason["name"]) for reason in state["reasons"]] == [("warning", "key")]
    assert str(broken) in state["reasons"][0]["words"] and secret not in json.dumps(state)


def test_the_door(stage):
    stage.node()
    stage.voter.start_and_wait()
    assert stat.S_IMODE(door(stage).stat().st_mode) == 0o660
    assert ask(stage, b"GET /api/v1/status HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 200 OK\r\n")
    assert ask(stage, b"PUT /api/v1/status HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 405 ")
    assert ask(stage, b"GET /../../etc/passwd HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 404 ")
    stage.voter.kill()
    code, text = stage.voter.command("status")
    assert code == UNAVAILABLE and "nobody listens" in text
    stage.voter.start_and_wait()  # over the socket that was left behind
    shown(stage, "status")
    stage.voter.stop()
    assert not door(stage).exists()


def test_stopped(stage):
    tickets, block = voted(stage)
    wait_until(lambda: [call["outcome"] for call in of_block(exported(stage), block)] == ["mined"] * 5,
               "the store to hold the votes")  # also while the service runs
    code, text = stage.voter.command("votes", "--import", "-", stdin="")
    assert code == UNAVAILABLE and "the service is running" in text
    stage.voter.stop()

    code, text = stage.voter.command("status")
    assert code == UNAVAILABLE and "the service is not running" in text
    text = shown(stage, "votes")
    assert "the service is not running" in text and text.count(", as wished\n") >= 5
    assert "voted in block" in shown(stage, "tickets")
    assert "maxtreasuryspend: yes" in shown(stage, "choices")

    lines = shown(stage, "votes", "--export")
    assert {call["ticket"] for call in of_block(exported(stage), block)} == set(tickets)
    (stage.voter.folder / "state" / "store").rename(stage.voter.folder / "state" / "away")
    code, text = stage.voter.command("votes", "--import", "-", stdin=lines.replace('"bits":', '"bit":'))
    assert code == WRONG_DATA and 'line 1: sent: the field "bit" is unknown' in text
    code, text = stage.voter.command("votes", "--import", "-", stdin=lines)
    assert code == 0 and f"Imported: {len(lines.splitlines())} calls." in text
    assert shown(stage, "votes", "--export") == lines
