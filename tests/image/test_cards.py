"""What an owner may leave on the card: the box starts, votes if it could, and says what is wrong, there and on the page."""

import contextlib
import subprocess

import pytest

from card import Stick, told
from owner import configuration, toml

pytestmark = pytest.mark.long


def status_file(machine):
    machine.power_off()
    return machine.card.text("dcrvoter-status.txt")


def secret(node):
    return f'password = "{node.password}"'


def assert_can_vote(machine):
    assert machine.wait_for_ready() == "running"
    machine.wait_until_able()


@pytest.mark.parametrize("form", ["crlf", "bom", "bom and crlf", "utf-16"])
def test_takes_what_editors_make_of_the_file(card, node, start, form):
    configuration(card, node)
    text = toml(node)
    made = {"crlf": text.replace("\n", "\r\n").encode(), "bom": text.encode("utf-8-sig"),
            "bom and crlf": text.replace("\n", "\r\n").encode("utf-8-sig"), "utf-16": text.encode("utf-16")}[form]
    card.write("dcrvoter.toml", made)
    machine = start(card)
    assert_can_vote(machine)
    assert "dcrvoter.toml" in status_file(machine)


BAD = {
    "unknown key": lambda card, node: card.write("dcrvoter.toml", toml(node) + "\nnetwrok = 1\n"),
    "empty": lambda card, node: card.write("dcrvoter.toml", b""),
    "a megabyte": lambda card, node: card.write("dcrvoter.toml", b"# x\n" * 2**18),
    "a folder": lambda card, node: (card.remove("dcrvoter.toml"), card.make_folder("dcrvoter.toml")),
    "no such network": lambda card, node: card.write("dcrvoter.toml", toml(node).replace("simnet", "testnet")),
    "zeros": lambda card, node: card.write("dcrvoter.toml", bytes(4096)),
}


@pytest.mark.parametrize("what", BAD)
def test_says_what_is_wrong_and_goes_on_voting(configured, node, start, what):
    """A box that has voted, and then is given a file that it cannot use."""
    machine = start(configured)
    assert_can_vote(machine)
    key = machine.account()
    machine.power_off()
    BAD[what](configured, node)
    machine = start(configured)
    assert_can_vote(machine)
    assert machine.account() == key
    page = machine.get("/")[1].decode()
    text = status_file(machine)
    assert "dcrvoter.toml" in text
    assert "WRONG" in text.upper() or "CANNOT" in text.upper(), text
    assert "dcrvoter.toml" in page


@pytest.mark.parametrize("what", BAD)
def test_starts_with_a_file_that_was_never_good(card, node, start, what):
    BAD[what](card, node)
    machine = start(card)
    assert machine.wait_for_ready() == "running"
    assert "dcrvoter.toml" in machine.get("/")[1].decode()
    assert "dcrvoter.toml" in status_file(machine)


def fill(card):
    """Until there is no room for one byte more."""
    for size in (2**20, 2**14, 512):
        with contextlib.suppress(subprocess.CalledProcessError):
            for number in range(200):
                card.write(f"fill-{size}-{number}", b"\xa5" * size)


def test_a_full_card_costs_no_vote(configured, node, start):
    """Its password cannot be taken off it then, and its status file cannot be written: the page says so."""
    fill(configured)
    machine = start(configured)
    assert_can_vote(machine)
    machine.run("systemctl start dcrvoter-settle.service; systemctl start dcrvoter-status.service")
    machine.wait_for("/api/v1/status", lambda status: [reason for reason in status["reasons"] if "full" in reason["remedy"]],
                     "the page to tell of the full card")  # fmt: skip
    machine.power_off()
    assert secret(node) in configured.text("dcrvoter.toml")


def test_card_and_stick_at_once(configured, folder, node, start):
    """What is read last is in force, be it found at the start or soon after, and each of the two is told."""
    stick = Stick(folder / "stick.img")
    configuration(stick, node)
    stick.write("dcrvoter.toml", toml(node) + "# of the stick\n")
    machine = start(configured, arguments=stick.arguments())
    assert_can_vote(machine)
    machine.run("until grep -q 'of the stick' /etc/dcrvoter/dcrvoter.toml; do sleep 0.1; done", 120)
    machine.run("flock /run/dcrvoter-card/lock true", 120)  # until it has written both status files
    machine.wait_until_able()
    text = status_file(machine)
    assert "on the stick: dcrvoter.toml" in text or "dcrvoter.toml on the card is not in force" in text
    assert secret(node) not in stick.text("dcrvoter.toml")
    assert "dcrvoter.toml" in stick.text("dcrvoter-status.txt")


def test_a_key_that_cannot_be_read_still_leaves_the_page(configured, start):
    """On a box that has none: it makes no other, and its owner sees why."""
    configured.write("voting-key.txt", "these are no words of a seed\n")
    machine = start(configured)
    assert machine.wait_for_ready() == "running"
    status = machine.wait_for("/api/v1/status", lambda status: True, "the page")
    assert {"key", "box"} <= {reason["name"] for reason in status["reasons"]}
    page = machine.get("/")[1].decode()
    assert "no voting key" in page and "voting-key.txt" in page
    assert "voting-key.txt" in status_file(machine)


def test_ssh_opens_for_the_owners_keys_only(configured, folder, start):
    told("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key")
    told("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "other")
    configured.write("authorized_keys", (folder / "key.pub").read_bytes())
    machine = start(configured)
    assert_can_vote(machine)

    def ssh(key):
        return subprocess.run(["ssh", "-p", str(machine.port[22]), "-i", str(folder / key), "-o", "BatchMode=yes",
                               "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={folder / 'known'}",
                               "-o", "IdentitiesOnly=yes", "root@127.0.0.1", "id -u"], capture_output=True, text=True)

    assert ssh("key").stdout.strip() == "0"
    refused = ssh("other")
    assert refused.returncode != 0 and "Permission denied" in refused.stderr
    assert machine.run("ls /etc/dropbear") == "dropbear_ed25519_host_key"
