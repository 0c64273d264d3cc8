"""Fixtures of the tests of monitoring: those of tests/simnode, and a dcrvoter that has voted."""

import importlib.util
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIMNODE = ROOT / "tests" / "simnode"
sys.path.insert(0, str(SIMNODE))

_spec = importlib.util.spec_from_file_location("simnode_fixtures", SIMNODE / "conftest.py")
_simnode = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_simnode)
folder, simnode, stage = _simnode.folder, _simnode.simnode, _simnode.stage
pytest_addoption, pytest_collection_modifyitems = _simnode.pytest_addoption, _simnode.pytest_collection_modifyitems
pytest_runtest_makereport = _simnode.pytest_runtest_makereport

from harness.waiting import wait_until  # noqa: E402 (found through the lines above)
from page_door import HERE, Door  # noqa: E402


class Box:
    """A dcrvoter that has voted, with choices for all and for one ticket."""

    def __init__(self, stage, **page):
        self.stage = stage
        self.door = Door(stage, **page)
        self.node = stage.node(tickets=40)
        stage.voter.choices = {"agendas": {"maxtreasuryspend": "yes"},
                               "ticket": {next(iter(self.node.tickets())): {"agendas": {"maxtreasuryspend": "no"}}}}
        stage.voter.start_and_wait()
        for _ in range(2):
            block = self.node.call()
            self.node.wait_votes(block)
        self.node.mine()
        wait_until(lambda: self.door.json("/api/v1/status")["history"]["mined"] >= 5, "votes in the history")

    @property
    def address(self):
        return f"{HERE}:{self.door.port}"

    def metrics(self, accept="text/plain"):
        status, headers, body = self.door.get("/metrics", Accept=accept)
        assert status == 200
        return headers["Content-Type"], body.decode()


@pytest.fixture
def box(stage):
    return Box(stage)
