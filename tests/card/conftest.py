"""A box without hardware: folders in the place of partitions, and stubs of what mounts them."""

import os
import pathlib

import pytest

import box as box_module

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@pytest.fixture
def box(tmp_path):
    program = os.environ.get("DCRVOTER_BIN", ROOT / "build/release/bin/dcrvoter")
    return box_module.Box(tmp_path / "box", pathlib.Path(program))
