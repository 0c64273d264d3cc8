"""Fixtures of the functional tests, and what is shown when one fails: the last lines of every program it ran."""

import os
import re
import shutil

import pytest

from harness import chain as chains
from harness import paths
from harness.process import Process
from harness.voter import Voter


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", default=bool(os.environ.get("DCRVOTER_TEST_LONG")),
                     help="also what takes too long for every change")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def folder(request):
    """A fresh folder of the test's own, kept if the test fails."""
    path = paths.WORK / "run" / re.sub(r"\W+", "-", request.node.name).strip("-")
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(parents=True)
    yield path
    Process.kill_all()
    if not getattr(request.node, "failed", False):
        shutil.rmtree(path)


@pytest.fixture
def chain(folder):
    """A copy of the base chain, at height 200. Nothing runs yet."""
    return chains.copy_of(chains.base_folder(), folder / "chain")


@pytest.fixture
def voter(folder, chain):
    """A dcrvoter for that chain's node with the voting account of its tickets. It does not run yet."""
    service = Voter(folder / "voter", chain.node)
    service.import_key(chains.voting_account()["private"])
    return service


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        item.failed = True
        for process in Process.started:
            report.sections.append((f"last lines of {process.name} ({process.log_file})", process.tail(40)))
