"""Who may connect to simnode, and what a client sees of each fault."""

import socket
import ssl

import pytest

from websocket_client import Client, Closed


def connect(node, user="user", password="pass", **options):
    return Client(node.address, node.certificate, user, password, **options)


def test_login(simnode):
    node = simnode("--limit-user", "guest", "--limit-pass", "1234")
    with pytest.raises(Closed) as refused:
        connect(node, password="wrong")
    assert refused.value.status == 401 and str(refused.value) == "401 Unauthorized.\n"

    late = connect(node, user=None)
    assert late.raw_call("authenticate", "user", "pass")["result"] is None
    late.call("notifywinningtickets")
    with pytest.raises(Closed):
        late.raw_call("authenticate", "user", "pass")
    for method, words in (("authenticate", ["user", "wrong"]), ("getblockcount", [])):
        stranger = connect(node, user=None)
        with pytest.raises(Closed):
            stranger.raw_call(method, *words)

    guest = connect(node, "guest", "1234")
    for method, params in (("notifywinningtickets", []), ("loadtxfilter", [True, [], []]), ("notifytspend", [])):
        assert guest.error(method, *params) == {"code": -32602, "message": "limited user not authorized for this method"}
    guest.call("notifyblocks")


def test_takes_a_client_certificate(simnode):
    node = simnode("--client-certificates")
    folder = node.folder
    client = connect(node, None, certificate=f"{folder}/client.cert", key=f"{folder}/client.key")
    client.call("notifywinningtickets")
    with pytest.raises((Closed, ssl.SSLError)):
        connect(node)


@pytest.mark.parametrize("kind", ["good", "p521", "chain", "expired", "other-host"])
def test_certificate(simnode, kind):
    node = simnode("--certificate", kind)
    authority = node.folder + "/ca.cert" if kind == "chain" else node.certificate
    if kind in ("expired", "other-host"):
        with pytest.raises(ssl.SSLCertVerificationError):
            Client(node.address, authority, "user", "pass")
    else:
        assert Client(node.address, authority, "user", "pass").call("getblockcount") == 300


def test_no_more_clients_than_allowed(simnode):
    node = simnode("--max-websockets", "1")
    first = connect(node)
    with pytest.raises(Closed):
        connect(node).call("getblockcount")
    first.close()
    node.wait_event("disconnected")
    assert connect(node).call("getblockcount") == 300


@pytest.mark.parametrize("kind", ["cut", "close", "garbage_frame", "garbage_tls"])
def test_broken_connection(simnode, kind):
    node = simnode()
    client = connect(node)
    node.command("break", kind=kind, on="getblockcount")
    client.call("session")
    with pytest.raises(Closed):
        client.call("getblockcount")
    assert connect(node).call("getblockcount") == 300


def test_broken_message(simnode):
    node = simnode()
    client = connect(node)
    node.command("break", kind="huge", on="getblockcount")
    assert len(client.call("getblockcount")) == 20 << 20
    node.command("break", kind="garbage_json")
    client.start("getblockcount")
    with pytest.raises(ValueError):
        client.receive()
    node.command("break", kind="internal", on="getblockcount", count=2)
    assert client.error("getblockcount")["code"] == -32603
    assert client.error("getblockcount")["code"] == -32603
    node.command("break", kind="mute")
    lost = client.start("getblockcount")
    assert client.call("getblockcount") == 300 and lost not in client.replies
    node.command("break", kind="wrong_type")
    assert isinstance(client.call("getblockcount"), dict)


def test_stall_answers_pings_and_delivers_later(simnode):
    node = simnode()
    client = connect(node)
    client.call("notifyblocks")
    node.command("fault", stall=True)
    number = client.start("getblockcount")
    block = node.mine()[0]
    client.send_frame(9, b"there?")
    client.socket.settimeout(0.5)
    with pytest.raises(socket.timeout):
        client.receive()
    assert client.replies == {"pong": b"there?"}
    client.socket.settimeout(20)
    node.command("mend")
    assert client.finish(number)["result"] == 300
    client.next_notification("blockconnected")
    assert client.call("getbestblockhash") == block["hash"]


def test_silence_says_nothing_at_all(simnode):
    node = simnode()
    client = connect(node)
    node.command("fault", silent=True)
    client.send_frame(9, b"there?")
    client.socket.settimeout(0.5)
    with pytest.raises(socket.timeout):
        client.receive()
    with pytest.raises((TimeoutError, socket.timeout)):
        connect(node, deadline=0.5)
    client.close()
    node.wait_event("disconnected")
    node.command("mend")
    assert connect(node).call("getblockcount") == 300


def test_replies_in_another_order_and_late(simnode):
    node = simnode()
    client = connect(node)
    node.command("fault", reorder=True)
    numbers = [client.start("getblockcount") for _ in range(3)]
    arrived = [client.receive()["id"] for _ in numbers]
    assert sorted(arrived) == numbers and arrived != numbers
    node.command("fault", reorder=False, delay_ms=30)
    assert client.call("getblockcount") == 300


def test_other_network_syncing_lies(simnode):
    node = simnode()
    client = connect(node)
    node.command("fault", wrong_network=True, syncing=True, tip_lie=7)
    assert client.call("getcurrentnet") == 2979310197
    info = client.call("getblockchaininfo")
    assert (info["chain"], info["initialblockdownload"], info["blocks"]) == ("testnet3", True, 307)
    assert info["headers"] > info["blocks"]
    node.command("mend")
    assert client.call("getblockchaininfo")["blocks"] == 300


def test_restart_drops_connections_and_mempool(simnode):
    node = simnode()
    client = connect(node)
    node.command("tspend")
    assert len(client.call("getrawmempool", False, "tspend")) == 1
    node.command("restart")
    with pytest.raises(Closed):
        client.call("getblockcount")
    assert connect(node).call("getrawmempool") == []
