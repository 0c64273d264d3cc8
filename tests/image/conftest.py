"""Fixtures of the tests of the image: a card, a box that starts from it, and a node that runs on this machine."""

import pathlib
import shutil
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "peers"))
sys.path.insert(0, str(ROOT / "tests" / "simnode"))

from card import Card  # noqa: E402 (found through the lines above)
from harness.rules import (  # noqa: E402,F401 (pytest finds them by their names)
    folder,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
)
from machine import Machine  # noqa: E402
from owner import Node, configuration  # noqa: E402


@pytest.fixture
def node(folder):
    with Node(folder / "node") as made:
        yield made


@pytest.fixture
def card(folder):
    """A card as it was flashed."""
    return Card(folder / "card.img")


@pytest.fixture
def configured(card, node):
    """A card on which its owner has left what the box needs."""
    configuration(card, node)
    return card


@pytest.fixture
def start(folder):
    """Starts boxes: start(card, option=…). Those that still run at the end lose their power."""
    started = []

    def start_one(card, kind=Machine, **options):
        started.append(kind(card, folder / f"box-{len(started)}", **options))
        return started[-1].start()

    yield start_one
    for machine in started:
        machine.kill()


@pytest.fixture(scope="module")
def box(request):
    """One box for all tests of a file, which has found its configuration on the card; with its node."""
    path = ROOT / "build" / "image" / "run" / request.module.__name__
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    with Node(path / "node") as node:
        card = Card(path / "card.img")
        configuration(card, node)
        machine = Machine(card, path / "box").start()
        machine.node = node
        machine.state = machine.wait_for_ready()
        yield machine
        machine.kill()
    card.path.unlink()
