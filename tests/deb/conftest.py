"""Fixtures of the tests of the Debian packages. tools/test runs them as root, in mounts and a network of their own."""

import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "simnode"), str(ROOT / "tests" / "peers")]

from harness.rules import (  # noqa: E402,F401  (pytest finds them by their names)
    folder,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
)
from fresh import Fresh  # noqa: E402
from package import Package  # noqa: E402

# For every change: the package for this machine's own Debian, from the release build that is there anyhow.
INSTALLED_HERE = [pytest.param("host"), pytest.param("amd64", marks=pytest.mark.long)]
ALL = [*INSTALLED_HERE, pytest.param("arm64", marks=pytest.mark.long), pytest.param("armhf", marks=pytest.mark.long)]


@pytest.fixture(scope="session", params=ALL)
def package(request):
    return Package(request.param)


@pytest.fixture(scope="session", params=INSTALLED_HERE)
def installable(request):
    """A package that runs on this machine."""
    return Package(request.param)


@pytest.fixture
def fresh(installable, folder):
    made = Fresh(installable, folder)
    yield made
    made.close()
