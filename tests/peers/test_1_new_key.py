"""A key born by dcrvoter, tickets bought for it, and no voter but dcrvoter on the whole chain."""

import pytest

from harness import chain as chains
from harness import log_lines, votes
from harness.voter import Voter


@pytest.mark.parametrize("last", [300, pytest.param(1000, marks=pytest.mark.long)])
def test_votes_alone_from_the_first_voted_block_on(folder, last):
    chain = chains.copy_of(chains.stem_folder(), folder / "chain")
    chain.node.start()
    voter = Voter(folder / "voter", chain.node)
    chain.buyer.start()
    chain.buyer.rpc.importxpub("dcrvoter", voter.new_key())
    chain.buyer.stop()

    # It runs from before the first ticket on: each is found when it is bought.
    voter.start_and_wait()
    chain.buyer.start_buying("dcrvoter")
    chain.mine_to(chains.FIRST_VOTED)
    blocks = chain.mine_to(last)

    for block_hash in blocks:
        header = chain.node.rpc.getblockheader(block_hash)
        assert header["voters"] == 5, f"a drawn ticket was missed before height {header['height']}"
    cast = {(match["block"], match["ticket"], match["vote"]) for match in voter.matches(log_lines.VOTE_CAST)}
    mined = votes.listed(chain.node, blocks)
    assert {(vote.block, vote.ticket, vote.txid) for vote in mined} <= cast
    assert not voter.matches(log_lines.VOTE_REFUSED)
    voter.stop()


def test_key_is_shown_but_never_made_again(folder):
    voter = Voter(folder / "voter")
    voter.nodes = [{"address": "127.0.0.1:1", "user": "user", "password": "pass", "certificate": "rpc.cert"}]
    public = voter.new_key()
    assert public in voter.show_key()
    code, text = voter.command("key", "new")
    assert code != 0, text
    assert public in voter.show_key()
    files = [path for path in (folder / "voter" / "state").rglob("*") if path.is_file()]
    assert files and all(path.stat().st_mode & 0o077 == 0 for path in files)
