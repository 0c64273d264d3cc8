"""The chain changes its mind: votes for the new branch are cast.

dcrd's miner takes what it has as soon as it has three votes then, so a block may lack one that its mempool holds.
"""

import threading

import pytest

from harness import log_lines, votes
from harness.observer import Observer
from harness.waiting import wait_until


def generate_nudging(node, ready=lambda: None):
    """Mines a block although dcrd's template generator is confused by an invalidated one and may wait for ever:
    once ready() returns, the generator is asked again and again to look at what it has."""
    mined = []
    mining = threading.Thread(target=lambda: mined.extend(node.generate()))
    mining.start()
    ready()

    def nudge():
        node.rpc.regentemplate()
        return not mining.is_alive()

    wait_until(nudge, "a block", interval=0.5)
    block_hash, = mined
    return block_hash


@pytest.mark.parametrize("depth", [1, 2])
def test_invalidated_block(chain, voter, depth):
    """The node drops its last blocks. dcrd then mines a sibling of its new tip first, for it has lost count of the
    votes in its mempool, and builds on that one once it is voted."""
    node = chain.node
    node.start()
    voter.start_and_wait()
    with Observer(node) as observer:
        observer.subscribe("notifyblocks", "notifywinningtickets", "notifynewtransactions")
        blocks = chain.mine(4)
        observer.wait_votes(blocks[-1])
        height = node.height - depth
        before = len(observer.notifications)
        node.rpc.invalidateblock(blocks[-depth])
        assert node.height == height

        def sibling_is_voted():
            _, _, (sibling, *_) = observer.wait_for("winningtickets", lambda params: params[1] == height, after=before)
            observer.wait_votes(sibling)

        tip = generate_nudging(node, sibling_is_voted)
        for _ in range(4):
            # Built on a branch that was not there before, and voted with every ticket that was drawn.
            parent = node.rpc.getblockheader(tip)["previousblockhash"]
            assert parent not in blocks
            assert set(observer.wait_votes(parent)) == observer.winners(parent)[1]
            mined = {vote.ticket: vote.txid for vote in votes.votes_in(node, tip)}
            assert len(mined) >= 3 and mined.items() <= voter.votes_cast(parent).items()
            observer.wait_votes(tip)
            tip = generate_nudging(node)
    voter.stop()


def test_two_nodes_part_and_meet_again(folder, chain, voter):
    """Each node mines a branch of its own, both voted on; then the shorter one gives way."""
    first = chain.node
    second = first.copy_to(folder / "second", "second dcrd")
    for node in (first, second):
        node.options = ["nominingstatesync=1"]  # votes are not handed on between the nodes: they are ours to bring
        node.start()
    voter.nodes.append(voter.entry(second))
    voter.start_and_wait()
    wait_until(lambda: len(voter.matches(log_lines.TICKETS_FOUND)) == 2, "both nodes to be of use")

    with Observer(first) as watching_first, Observer(second) as watching_second:
        for observer in (watching_first, watching_second):
            observer.subscribe("notifyblocks", "notifywinningtickets", "notifynewtransactions")
        short = first.generate()
        watching_first.wait_votes(short[-1])
        short += first.generate()
        watching_first.wait_votes(short[-1])
        long = [second.generate()[0] for _ in range(4)]
        watching_second.wait_votes(long[-1])
        assert not set(short) & set(long)

        first.rpc.node("connect", f"127.0.0.1:{second.peer_port}", "perm")
        wait_until(lambda: first.tip == long[-1], "the longer branch to win")
        watching_first.wait_for("reorganization")
        assert set(watching_first.wait_votes(long[-1])) == watching_second.winners(long[-1])[1]
        block_hash, = first.generate()
        mined = {vote.ticket: vote.txid for vote in votes.votes_in(first, block_hash)}
        assert len(mined) >= 3 and mined.items() <= voter.votes_cast(long[-1]).items()
    voter.stop()
