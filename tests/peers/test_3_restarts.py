"""dcrvoter or its node goes away and comes back: no vote that was still possible is lost."""

import contextlib
import time

import pytest

from harness import log_lines, votes
from harness.observer import Observer
from harness.waiting import wait_until

SECONDS_FROM_START_TO_VOTE = 0.3
SECONDS_FROM_ANSWER_TO_VOTES = 1


@contextlib.contextmanager
def watching(node):
    with Observer(node) as observer:
        observer.subscribe("notifywinningtickets", "notifynewtransactions")
        yield observer


def next_block_has_all_votes(chain):
    tip = chain.node.tip
    block_hash, = chain.mine()
    mined = votes.votes_in(chain.node, block_hash)
    assert len(mined) == 5
    assert {vote.block for vote in mined} == {tip}
    return block_hash


@pytest.mark.parametrize("options", [[], ["txindex=1"]], ids=["plain", "txindex"])
def test_dcrvoter_off_while_a_block_comes(chain, voter, options):
    chain.node.options = options
    chain.node.start()
    with watching(chain.node) as observer:
        voter.start_and_wait()
        tip = next_block_has_all_votes(chain)
        observer.wait_votes(tip)
        for _ in range(3):
            voter.stop()
            tip = next_block_has_all_votes(chain)  # nobody votes on this one yet
            _, drawn = observer.winners(tip)
            assert not observer.accepted_votes(tip)
            voter.start_and_wait()
            assert set(observer.wait_votes(tip)) == drawn
        next_block_has_all_votes(chain)
    voter.stop()


@pytest.mark.parametrize("votes_seen", range(6))
def test_dcrvoter_killed_right_after_a_call(chain, voter, votes_seen):
    """Killed as soon as that many votes are in the mempool."""
    chain.node.start()
    with watching(chain.node) as observer:
        voter.start_and_wait()
        next_block_has_all_votes(chain)
        tip, = chain.mine()
        observer.winners(tip)
        observer.wait_votes(tip, votes_seen)
        voter.kill()
        voter.start_and_wait()
        observer.wait_votes(tip)
        next_block_has_all_votes(chain)
    assert not voter.matches(log_lines.VOTE_REFUSED)
    voter.stop()


def test_dcrvoter_killed_before_its_first_vote(chain, voter):
    """Stopped before the call, killed after it, and started again at once. Other tests run beside this one, so the
    soonest of some votes is judged; ./dev bench judges their median."""
    chain.node.start()
    with watching(chain.node) as observer:
        voter.start_and_wait()
        next_block_has_all_votes(chain)
        took = []
        for _ in range(4):
            observer.wait_votes(chain.node.tip)
            voter.process.pause()
            tip, = chain.mine()
            observer.winners(tip)
            assert not observer.accepted_votes(tip)
            voter.kill()
            began = time.monotonic()
            voter.start()
            took.append(min(at for at, _ in observer.wait_votes(tip, 1).values()) - began)
    assert min(took) <= SECONDS_FROM_START_TO_VOTE, took
    voter.stop()


def test_dcrvoter_stopped_for_a_while(chain, voter):
    """SIGSTOP, as a machine that sleeps or swaps: the call waits in the socket."""
    chain.node.start()
    with watching(chain.node) as observer:
        voter.start_and_wait()
        next_block_has_all_votes(chain)
        observer.wait_votes(chain.node.tip)
        voter.process.pause()
        tip, = chain.mine()
        observer.winners(tip)
        assert not observer.accepted_votes(tip)
        voter.process.resume()
        observer.wait_votes(tip)
        next_block_has_all_votes(chain)
    voter.stop()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_node_restarted(chain, voter, end):
    """The node's mempool dies with it: the votes it had accepted already are sent to it again."""
    chain.node.start()
    voter.start_and_wait()
    for _ in range(2):
        tip, = chain.mine()
        voter.wait_votes_cast(tip, 5)
        since = voter.mark()
        getattr(chain.node, end)()
        chain.node.start()
        wait_until(lambda: len(chain.node.rpc.getrawmempool(False, "votes")) == 5, "the votes to be there again",
                   SECONDS_FROM_ANSWER_TO_VOTES)
        voter.wait_line(log_lines.ABLE_TO_VOTE, since)
        next_block_has_all_votes(chain)
    voter.stop()


def test_each_start_counts_the_tickets_that_the_node_counts(chain, voter):
    """Tickets that were voted are no longer live, wherever in the blocks they were bought and voted."""
    chain.node.start()
    live = len(chain.node.rpc.livetickets()["tickets"])
    for _ in range(5):
        voter.start_and_wait()
        assert int(voter.matches(log_lines.TICKETS_FOUND)[-1]["live"]) == live
        voter.stop()
