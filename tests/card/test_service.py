"""The voter itself shows what the appliance's programs have to say."""

import json
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "peers"))  # the harness

from harness.waiting import wait_until  # noqa: E402  (the path comes first)

ALONE = 'network = "simnet"\nnode = []\n[page]\nlisten = []\n'


@pytest.fixture(name="service")
def fixture_service(box):
    """Starts the voter as the box's unit does; a function that asks for its status."""
    started = []

    def status():
        shown = box.voter("status", "--json")
        return json.loads(shown.stdout) if shown.stdout else None

    def start():
        environment = box.environment() | {"STATE_DIRECTORY": str(box.data / "dcrvoter")}
        started.append(subprocess.Popen([box.folder / "programs/dcrvoter", "--config", box.installed(), "run"],
                                        env=environment, stderr=subprocess.PIPE))
        wait_until(lambda: (status() or {}).get("box"), "the voter tells of its box")
        return status

    yield start
    for process in started:
        process.terminate()
        assert process.wait(10) == 0, process.stderr.read()


def test_the_voter_runs_without_a_node_and_says_what_is_wrong_on_the_card(box, service):
    box.put("dcrvoter.toml", ALONE)
    box.boot()
    box.put("dcrvoter.toml", ALONE + "colour = 5\n")
    box.boot()
    told = service()()
    assert told["state"] == "not_voting"
    assert told["box"]["release"] == "0.1.0"
    assert [problem["words"] for problem in told["box"]["problems"]] == \
        [problem["words"] for problem in box.notes()["problems"]]
    reasons = [reason for reason in told["reasons"] if reason["name"] == "box"]
    assert len(reasons) == 1
    assert reasons[0]["words"].startswith("on the card: dcrvoter.toml, line 5: page.colour: ")
    assert reasons[0]["remedy"]
    text = box.voter("status").stdout
    assert "no node is configured" in text
    assert "system   release 0.1.0, build b0.1.0, slot a" in text
    assert "put an empty file named backup-key" in text


def test_an_empty_list_of_nodes_is_a_warning(box):
    box.put("dcrvoter.toml", ALONE)
    box.boot()
    shown = box.voter("check", "--configuration")
    assert shown.returncode == 1
    assert "node: is an empty list" in shown.stdout
