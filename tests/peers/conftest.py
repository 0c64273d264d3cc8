"""Fixtures of the functional tests."""

import pytest

from harness import chain as chains
from harness.rules import (  # noqa: F401  (pytest finds them by their names)
    folder,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
)
from harness.voter import Voter


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
