"""simnode's chain as a client sees it: winners, siblings, reorganisations, lies."""

import json

import pytest

from conftest import ROOT
from simnode import Failed
from websocket_client import Client


@pytest.fixture
def pair(simnode):
    node = simnode("--strangers", "400", "--seed", "3")
    client = Client(node.address, node.certificate, "user", "pass")
    for method in ("notifyblocks", "notifywinningtickets"):
        client.call(method)
    yield node, client
    client.close()


def winners(client):
    block_hash, height, tickets = client.next_notification("winningtickets")
    return block_hash, height, list(tickets.values())


def test_drawn_tickets_vote_in_the_next_block(pair):
    node, client = pair
    for _ in range(12):
        block = node.mine()[0]
        block_hash, height, drawn = winners(client)
        assert (block_hash, height) == (block["hash"], block["height"]) and len(set(drawn)) == 5
        assert client.call("existslivetickets", drawn) == "1f"
        node.mine(1, announce=False)
        assert client.call("existslivetickets", drawn) == "00"
        mined = client.call("getblock", client.call("getbestblockhash"), True, True)["rawstx"]
        assert {vote["vin"][1]["txid"] for vote in mined if "stakebase" in vote["vin"][0]} == set(drawn)


def test_chosen_tickets_are_drawn(pair):
    node, client = pair
    drawn = {winner["ticket"] for winner in node.state()["winners"]}  # those are spent before
    chosen = [ticket for ticket in client.call("livetickets")["tickets"] if ticket not in drawn][10:13]
    node.command("draw", tickets=chosen)
    node.mine()
    assert winners(client)[2][:3] == chosen


def test_siblings_and_rebroadcast(pair):
    node, client = pair
    tip = node.mine()[0]
    side = node.command("sibling")["blocks"][0]
    assert side["height"] == tip["height"] and side["hash"] != tip["hash"]
    told = [winners(client) for _ in range(2)]
    client.call("rebroadcastwinners")
    again = [winners(client) for _ in range(2)]
    assert sorted(told) == sorted(again)
    assert client.call("getbestblockhash") == tip["hash"]
    assert {leaf["status"] for leaf in client.call("getchaintips")} == {"active", "valid-fork"}
    assert client.call("getblockheader", side["hash"])["confirmations"] == -1


def test_reorganisation_tells_all(pair):
    node, client = pair
    old = node.mine(3)
    for _ in old:
        winners(client)
    new = node.command("reorganize", depth=3, wait_ms=0)["blocks"]
    assert [winners(client)[0] for _ in new] == [block["hash"] for block in new]
    assert client.next_notification("reorganization") == [old[-1]["hash"], old[-1]["height"], new[-1]["hash"],
                                                          new[-1]["height"]]
    assert client.call("getblockhash", old[0]["height"]) == new[0]["hash"]


def test_blocks_in_a_burst_are_not_announced(pair):
    node, client = pair
    node.mine(3, announce=False)
    client.call("rebroadcastwinners")
    assert winners(client)[0] == client.call("getbestblockhash")
    assert not [n for n in client.notifications if n["method"] == "winningtickets"]


def test_links_blocks_at_once(pair):
    node, client = pair
    client.call("notifyblocks")
    first, tip = node.command("burst")["blocks"]
    assert tip["hash"] == client.call("getbestblockhash")
    assert winners(client)[0] == first["hash"]
    told = [n["method"] for n in client.notifications]
    assert "winningtickets" not in told and "reorganization" not in told


def test_lies_name_blocks_that_are_not_there(pair):
    node, client = pair
    chosen = client.call("livetickets")["tickets"][:2]
    invented = node.command("lie", count=2, tickets=chosen)["blocks"]
    for block in invented:
        assert winners(client) == (block, 300, chosen)
        assert client.error("getblockheader", block)["code"] == -5


def test_treasury_spend(pair):
    node, client = pair
    made = node.command("tspend")
    assert client.call("getrawmempool", False, "tspend") == [made["txid"]]
    assert (made["expiry"] - 2) % 48 == 0 and made["start"] <= 300 <= made["end"]
    raw = client.call("getrawtransaction", made["txid"])
    assert made["pi_key"] + "c2" in raw


def test_commands_refuse_what_is_wrong(pair):
    node, _ = pair
    for name, members in (("nonsense", {}), ("mine", {"parent": "00" * 32}), ("refuse", {"kind": "?"}),
                          ("break", {"kind": "?"}), ("buy", {}), ("xpub", {"xpub": "spub1"}),
                          ("reorganize", {"depth": 0}), ("start", {}), ("buy", {"addresses": ["x"]})):
        with pytest.raises(Failed):
            node.command(name, **members)


def test_too_few_votes_make_no_block(simnode):
    node = simnode()
    node.command("strangers", vote=False)
    with pytest.raises(Failed):
        node.mine(1, wait_ms=0, least_votes=3)
    assert node.state()["height"] == 300


def test_recorded_votes_are_taken_and_judged(simnode):
    """A ticket of the recorded chain is put into ours; then dcrwallet's own vote is good here, too."""
    recorded = [json.loads(line) for line in (ROOT / "tests" / "fixtures" / "votes.jsonl").read_text().splitlines()]
    first = recorded[0]
    node = simnode("--height", str(first["voted_height"] - 17), "--strangers", "5")
    client = Client(node.address, node.certificate, "user", "pass")
    node.command("inject", hex=first["ticket_hex"])
    node.mine(17, wait_ms=0)
    assert client.call("sendrawtransaction", first["vote_hex_as_sent"]) == first["vote_txid"]
    assert client.error("sendrawtransaction", first["vote_hex_as_sent"]) == {
        "code": -40, "message": f"rejected transaction {first['vote_txid']}: already have transaction {first['vote_txid']}"}
    assert client.call("getrawtransaction", first["vote_txid"]) != first["vote_hex_as_sent"]  # fraud proof filled in
    other = recorded[1]
    assert client.error("sendrawtransaction", other["vote_hex_as_sent"]) == {
        "code": -1, "message": f"rejected transaction {other['vote_txid']}: orphan transaction {other['vote_txid']} "
        f"references output {other['ticket_txid']}:0 of unknown or fully-spent transaction"}
    event = node.wait_event("vote", verdict="refused")
    assert event["ticket"] == other["ticket_txid"]
