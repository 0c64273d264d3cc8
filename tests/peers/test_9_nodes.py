"""Three real nodes that know each other, and come and go: no call whose vote its miner lacks."""

import contextlib
import os
import random

import pytest

from harness.observer import Observer
from harness.rpc import RpcError
from harness.voter import Voter
from harness.votes import vote_of
from harness.waiting import holds_within, wait_until
from harness import chain as chains
from test_5_reorganisation import generate_nudging

SECONDS_TO_VOTE = 1  # from the notice, or from when the node was there again
BLOCKS = 30
BLOCKS_LONG = 500


class Nodes:
    """Three dcrds. The first, which the buyer uses, stays; the others are killed, stopped, paused or cut off."""

    def __init__(self, chain, folder, seed):
        self.random = random.Random(seed)
        first = chain.node
        self.all = [first] + [first.copy_to(folder / f"node{i}", f"dcrd {i}") for i in (1, 2)]
        for node in self.all:
            node.options = [f"addpeer=127.0.0.1:{other.peer_port}" for other in self.all if other is not node]
        self.away = {}  # a node that does not run, or is paused -> what brings it back
        self.cut_off = set()  # runs, and hears of no other

    def start(self):
        for node in self.all:
            node.start()
        wait_until(lambda: all(len(node.rpc.getpeerinfo()) >= 2 for node in self.all), "the nodes to find each other")

    def running(self):
        return [node for node in self.all if node not in self.away]

    def together(self):
        return [node for node in self.running() if node not in self.cut_off]

    def trouble(self):
        well = self.together()[1:]
        if not well:
            return
        node = self.random.choice(well)
        kind = self.random.choice(["kill", "stop", "pause", "cut", "cut"])
        if kind == "cut":
            self.cut_off.add(node)
            wait_until(lambda: self._is_alone(node), "the node to be alone")
        elif kind == "pause":
            node.process.pause()
            self.away[node] = node.process.resume
        else:
            getattr(node, kind)()
            self.away[node] = node.start

    def mend(self):
        """Brings one back, and waits until it knows what the others know."""
        node = self.random.choice(sorted(self.away.keys() | self.cut_off, key=self.all.index))
        if node in self.cut_off:
            self.cut_off.remove(node)
            for other in self.together():
                self._peers(node, other, "connect")
        else:
            self.away.pop(node)()
        best = max(other.height for other in self.together())
        # Once in some hundred times a dcrd takes the headers of what it lacks and never asks for the blocks.
        if not holds_within(lambda: node.height >= best, 15):
            node.kill()
            node.start()
        wait_until(lambda: node.height >= best, f"{node.process.name} to catch up", timeout=60)

    def _is_alone(self, node):
        """Cuts what is left of its connections, in and out."""
        for other in self.running():
            self._peers(other, node, "remove")
        peers = node.rpc.getpeerinfo()
        for peer in peers:
            for what in ("remove", "disconnect"):
                with contextlib.suppress(RpcError):
                    node.rpc.node(what, str(peer["id"]))
        return not peers

    @staticmethod
    def _peers(node, other, what):
        """Tells a node to drop or to find another; that it does not know it is no matter."""
        with contextlib.suppress(RpcError):
            if node is not other:
                node.rpc.node(what, f"127.0.0.1:{other.peer_port}", *(["perm"] if what == "connect" else []))

    def kill(self):
        for node in self.all:
            node.kill()


def mined_by(miner):
    """A block. Once in some hundred, where its peers go away, a dcrd that has all votes makes no template until it is
    asked for one."""
    parent, height = miner.tip, miner.height

    def is_late():
        if not holds_within(lambda: miner.height > height, 10):
            assert len(votes_on(miner, parent)) == 5

    return generate_nudging(miner, is_late)


def votes_on(node, block_hash):
    """Those in its mempool."""
    waiting = [vote_of(node.rpc.getrawtransaction(txid, 1)) for txid in node.rpc.getrawmempool(False, "votes")]
    return [vote for vote in waiting if vote.block == block_hash]


@pytest.fixture
def nodes(chain, folder):
    made = Nodes(chain, folder, seed=11)
    yield made
    made.kill()


def test_nodes_come_and_go(folder, chain, nodes):
    long = bool(os.environ.get("DCRVOTER_TEST_LONG"))
    voter = Voter(folder / "voter", *nodes.all)
    voter.import_key(chains.voting_account()["private"])
    nodes.start()
    if long:  # else the tickets of the base chain last
        chain.buyer.start_buying(chains.VOTING_ACCOUNT)
    voter.start_and_wait()
    late = []
    for number in range(BLOCKS_LONG if long else BLOCKS):
        draw = nodes.random.random()
        if draw < 0.3:
            nodes.trouble()
        elif draw < 0.6 and (nodes.away or nodes.cut_off):
            nodes.mend()
        miner = nodes.random.choice(nodes.running())
        with Observer(miner) as observer:
            observer.subscribe("notifywinningtickets", "notifynewtransactions")
            block_hash = mined_by(miner)
            called, drawn = observer.winners(block_hash)
            votes = observer.wait_votes(block_hash)
            assert set(votes) == drawn
            last = max(at for at, _ in votes.values())
            if last - called > SECONDS_TO_VOTE:
                late.append((number, last - called))
    assert not late
    voter.stop()
