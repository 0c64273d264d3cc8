"""simnode's replies and notifications have the form of those recorded from dcrd."""

import json

import pytest

from conftest import ROOT
from websocket_client import Client

FIXTURES = ROOT / "tests" / "fixtures"
RECORDED_TIP = "0cd6d798d8edd8ff4c6bb5ec450f6e877316fb96cb783d18caac66771e54111e"
RECORDED_LIVE_TICKET = "e95d5e67cbd85b27cb70161c5144748fc8d96fea8057110bd10a54379a5b4101"
RECORDED_MINED_TICKET = "a0acded0a6853a04c15af4cc0ede60c727385bb7af984cbb2f19d937329f62d3"
# Members that are there or not, as it happens, and those that only real coins have.
MAY_BE_MISSING = {"nextblockhash", "addrlocal", "pingwait"}


def lines(name):
    return [json.loads(line) for line in (FIXTURES / name).read_text().splitlines()]


def form(value):
    """The value without what it says: names and types."""
    if isinstance(value, dict):
        if value and all(key.isdigit() for key in value):
            return {"0": "str"}  # winners by number
        if all(len(key) == 64 for key in value):
            return [form(inner) for inner in list(value.values())[:1]]  # transactions by hash
        return {key: form(inner) for key, inner in value.items() if key not in MAY_BE_MISSING}
    if isinstance(value, list):
        return [form(value[0])] if value else []
    return "bool" if isinstance(value, bool) else "number" if isinstance(value, (int, float)) else type(value).__name__


def assert_alike(ours, recorded, place=""):
    if isinstance(recorded, dict) and isinstance(ours, dict):
        assert list(ours) == list(recorded), place
        for key, value in recorded.items():
            assert_alike(ours[key], value, f"{place}.{key}")
    elif isinstance(recorded, list) and isinstance(ours, list):
        if ours and recorded:
            assert_alike(ours[0], recorded[0], f"{place}[0]")
    else:
        assert ours == recorded, place


@pytest.fixture
def client(simnode):
    node = simnode("--txindex", "--seed", "7")
    made = Client(node.address, node.certificate, "user", "pass")
    made.node = node
    yield made
    made.close()


def live_ticket(client):
    """One that the tip has not drawn: the next block does not spend it."""
    drawn = {winner["ticket"] for winner in client.node.state()["winners"]}
    return next(ticket for ticket in client.call("livetickets")["tickets"] if ticket not in drawn)


def translated(client, value):
    """A recorded parameter, with what is ours in the place of what was dcrd's."""
    if isinstance(value, list):
        return [translated(client, inner) for inner in value]
    if value == RECORDED_TIP:
        return client.call("getbestblockhash")
    if value in (RECORDED_LIVE_TICKET, RECORDED_MINED_TICKET):
        return live_ticket(client)
    if value == 1010:
        return client.call("getblockcount")
    return value


# Their answers tell amounts or hashes of the recorded chain only, or depend on calls before.
OTHER_CHAIN = {"getblocksubsidy", "existsaddress", "existsaddresses", "ticketsforaddress", "rescan", "session"}


def recorded_calls():
    for line in lines("rpc_ws.jsonl"):
        if "request" in line and "reply" in line and "authenticate" not in line["request"]:
            yield json.loads(line["request"]), json.loads(line["reply"])


def test_replies_have_the_form_that_was_recorded(client):
    known = client.call("help").split("\n")
    seen = set()
    for request, recorded in recorded_calls():
        method = request["method"]
        if method in OTHER_CHAIN or (method not in known and method != "nosuchmethod"):
            continue
        if method == "getrawtransaction" and request["params"][0] != RECORDED_MINED_TICKET:
            continue  # of the recorded chain
        reply = client.raw_call(method, *translated(client, request["params"]))
        assert list(reply) == ["jsonrpc", "result", "error", "id"]
        if recorded["error"] is None:
            assert_alike(form(reply["result"]), form(recorded["result"]), method)
        elif RECORDED_TIP not in json.dumps(request):
            assert reply["error"] == recorded["error"], request
        seen.add(method)
    assert len(seen) > 30, seen


def test_notifications_have_the_form_that_was_recorded(client):
    client.call("loadtxfilter", True, [], [])
    for method in ("notifyblocks", "notifywinningtickets", "notifynewtickets", "notifytspend"):
        client.call(method)
    client.call("notifynewtransactions", False)
    client.node.command("start", every_ms=5)
    for name in ("winningtickets", "newtickets", "blockconnected"):
        recorded = lines(f"{name}.jsonl")[-1]
        assert_alike(form(client.next_notification(name)), form(recorded["params"]), name)
    recorded = json.loads(lines("txaccepted.jsonl")[0]["raw"])["params"]
    assert_alike(form(client.next_notification("txaccepted")), form(recorded), "txaccepted")
    client.call("notifynewtransactions", True)
    recorded = lines("txacceptedverbose_tickets.jsonl")[0]["params"]
    assert_alike(form(client.next_notification("txacceptedverbose")), form(recorded), "txacceptedverbose")
    client.node.command("stop")
    client.node.command("tspend")
    assert form(client.next_notification("tspend")) == ["str"]
    client.node.command("reorganize", depth=2, wait_ms=0)
    gone = [client.next_notification("blockdisconnected") for _ in range(2)]
    old_hash, old_height, _, new_height = client.next_notification("reorganization")
    assert new_height == old_height + 1
    assert client.call("getblockheader", old_hash, False) == gone[0][0]


def test_envelope(client):
    assert client.raw_call("getblockcount")["jsonrpc"] == "1.0"
    assert client.finish(client.start("getblockcount", version="2.0"))["jsonrpc"] == "2.0"
    client.send_frame(1, b'{"jsonrpc":"1.0","id":null,"method":"getblockcount","params":[]}')  # not executed
    client.send_frame(1, b'{"jsonrpc":"1.0","id":"word","method":"getblockcount","params":[]}')
    assert client.receive()["id"] == "word"
    client.send_frame(1, b"no json")
    assert client.receive()["error"]["code"] == -32700
    client.send_frame(1, b'{"jsonrpc":"1.0","id":9}')
    assert client.receive()["error"] == {"code": -32600, "message": "Invalid request: malformed"}
    client.send_frame(1, b"[]")
    assert client.receive()["error"]["message"] == "Invalid request: empty batch"
    client.send_frame(1, json.dumps([
        {"jsonrpc": "1.0", "id": 1, "method": "getblockcount", "params": []},
        {"jsonrpc": "1.0", "id": None, "method": "getblockcount", "params": []},
        {"jsonrpc": "1.0", "id": 2, "method": "getblockcount"},
        {"jsonrpc": "1.0", "id": 3, "method": "getblockhash", "params": ["x"]}]).encode())
    first, malformed, wrong = client.receive()
    assert (first["result"], malformed["error"]["code"], wrong["error"]["code"]) == (300, -32600, -8)


def test_rescan_finds_what_blockconnected_told(client):
    ticket = client.call("getrawtransaction", live_ticket(client), 1)
    address = ticket["vout"][0]["scriptPubKey"]["addresses"][0]
    height = ticket["blockheight"]
    hashes = [client.call("getblockhash", h) for h in range(height - 1, client.call("getblockcount") + 1)]
    assert client.error("rescan", hashes)["code"] == -1
    client.call("loadtxfilter", True, [address, "no address"], [])
    found = client.call("rescan", hashes)["discovereddata"]
    assert [(block["hash"], block["transactions"]) for block in found] == [(hashes[1], [ticket["hex"]])]
    assert client.error("rescan", hashes[::-1])["code"] == -8
    # The vote spends what rescan has put into the filter.
    client.call("notifyblocks")
    client.node.command("draw", tickets=[ticket["txid"]])
    client.node.mine(2)
    told = [client.next_notification("blockconnected")[1] for _ in range(2)]
    assert told[0] is None and len(told[1]) == 1
    assert client.call("ticketsforaddress", address) == {"tickets": []}
    assert client.call("existsaddresses", [address, "SsXciQNTo3HuV5tX3yy4hXndRWgLMRVC7Ah"]) == "01"
