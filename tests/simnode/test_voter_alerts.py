"""Heartbeat and webhook of the real program, against a stand-in for whom they go to."""

import json
import re
import signal

import pytest

from receiver import Authority, Receiver

TOKEN = "t0ken-5f1e22"


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


def alert(stage, base, style="json"):
    stage.voter.extra = ["[alert]", f'heartbeat_url = "{base}/ping/{TOKEN}"', f'webhook_url = "{base}/hook/{TOKEN}"',
                         f'webhook_style = "{style}"', "[keys]", 'backup = "waived"']


def hook(event):
    return lambda request: request["path"].startswith("/hook/") and json.loads(request["body"])["event"] == event


def assert_no_token(text):
    assert TOKEN not in text and "t0ken" not in text


def test_outage_and_recovery(stage, receiver):
    """As long as it takes: a state is told when it has lasted fifteen seconds."""
    node = stage.node(tickets=100)
    alert(stage, f"http://127.0.0.1:{receiver.port}")
    stage.voter.start_and_wait()
    beat = receiver.wait(lambda request: request["path"] == f"/ping/{TOKEN}", "a heartbeat")
    assert beat["method"] == "GET" and beat["body"] == b""
    started = receiver.wait(hook("started"), "the first message")
    assert started["method"] == "POST" and started["fields"]["content-type"] == "application/json"
    assert json.loads(started["body"])["state"] == "ready"

    node.command("fault", silent=True)
    fail = receiver.wait(lambda request: request["path"] == f"/ping/{TOKEN}/fail", "a failure")
    assert fail["method"] == "POST" and node.address.encode() in fail["body"]
    lost = json.loads(receiver.wait(hook("state"), "a message of the outage")["body"])
    assert (lost["state"], lost["previous"]) == ("not_voting", "ready")
    assert lost["source"] == "dcrvoter" and lost["reasons"][0]["name"] == "node" and lost["reasons"][0]["remedy"]

    beats = len([one for one in receiver.requests if one["path"] == f"/ping/{TOKEN}"])
    node.command("mend")
    receiver.wait(hook("recovered"), "a message of the recovery")
    assert len([one for one in receiver.requests if one["path"] == f"/ping/{TOKEN}"]) > beats
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    assert len([one for one in receiver.requests if one["path"].startswith("/hook/")]) == 3
    code, text = stage.voter.command("status", "--json")
    told = json.loads(text)["alerts"]
    assert code == 0 and all(told[name]["configured"] and told[name]["problem"] is None for name in told)
    assert_no_token(text + "\n".join(stage.voter.log()))


def test_receiver_that_fails_is_said(stage, receiver):
    stage.node(tickets=100)
    receiver.status = 302
    alert(stage, f"http://127.0.0.1:{receiver.port}")
    mark = stage.voter.mark()
    stage.voter.start_and_wait()
    said = stage.voter.wait_line(re.compile("the heartbeat does not get through: (?P<why>.*)"), mark)
    assert "status 302" in said["why"] and "127.0.0.1" not in said["why"]
    assert all(request["path"] != "/elsewhere" for request in receiver.requests)
    assert_no_token("\n".join(stage.voter.log()))


def test_alarms_are_read_anew(stage, receiver):
    stage.node(tickets=100)
    stage.voter.start_and_wait()
    alert(stage, f"http://127.0.0.1:{receiver.port}")
    stage.voter.write()
    stage.voter.process.signal(signal.SIGHUP)
    receiver.wait(lambda request: request["path"] == f"/ping/{TOKEN}", "a heartbeat")
    assert_no_token("\n".join(stage.voter.log()))


@pytest.mark.parametrize("style", ["json", "discord", "slack", "ntfy"])
def test_check_sends_a_test(stage, receiver, style):
    stage.node()
    alert(stage, f"http://127.0.0.1:{receiver.port}", style)
    code, text = stage.voter.command("check", "--alerts")
    assert code in (0, 1) and "ok    heartbeat: " in text and "ok    webhook: " in text, text
    assert_no_token(text)
    ping, message = receiver.requests
    assert (ping["method"], ping["path"]) == ("GET", f"/ping/{TOKEN}")
    assert (message["method"], message["path"]) == ("POST", f"/hook/{TOKEN}")
    demand = {"json": demand_json, "discord": demand_discord, "slack": demand_slack, "ntfy": demand_ntfy}
    demand[style](message["fields"], message["body"])


def demand_json(fields, body):
    told = json.loads(body)
    assert fields["content-type"] == "application/json" and told["event"] == "test"


def demand_discord(fields, body):
    """Discord's "execute webhook": JSON, content of 1 to 2000 characters, mentions as allowed."""
    told = json.loads(body)
    assert fields["content-type"] == "application/json" and fields["user-agent"]
    assert 0 < len(told["content"]) <= 2000 and told["allowed_mentions"] == {"parse": []}


def demand_slack(fields, body):
    """Slack's incoming webhook: JSON with a text, whose &, < and > are escaped."""
    told = json.loads(body)
    assert fields["content-type"] == "application/json" and told["text"] and "<" not in told["text"]


def demand_ntfy(fields, body):
    """ntfy's publishing by POST to a topic: the body is the message, the rest is in header fields."""
    assert body and body.decode()
    assert "dcrvoter" in fields["title"] and fields["priority"] in ("min", "low", "default", "high", "max")
    assert fields["tags"].replace("_", "").isalpha()


@pytest.fixture
def https(folder, stage):
    """https(name, days) is a receiver with TLS, whose certificate an authority signed that the voter trusts."""
    authority = Authority(folder)
    started = []

    def start(name, days=30):
        started.append(Receiver(authority.sign(name, days)))
        return started[-1]

    start.authority = authority
    yield start
    for one in started:
        one.close()


def check_alerts(stage, monkeypatch, bundle):
    monkeypatch.setitem(type(stage.voter).command.__globals__["_ENVIRONMENT"], "SSL_CERT_FILE", str(bundle))
    return stage.voter.command("check", "--alerts")


def test_https_of_a_trusted_authority(stage, https, monkeypatch):
    stage.node()
    receiver = https("localhost")
    alert(stage, f"https://localhost:{receiver.port}")
    code, text = check_alerts(stage, monkeypatch, https.authority.certificate)
    assert "ok    heartbeat: " in text and "ok    webhook: " in text, text
    assert len(receiver.requests) == 2


@pytest.mark.parametrize("wrong", ["name", "authority", "no_bundle", "plain"])
def test_https_that_is_not_trusted(stage, https, monkeypatch, folder, wrong):
    """Nothing is sent to anybody else: the URL holds a token."""
    stage.node()
    bundle = https.authority.certificate
    receiver = https("example.org" if wrong == "name" else "localhost") if wrong != "plain" else Receiver()
    if wrong == "authority":
        other = folder / "other"
        other.mkdir()
        bundle = Authority(other).certificate
    alert(stage, f"https://localhost:{receiver.port}")
    code, text = check_alerts(stage, monkeypatch, folder / "none" if wrong == "no_bundle" else bundle)
    assert code == 1 and "warn  heartbeat: " in text and "warn  webhook: " in text, text
    assert receiver.requests == []
    assert "localhost" not in text.split("heartbeat:")[1]
    assert_no_token(text)
    if wrong == "plain":
        receiver.close()
