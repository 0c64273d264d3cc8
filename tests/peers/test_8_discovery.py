"""A restored key finds its tickets, wherever in the account they are."""

from harness import craft, crafted_tickets
from harness.voter import Voter

SEED = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
VOTING_BRANCH = 1


def test_tickets_far_behind_holes(folder, chain):
    """Live tickets only at indexes from 5000 on, before them nothing but an address used now and then: what an old
    voting account looks like. dcrwallet, looking 20 addresses ahead, would find none of them."""
    account = craft.account(SEED)
    chain.start()
    chain.start_twin()  # for all other tickets
    used = craft.addresses(account["public"], VOTING_BRANCH, range(900, 5000, 900))
    chain.buyer.rpc.sendmany("default", {address: 0.01 for address in used})
    far = craft.addresses(account["public"], VOTING_BRANCH, range(5000, 5040))
    tickets = crafted_tickets.buy(chain, far[:20]) | crafted_tickets.buy(chain, far[20:])

    voter = Voter(folder / "voter", chain.node)
    voter.import_key(account["private"])
    voter.start_and_wait()
    chain.mine(16)
    seen = chain.mine_until_voted((tickets, 3))
    assert {vote.ticket: vote.txid for vote in seen if vote.ticket in tickets}.items() <= voter.votes_cast().items()
    voter.stop()
    chain.stop()
