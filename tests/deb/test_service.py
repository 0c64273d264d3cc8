"""The package where systemd runs: it installs without failing, starts when it can vote, votes, is upgraded, ends."""

import urllib.request

import pytest

from booted import Booted
from fresh import Fresh
from harness.waiting import wait_until
from package import VERSION
from simnode import Simnode

PAGE = "http://127.0.0.1:80/"


def get(path):
    with urllib.request.urlopen(PAGE + path, timeout=10) as answer:
        return answer.status, answer.read().decode()


@pytest.fixture
def booted(installable, folder):
    fresh = Fresh(installable, folder)
    fresh.apt("install", "systemd-sysv")
    box = Booted(fresh, folder)
    yield box
    box.close()
    fresh.close()


@pytest.fixture
def node(folder):
    """node(xpub): a simnode with tickets for that key."""
    started = []

    def start(xpub):
        started.append(Simnode(folder / "node", "--network", "simnet", "--xpub", xpub, "--tickets", 60))
        started[0].command("spare")
        return started[0]

    yield start
    for each in started:
        each.stop()


def configure(box, node, text=""):
    """As an owner would: the certificate, and then the file in an editor that writes it anew."""
    etc = box.fresh.path("/etc/dcrvoter")
    (etc / "rpc.cert").write_bytes(open(node.certificate, "rb").read())
    (etc / "dcrvoter.toml").write_text(f"""network = "simnet"
[[node]]
address = "{node.address}"
user = "{node.user}"
password = "{node.password}"
certificate = "rpc.cert"
{text}""")


def new_key(box):
    """On simnet, which the configuration names only later."""
    box.do("sh", "-c", "echo 'network = \"simnet\"' >/tmp/simnet.toml")
    text = box.do("dcrvoter", "--config", "/tmp/simnet.toml", "key", "new")
    return next(word for word in text.split() if word.startswith("spub"))


def looks_while_unpacked(tree):
    """Makes the package note how the service and what watches its configuration are while dpkg replaces files."""
    script = tree / "DEBIAN" / "preinst"
    script.write_text("#!/bin/sh\nsystemctl is-active dcrvoter.service dcrvoter.path >/during || true\n")
    script.chmod(0o755)


def test_from_installation_to_removal(booted, node, installable, folder):
    # Installed: nothing has failed, and nothing of ours runs but what waits for a configuration.
    said = booted.install(installable.file)
    assert "dcrvoter does not run yet" in said
    assert not [unit for unit in booted.failed_units() if "dcrvoter" in unit]
    assert booted.service() | {"MainPID": "0", "ActiveState": "inactive", "Result": "success"} == booted.service()
    assert booted.active("dcrvoter.path") == "active"
    assert booted.active("dcrvoter.socket") == "inactive"

    # A configuration that is half right starts nothing for long, and the next one is tried all the same.
    booted.fresh.path("/etc/dcrvoter/dcrvoter.toml").write_text("network = 5\n")
    booted.wait_service(ActiveState="failed", ExecMainStatus="78")

    # With a key and a node it starts by itself, is ready, and votes.
    simnode = node(new_key(booted))
    configure(booted, simnode)
    running = booted.wait_service(ActiveState="active", SubState="running")
    assert booted.active("dcrvoter.socket") == "active"
    wait_until(lambda: "can vote" in booted.service()["StatusText"], "the status line to say that it can vote")
    assert "active (running)" in booted.do("systemctl", "status", "dcrvoter.service")
    status, page = get("")
    assert status == 200 and "can vote" in page
    assert get("readyz")[0] == 200
    block = simnode.call()
    assert simnode.wait_votes(block) == set(block["drawn"])
    assert "this box votes" in booted.do("dcrvoter", "status")

    # An upgrade restarts it, no sooner than all is in place; the socket stays, and so does what it knows.
    booted.install(installable.newer(folder, VERSION + "+1", looks_while_unpacked))
    assert booted.do("cat", "/during").split() == ["active", "inactive"]
    newer = booted.wait_service(ActiveState="active", SubState="running")
    assert newer["MainPID"] != running["MainPID"]
    assert booted.active("dcrvoter.socket") == "active"
    block = simnode.call()
    assert simnode.wait_votes(block) == set(block["drawn"])

    # It ends well, and comes back with the machine's own means.
    booted.do("systemctl", "stop", "dcrvoter.service")
    assert booted.service() | {"Result": "success", "ExecMainStatus": "0", "MainPID": "0"} == booted.service()
    wait_until(lambda: get("")[0] == 200, "the page to start the service by its socket")
    booted.wait_service(ActiveState="active", SubState="running")

    # Removed while it runs: nothing of it runs or listens, and the key is there.
    booted.do("apt-get", "--yes", "remove", "dcrvoter")
    assert booted.active("dcrvoter.service") == booted.active("dcrvoter.socket") == "inactive"
    with pytest.raises(OSError):
        get("")
    assert not [unit for unit in booted.failed_units() if "dcrvoter" in unit]

    # Installed again it goes on by itself, since all is there.
    assert "does not run yet" not in booted.install(installable.file)
    booted.wait_service(ActiveState="active", SubState="running")
    block = simnode.call()
    assert simnode.wait_votes(block) == set(block["drawn"])


def test_a_web_server_keeps_its_port(booted, installable):
    booted.do("systemd-run", "--unit=web", "--socket-property=ListenStream=80", "/bin/cat")
    said = booted.install(installable.file)
    assert "Port 80 is in use on this machine" in said
    assert booted.do("readlink", "/etc/systemd/system/dcrvoter.socket").strip() == "/dev/null"
    booted.do("apt-get", "--yes", "purge", "dcrvoter")
    assert not booted.fresh.path("/etc/systemd/system/dcrvoter.socket").is_symlink()


def test_without_a_node_that_answers(booted, node, installable):
    """A key alone makes it ready for systemd; the page, opened too early even, comes and tells what is missing."""
    booted.install(installable.file)
    booted.do("systemctl", "start", "dcrvoter.socket")
    with pytest.raises(OSError):
        get("")  # starts a service that has no configuration, again and again: systemd closes the socket
    wait_until(lambda: booted.active("dcrvoter.socket") == "failed", "systemd to close the socket")
    gone = node(new_key(booted))
    gone.stop()
    configure(booted, gone)
    booted.wait_service(ActiveState="active", SubState="running")
    assert booted.active("dcrvoter.socket") == "active"
    wait_until(lambda: "not voting" in booted.service()["StatusText"], "the status line to say that it cannot vote")
    status, page = get("")
    assert status == 200 and "Not voting" in page
