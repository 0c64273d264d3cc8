"""Logins, certificates, networks and permissions: one clear sentence each, and votes as soon as it is mended."""

import pathlib
import re
import subprocess

import pytest

from harness import log_lines


def assert_votes(node, seconds=40):
    tip = node.state()
    assert node.wait_votes(tip, seconds=seconds) == {winner["ticket"] for winner in tip["winners"]}


def sentences(voter):
    """Warnings and errors about the node, without their times."""
    return [line.split(" ", 1)[1] for line in voter.log() if " node 127.0.0.1" in line and " info " not in line]


def test_wrong_password_and_limited_user(stage):
    node = stage.node("--limit-user", "guest", "--limit-pass", "1234", tickets=20, strangers=0)
    entry = stage.voter.nodes[0]
    entry["password"] = "wrong"
    stage.voter.start()
    stage.voter.wait_line(log_lines.WRONG_LOGIN)
    assert stage.voter.check()[0] == 2
    stage.voter.stop()

    entry.update(user="guest", password="1234")
    mark = stage.voter.mark()
    stage.voter.start()
    stage.voter.wait_line(log_lines.LIMITED_USER, mark)
    assert stage.voter.check()[0] == 2
    stage.voter.stop()

    entry.update(user="user", password="pass")
    stage.voter.start_and_wait()
    assert_votes(node)
    for sentence in sentences(stage.voter):
        assert sentence.count(node.address) == 1, sentence


@pytest.mark.parametrize("where", ["password", "pin", "certificate"])
def test_what_stands_in_the_configuration_is_mended_there(stage, where):
    node = stage.node(tickets=20, strangers=0)
    entry = stage.voter.nodes[0]
    good = dict(entry)
    line = log_lines.WRONG_CERTIFICATE
    if where == "password":
        entry["password"] = "wrong"
        line = log_lines.WRONG_LOGIN
    elif where == "pin":
        del entry["certificate"]
        entry["pin"] = "sha256:" + "0" * 64
    else:
        entry["certificate"] = (pathlib.Path(__file__).resolve().parents[1] / "card/rpc.cert").read_text()
    stage.voter.start()
    stage.voter.wait_line(line)
    stage.voter.nodes[0] = good
    stage.voter.configuration.write_text("nonsense")  # half of an edit changes nothing
    stage.voter.write()
    assert_votes(node, seconds=10)  # at once, since the file has changed


def test_a_configuration_that_names_what_is_not_there_yet(stage):
    node = stage.node(tickets=20, strangers=0)
    good = stage.voter.nodes[0]
    stage.voter.nodes[0] = good | {"password": "wrong"}
    stage.voter.start()
    stage.voter.wait_line(log_lines.WRONG_LOGIN)
    file = stage.voter.folder / "password"
    stage.voter.nodes[0] = {key: value for key, value in good.items() if key != "password"} | {"password_file": str(file)}
    stage.voter.write()
    stage.voter.wait_line(re.compile(r"password_file.* does not exist.*; how to log in at node .* stays as it was"))
    file.write_text(good["password"])
    assert_votes(node, seconds=10)


def test_wrong_network_and_syncing(stage):
    node = stage.node(tickets=20, strangers=0)
    node.command("fault", wrong_network=True)
    stage.voter.start()
    stage.voter.wait_line(log_lines.WRONG_NETWORK)
    stage.voter.stop()

    node.command("fault", wrong_network=False)
    stage.voter.start_and_wait()
    assert_votes(node)


def test_still_syncing(folder, simnode):
    """simnet's flag is ignored, so this is the main network's business."""
    from conftest import Stage

    stage = Stage(folder, simnode, "testnet3")
    node = stage.node(tickets=20, strangers=0)
    node.command("fault", syncing=True)
    stage.voter.start()
    stage.voter.wait_line(log_lines.STILL_SYNCING)
    node.command("mend")
    assert_votes(node)


def test_node_that_knows_a_newer_vote_version(stage):
    node = stage.node(tickets=20, strangers=0)
    node.command("fault", newer_votes=True)
    stage.voter.start_and_wait()
    stage.voter.wait_line(log_lines.re.compile("update dcrvoter"))
    assert_votes(node)
    assert node.events.since(0, "vote")[0]["version"] == 12


@pytest.mark.parametrize("kind", ["p521", "expired", "other-host"])
def test_certificate_equal_to_the_configured_one_is_good(stage, kind):
    node = stage.node("--certificate", kind, tickets=20, strangers=0)
    stage.voter.start_and_wait()
    assert_votes(node)


def test_certificate_of_an_authority(stage):
    node = stage.node("--certificate", "chain", tickets=20, strangers=0)
    stage.voter.nodes[0]["certificate"] = node.folder + "/ca.cert"
    stage.voter.start_and_wait()
    assert_votes(node)


def test_certificate_by_its_pin(stage):
    node = stage.node(tickets=20, strangers=0)
    entry = stage.voter.nodes[0]
    del entry["certificate"]
    entry["pin"] = "sha256:" + "00" * 32
    stage.voter.start()
    stage.voter.wait_line(log_lines.WRONG_CERTIFICATE)
    stage.voter.stop()
    entry["pin"] = "sha256:" + fingerprint(node.certificate)
    stage.voter.start_and_wait()
    assert_votes(node)


def fingerprint(path):
    import hashlib
    import ssl

    with open(path, encoding="ascii") as file:
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(file.read())).hexdigest()


def test_certificate_of_another_node_is_not_trusted(stage, simnode):
    node = stage.node(tickets=20, strangers=0)
    other = simnode(name="other")
    mine = stage.voter.nodes[0]["certificate"]
    stage.voter.nodes[0]["certificate"] = other.certificate
    stage.voter.start()
    stage.voter.wait_line(log_lines.WRONG_CERTIFICATE)
    assert not node.events.since(0, "connected")
    assert stage.voter.check()[0] == 2
    # Mended in place: it looks at the file again.
    with open(mine, encoding="ascii") as good, open(other.certificate, "w", encoding="ascii") as file:
        file.write(good.read())
    assert_votes(node)


def test_client_certificate(stage):
    node = stage.node("--client-certificates", tickets=20, strangers=0)
    entry = stage.voter.nodes[0]
    stage.voter.start()
    stage.voter.wait_line(log_lines.NO_CLIENT_CERTIFICATE)
    stage.voter.stop()
    del entry["user"], entry["password"]
    entry.update(client_certificate=node.folder + "/client.cert", client_key=node.folder + "/client.key")
    stage.voter.start_and_wait()
    assert_votes(node)


def test_check_finds_nothing_wrong_with_a_sound_node(stage):
    stage.node(tickets=5, strangers=0)
    code, text = stage.voter.command("check")
    assert code in (0, 1) and "FAIL" not in text, text
    assert subprocess.run(["true"], check=False).returncode == 0
