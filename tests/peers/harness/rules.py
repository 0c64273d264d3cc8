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
    taken = {}
    for item in items:
        if "folder" in item.fixturenames and taken.setdefault(_folder_of(item), item) is not item:
            raise pytest.UsageError(f"{item.nodeid} and {taken[_folder_of(item)].nodeid} have one folder: rename one")


def _folder_of(item):
    """build/SUITE/run/TEST."""
    return ROOT / "build" / item.path.parent.name / "run" / re.sub(r"\W+", "-", item.name).strip("-")


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
    """A fresh folder of the test's own, kept if the test fails. Its processes end with it."""
    path = _folder_of(request.node)
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(parents=True)
    yield path
    Process.kill_all()
    if not getattr(request.node, "failed", False):
        shutil.rmtree(path)
