"""The box's clock is set while dcrvoter runs: no vote may depend on it."""

import datetime
import glob
import os

import pytest

from harness import log_lines

YEAR = 365 * 24 * 3600


@pytest.fixture
def clock(stage, folder):
    """clock(seconds) sets the clock of the voter, but not the one that counts since the machine's start."""
    libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    assert libraries, "libfaketime is missing: ./dev setup test"
    file = folder / "clock"

    def set_clock(seconds):
        changed = folder / "clock.new"
        changed.write_text(f"{seconds:+d}s\n", encoding="ascii")
        os.replace(changed, file)

    set_clock(0)
    stage.voter.environment = {"LD_PRELOAD": libraries[0], "FAKETIME_TIMESTAMP_FILE": str(file),
                               "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1"}
    return set_clock


def day_of_last_line(stage):
    return datetime.date.fromisoformat(stage.voter.log()[-1][:10])


@pytest.mark.not_sanitized
@pytest.mark.parametrize("years", [1, -1], ids=["forth", "back"])
def test_clock_set_by_a_year_while_it_runs(stage, clock, years):
    node = stage.node()
    stage.voter.start_and_wait()
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    today = day_of_last_line(stage)

    clock(years * YEAR)
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    mark = stage.voter.mark()
    node.command("restart", keep_mempool=True)
    stage.voter.wait_line(log_lines.TICKETS_FOUND, mark)
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    assert abs((day_of_last_line(stage) - today).days - years * 365) <= 1

    clock(0)
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    node.mine()
    stage.voter.stop()
    code, text = stage.voter.command("votes", "--export")
    assert code == 0 and '"outcome":"missed"' not in text and '"late":true' not in text
