"""One seed in a voting dcrwallet and in dcrvoter: they help each other and never fight."""

from harness import chain as chains
from harness import log_lines, votes
from harness.observer import Observer
from harness.rpc import RpcError
from harness.voter import Voter
from harness.waiting import wait_until


def test_votes_are_the_same_bytes(folder, chain):
    node = chain.node
    voter = Voter(folder / "voter", node)
    voter.import_key(chains.VOTER_SEED)
    chain.start()
    chain.start_twin()
    voter.start_and_wait()

    with Observer(node) as observer:
        observer.subscribe("notifywinningtickets", "notifynewtransactions")

        def block_voted_by(first, second):
            """Mines a block on which `second` votes only after `first` has voted; gives that block and its votes."""
            second.process.pause()
            block_hash, = node.generate()
            _, drawn = observer.winners(block_hash)
            seen = observer.wait_votes(block_hash)
            second.process.resume()
            assert set(seen) == drawn
            return block_hash, {ticket: txid for ticket, (_, txid) in seen.items()}

        for _ in range(10):
            # dcrvoter second: each of its votes is a duplicate, which is no complaint.
            block_hash, theirs = block_voted_by(chain.twin, voter)
            chain.buyer.wait_height(node.height)
            cast = voter.wait_votes_cast(block_hash)
            assert cast == theirs
            for txid in cast.values():
                wait_until(lambda: voter.answered(txid, log_lines.VOTE_DUPLICATE), f"the answer to {txid}")

            # dcrvoter first: what is in the mempool are its bytes, the twin's are in the twin's own book.
            block_hash, ours = block_voted_by(voter, chain.twin)
            chain.buyer.wait_height(node.height)
            assert voter.votes_cast(block_hash) == ours
            for txid in ours.values():
                assert voter.answered(txid, log_lines.VOTE_ACCEPTED)
                from_twin = wait_until(lambda: known_to(chain.twin, txid), f"the twin's own vote {txid}")
                from_us = node.rpc.getrawtransaction(txid)
                assert votes.without_fraud_proof(from_twin) == votes.without_fraud_proof(from_us)

        # Both at once, as they would run.
        blocks = chain.mine(10)
    assert all(node.rpc.getblockheader(block_hash)["voters"] == 5 for block_hash in blocks)
    assert not voter.matches(log_lines.VOTE_REFUSED)
    voter.stop()
    chain.stop()


def known_to(wallet, txid):
    """A transaction as the wallet has stored it, in hex, or None."""
    try:
        return wallet.rpc.gettransaction(txid)["hex"]
    except RpcError:
        return None
