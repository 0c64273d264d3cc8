"""What a crowd at the page costs a vote: the same blocks with an idle page and with one under load, in turns."""

import pathlib
import shutil
import statistics
import subprocess
import sys

from harness.process import Process
from harness.voter import Voter
from harness.waiting import wait_until
from page_door import Door
from simnode import Simnode
from simulated_node import VOTES, told_by_voter

PART = "with a page under load: 64 clients that ask, 200 that never end, 1,000 that leave"
CROWD = pathlib.Path(__file__).resolve().parents[1] / "simnode" / "page_load.py"


class _Stage:
    def __init__(self, voter):
        self.voter = voter


def called(node, voter, count):
    """Hashes of `count` blocks that were called and voted on."""
    hashes = []
    for _ in range(count):
        block = node.call()
        node.wait_votes(block, VOTES)
        wait_until(lambda: len(voter.votes_cast(block["hash"])) == VOTES, "the log of the votes")
        hashes.append(block["hash"])
    return hashes


def measure(report, work):
    rounds, blocks = (2, 5) if report.quick else (6, 10)
    folder = work / "page"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    voter = Voter(folder / "voter")
    door = Door(_Stage(voter))
    voter.nodes = [{"address": "127.0.0.1:1", "user": "user", "password": "pass", "certificate": "rpc.cert"}]
    node = Simnode(folder / "node", "--xpub", voter.new_key(), "--tickets", 1300)
    idle, loaded, answered = [], [], 0
    try:
        node.command("spare")
        voter.nodes = [Voter.entry(node)]
        voter.start_and_wait(timeout=120)
        for _ in range(rounds):
            idle += called(node, voter, blocks)
            crowd = subprocess.Popen([sys.executable, CROWD, str(door.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            crowd.stdout.readline()
            loaded += called(node, voter, blocks)
            answered += int(crowd.communicate()[0])
        voter.stop()
    finally:
        Process.kill_all()
        node.process.terminate()
        node.process.communicate()
    quiet, busy = told_by_voter(voter, idle), told_by_voter(voter, loaded)
    report.add(PART, "idle page: notice received to fifth vote handed on", "ms", quiet)
    report.add(PART, "under load: the same", "ms", busy)
    report.add(PART, "under load compared with idle", "ratio", statistics.median(busy) / statistics.median(quiet), 1.5, "1.5 times")
    report.add(PART, "requests answered meanwhile", "", answered)
    shutil.rmtree(folder)
