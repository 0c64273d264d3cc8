"""The power fails before each change that a boot makes: the configuration is the old or the new one, no key is lost,
and the next boot ends what was begun."""

import pytest

from box import NODE, PARTS, Box, cuts

SECRETS = ("hunter2", "hunter5", "correct horse", "dprv")


def prepare(box, again: bool):
    if again:
        box.put_node()
        box.boot()
        box.put_node(NODE.replace("hunter2", "hunter5").replace('"voter"', '"somebody"'))
    else:
        box.put_node()
    box.put("wifi.txt", "ssid = a\npassword = correct horse\n")
    box.put("backup-key", "")


def check_after_cut(box, again: bool):
    if box.installed().exists():
        assert box.voter("check", "--configuration").returncode <= 1
        old = [] if not again else ["hunter2"]
        password = box.installed("node-192.168.1.20.password")
        assert not password.exists() or password.read_text() in [*old, "hunter5" if again else "hunter2"]
    text = "".join(path.read_text() for path in box.card.glob("dcrvoter*"))
    assert "certificate" in text  # of dcrvoter.toml, whatever its name is now
    before = set(box.accounts()) if again else set()
    assert box.boot()
    assert before <= set(box.accounts()) and len(box.accounts()) == 1
    assert box.problems() == ""
    assert box.installed("node-192.168.1.20.password").read_text() == ("hunter5" if again else "hunter2")
    # Whatever was to leave the card has left it, and nothing half-done is on it.
    assert sorted(path.name for path in box.card.iterdir()) == [
        "dcrvoter-status.txt", "dcrvoter.toml", "rpc.cert", "voting-key-backup.txt", "wifi.txt"]
    for path in box.card.iterdir():
        assert path.name == "voting-key-backup.txt" or not any(word in path.read_text() for word in SECRETS)
    assert box.accounts()[0] in (box.card / "voting-key-backup.txt").read_text()
    assert not list(box.data.glob("**/*.new"))


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("again", [False, True], ids=["first boot", "an edit"])
def test_whenever_the_power_fails(tmp_path, box, again, part):
    prepare(box, again)
    for other in cuts(box, tmp_path, Box.boot, part):
        check_after_cut(other, again)
