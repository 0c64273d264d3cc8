"""dcrvoter on simnode with few and with very many tickets: from the notice to five votes on their way."""

import collections
import shutil
import statistics

from cost import seconds_to_lines, settle
from harness import log_lines
from harness.process import Process, memory
from harness.voter import Voter
from harness.waiting import wait_until
from simnode import Simnode

NETWORK = "mainnet"
FEW, MANY = 10, 40_960
KNOWN = 1000
VOTES = 5
MOST_VOTES_OF_A_TICKET = 5  # that a mempool takes

PART = f"on a simulated node with {NETWORK}'s rules, all tickets ours, {VOTES} of {VOTES} drawn"


class _Node:
    """What settle() needs to know of simnode."""

    def __init__(self, process):
        self.pid = process.pid
        self.running = True


def blocks_voted_on(node, voter, count):
    """Has `count` blocks called and voted on; their hashes. Each is taken off the chain again before the next, so that
    as many tickets are live on each."""
    hashes = []
    for n in range(count):
        settle(_Node(node.process), voter.process)
        mark = node.events.mark()
        made, = node.mine(1)
        node.wait_event("vote", mark, count=VOTES, block=made["hash"], verdict="accepted")
        hashes.append(made["hash"])
        node.command("disconnect")
        if n % MOST_VOTES_OF_A_TICKET == MOST_VOTES_OF_A_TICKET - 1 and n + 1 < count:
            forget_votes(node, voter)
    return hashes


def forget_votes(node, voter):
    """Has the node start anew, with an empty mempool, and dcrvoter vote once more on the tip."""
    mark, line = node.events.mark(), voter.mark()
    node.command("restart")
    node.wait_event("vote", mark, count=VOTES, verdict="accepted")
    voter.wait_line(log_lines.TICKETS_FOUND, line)


def told_by_voter(voter, hashes):
    """Milliseconds from a call's last byte to the fifth vote's being handed on, as dcrvoter's log says."""
    cast = collections.defaultdict(list)
    for match in voter.matches(log_lines.VOTE_CAST):
        cast[match["block"]].append(float(match["ms"]))
    return [sorted(cast[block])[VOTES - 1] for block in hashes]


def seen_by_node(node, hashes):
    """Milliseconds from simnode's handing the notice to its socket to its reading the fifth vote from it."""
    sent = {event["block"]: event["ns"] for event in node.events.since(0, "winners_sent")}
    read = collections.defaultdict(list)
    for event in node.events.since(0, "vote"):
        read[event["block"]].append(event["ns"])
    return [(sorted(read[block])[VOTES - 1] - sent[block]) / 1e6 for block in hashes]


def one_pool(folder, tickets, blocks):
    """(told by the voter, seen by the node, resident bytes, most that ever were). As many tickets are live on each
    block called; five more vote in it."""
    voter = Voter(folder / f"voter-{tickets}", network=NETWORK)
    voter.nodes = [{"address": "127.0.0.1:1", "user": "user", "password": "pass", "certificate": "rpc.cert"}]
    node = Simnode(folder / f"node-{tickets}", "--network", NETWORK, "--xpub", voter.new_key(),
                   "--tickets", tickets + VOTES, "--strangers", 0)
    try:
        voter.nodes = [{"address": node.listen, "user": "user", "password": "pass",
                        "certificate": str(node.certificate)}]
        voter.start_and_wait(timeout=120)
        hashes = blocks_voted_on(node, voter, blocks)
        wait_until(lambda: len(voter.votes_cast(hashes[-1])) == VOTES, "the log of the last votes")
        now, most = memory(voter.process.pid)
        voter.stop()
        return told_by_voter(voter, hashes), seen_by_node(node, hashes), now, most
    finally:
        node.process.terminate()
        node.process.communicate()


def starts(folder, count):
    """Seconds from the start of a dcrvoter with so many tickets in its store to "able to vote"."""
    voter = Voter(folder / "voter-known", network=NETWORK)
    voter.nodes = [{"address": "127.0.0.1:1", "user": "user", "password": "pass", "certificate": "rpc.cert"}]
    node = Simnode(folder / "node-known", "--network", NETWORK, "--xpub", voter.new_key(), "--tickets", KNOWN)
    try:
        voter.nodes = [Voter.entry(node)]
        voter.start_and_wait(timeout=120)
        took = []
        for _ in range(count):
            voter.stop()
            settle(_Node(node.process))
            took += seconds_to_lines(voter.process, voter.start, log_lines.ABLE_TO_VOTE)
        assert int(voter.matches(log_lines.KNOWN_FROM_BEFORE)[-1]["tickets"]) == KNOWN
        voter.stop()
        return took
    finally:
        node.process.terminate()
        node.process.communicate()


def measure(report, work):
    blocks = 15 if report.quick else 60
    folder = work / "simnode"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    told = {}
    try:
        for tickets in (FEW, MANY):
            told[tickets], seen, now, most = one_pool(folder, tickets, blocks)
            words = f"{tickets:,} tickets"
            report.add(PART, f"{words}: notice received to fifth vote handed on", "ms", told[tickets], 2.0, "2 ms")
            report.add(PART, f"{words}: notice sent to fifth vote read, by the node", "ms", seen)
            report.add(PART, f"{words}: resident memory", "MB", now / 1e6, *((48.0, "48 MB") if tickets == MANY else ()))
            report.add(PART, f"{words}: most that ever was resident", "MB", most / 1e6)
        report.add(PART, f"{KNOWN:,} tickets in its store: start to able to vote", "ms",
                   [seconds * 1000 for seconds in starts(folder, 3 if report.quick else 7)], 100.0, "100 ms")
    finally:
        Process.kill_all()
    ratio = statistics.median(told[MANY]) / statistics.median(told[FEW])
    report.add(PART, f"{MANY:,} tickets compared with {FEW}", "ratio", ratio, 1.5, "1.5 times")
    shutil.rmtree(folder)
