"""Fixtures of the simnode tests: a folder, simnodes, and the real dcrvoter with a key whose tickets they have."""

import os
import pathlib
import signal
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "peers"))  # the harness that both suites use
if "DCRVOTER_BIN_DIR" in os.environ:
    os.environ.setdefault("DCRVOTER_BIN", os.path.join(os.environ["DCRVOTER_BIN_DIR"], "dcrvoter"))

from harness import voter as harness_voter  # noqa: E402  (the path comes first)
from harness.rules import (  # noqa: E402,F401  (pytest finds them by their names)
    folder,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
)
from simnode import Simnode  # noqa: E402


# A shell's & has these ignored, and every program that is started inherits that.
for number in (signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def simnode(folder):
    """Starts simnodes: simnode(option…, name="node"). At the end each must end well."""
    started = []

    def start(*arguments, name="node", **options):
        node = Simnode(folder / name, *arguments, **options)
        started.append(node)
        return node

    yield start
    for node in started:
        node.stop()


class Voter(harness_voter.Voter):
    """With room for sections that the harness does not write."""

    extra = ()

    def write(self):
        super().write()
        with open(self.configuration, "a", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in self.extra))


class Stage:
    """A dcrvoter with a new key, and simnodes that have tickets for it."""

    def __init__(self, folder, start, network="simnet"):
        self.start_simnode = start
        self.voter = Voter(folder / "voter", network=network)
        self.voter.nodes = [{"address": "127.0.0.1:1", "user": "user", "password": "pass", "certificate": "rpc.cert"}]
        self.xpub = self.voter.new_key()
        self.voter.nodes = []

    def node(self, *arguments, tickets=60, strangers=None, name="node", **options):
        """A simnode with that many live tickets of ours; the voter is told of it."""
        crowd = [] if strangers is None else ["--strangers", strangers]
        started = self.start_simnode("--network", self.voter.network, "--xpub", self.xpub, "--tickets", tickets,
                                     *crowd, *arguments, name=name, **options)
        if strangers != 0:
            started.command("spare")  # ours are drawn when a test says so
        self.voter.nodes.append(Voter.entry(started))
        return started


@pytest.fixture
def stage(folder, simnode):
    made = Stage(folder, simnode)
    yield made
    if made.voter.process.running:
        made.voter.stop()
