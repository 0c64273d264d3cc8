"""Passwords and the voting key as systemd hands them over: files in $CREDENTIALS_DIRECTORY, and nowhere else."""

import json

import pytest

from harness.waiting import wait_until

PASSWORD = "pass"


@pytest.fixture
def credentials(stage, folder):
    """The folder of a unit with LoadCredential=voting-key and node-password."""
    made = folder / "credentials"
    made.mkdir(mode=0o700)
    keys = stage.voter.folder / "state" / "keys"
    for file in keys.iterdir():
        if file.suffix == ".key":
            file.rename(made / "voting-key")
        else:
            file.unlink()  # the seed's words, which their owner has on paper
    keys.rmdir()
    (made / "node-password").write_text(PASSWORD + "\n", encoding="ascii")
    for file in made.iterdir():
        file.chmod(0o400)
    stage.voter.environment = {"CREDENTIALS_DIRECTORY": str(made)}
    stage.voter.extra = ["[keys]", 'credential = "voting-key"']
    return made


def node_of(stage):
    node = stage.node()
    entry = stage.voter.nodes[0]
    assert entry.pop("password") == PASSWORD
    entry["password_credential"] = "node-password"
    return node


def status_of(stage):
    """As it is at the service's socket; the command would read a configuration that only the service can."""
    code, text = stage.voter.command("status", "--json")
    assert code == 0, text
    return json.loads(text)


def test_votes_with_keys_that_are_on_no_disk(stage, credentials):
    node = node_of(stage)
    stage.voter.start_and_wait()
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    assert status_of(stage)["can_vote"]
    secret = next(word for word in (credentials / "voting-key").read_text().split() if "prv" in word)
    stage.voter.stop()
    assert secret not in "\n".join(stage.voter.log())
    state = stage.voter.folder / "state"
    assert not (state / "keys").exists()
    assert all(secret.encode() not in file.read_bytes() for file in state.rglob("*") if file.is_file())


def test_credential_that_holds_no_key(stage, credentials):
    node_of(stage)
    (credentials / "voting-key").chmod(0o600)
    (credentials / "voting-key").write_text("not a key\n", encoding="ascii")
    stage.voter.start()
    wait_until(lambda: not stage.voter.process.running, "dcrvoter to end")
    log = "\n".join(stage.voter.log())
    assert f"{credentials / 'voting-key'}: " in log and "no voting key" in log and "not a key" not in log
