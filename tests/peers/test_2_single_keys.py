"""Tickets that a wallet bought for itself, by their WIFs, and script tickets by WIF and redeem script."""

from harness import craft, script_tickets, votes
from harness.voter import Voter
from harness.waiting import wait_until


def tickets_of(node, hashes):
    """The tickets mined in these blocks: {txid: voting address}."""
    return {
        tx["txid"]: tx["vout"][0]["scriptPubKey"]["addresses"][0]
        for block_hash in hashes for tx in node.block(block_hash)["rawstx"]
        if tx["vout"][0]["scriptPubKey"]["type"].startswith("stakesubmission")}


def switch_buyer(chain, account):
    chain.buyer.stop()
    chain.buyer.start_buying(account)
    chain.buyer.wait_height(chain.node.height)


def test_votes_with_a_wallets_own_and_with_script_tickets(folder, chain):
    node, buyer = chain.node, chain.buyer
    chain.start()
    chain.start_twin()  # for all other tickets

    switch_buyer(chain, None)
    found = tickets_of(node, chain.mine(14))
    own = {ticket: address for ticket, address in found.items() if buyer.rpc.validateaddress(address).get("ismine")}
    assert own
    switch_buyer(chain, "voting")
    pool_key, user_key = craft.keys("pool", "user")
    redeem, by_script = script_tickets.buy(chain, 20, [pool_key["pubkey"], user_key["pubkey"]])
    by_script |= script_tickets.buy(chain, 20, [pool_key["pubkey"], user_key["pubkey"]])[1]

    voter = Voter(folder / "voter", node)
    wifs = [buyer.rpc.dumpprivkey(address) for address in own.values()]
    voter.import_key("\n".join(wifs + [f"{user_key['wif']} {redeem}"]))
    voter.start_and_wait()

    chain.mine(16)  # the youngest script tickets are live now
    seen = []

    def enough():
        seen.extend(votes.listed(node, chain.mine(1)))
        voted = {vote.ticket for vote in seen}
        return len(voted & own.keys()) >= 5 and len(voted & by_script) >= 3

    before = node.height
    wait_until(enough, "votes with 5 own tickets of the wallet and 3 script tickets", timeout=90, interval=0)
    assert len(seen) == 5 * (node.height - before), "a drawn ticket was missed"
    ours = {vote.ticket: vote.txid for vote in seen if vote.ticket in own or vote.ticket in by_script}
    assert ours.items() <= voter.votes_cast().items()
    voter.stop()
    chain.stop()
