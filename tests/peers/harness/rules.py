"""What both suites' conftest.py take from here: --long, a test's folder, and the logs of a test that failed."""

import os
import re
import shutil

import pytest

from .paths import ROOT
from .process import Process


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", default=bool(os.environ.get("DCRVOTER_TEST_LONG")),
                     help="also what takes too long for every change")


def pytest_collection_modifyitems(config, items):
    without = [mark for mark, left_out in (("long", not config.getoption("--long")),
                                           ("not_sanitized", os.environ.get("DCRVOTER_PRESET") in ("asan", "tsan"))) if left_out]
    left_out = [item for item in items if any(item.get_closest_marker(mark) for mark in without)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        item.failed = True
        for process in Process.started:
            report.sections.append((f"last lines of {process.name} ({process.log_file})", process.tail(40)))


@pytest.fixture
def folder(request):
    """A fresh folder of the test's own in build/SUITE/run, kept if the test fails. Its processes end with it."""
    suite = request.node.path.parent.name
    path = ROOT / "build" / suite / "run" / re.sub(r"\W+", "-", request.node.name).strip("-")
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(parents=True)
    yield path
    Process.kill_all()
    if not getattr(request.node, "failed", False):
        shutil.rmtree(path)
