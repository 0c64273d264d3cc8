"""Tickets that a wallet bought for itself, by their WIFs, and script tickets by WIF and redeem script."""

from harness import craft, crafted_tickets
from harness.voter import Voter


def own_tickets(node, wallet, since):
    """The tickets mined from height `since` on that the wallet itself can vote with: {txid: voting address}."""
    blocks = [node.block(node.rpc.getblockhash(height)) for height in range(since, node.height + 1)]
    found = {
        tx["txid"]: tx["vout"][0]["scriptPubKey"]["addresses"][0]
        for block in blocks for tx in block["rawstx"]
        if tx["vout"][0]["scriptPubKey"]["type"] == "stakesubmission-pubkeyhash"}
    return {ticket: address for ticket, address in found.items()
            if wallet.rpc.validateaddress(address).get("account") == "default"}


def switch_buyer(chain, account):
    chain.buyer.stop()
    chain.buyer.start_buying(account)
    chain.buyer.wait_height(chain.node.height)


def test_votes_with_a_wallets_own_and_with_script_tickets(folder, chain):
    node, buyer = chain.node, chain.buyer
    chain.start()
    chain.start_twin()  # for all other tickets

    before = node.height
    switch_buyer(chain, None)
    chain.mine(14)
    switch_buyer(chain, "voting")
    pool_key, user_key = craft.keys("pool", "user")
    script = craft.script(pool_key["pubkey"], user_key["pubkey"])
    by_script = crafted_tickets.buy(chain, 20 * [script["address"]])
    by_script |= crafted_tickets.buy(chain, 20 * [script["address"]])

    # Only now, since some of them were still waiting in the mempool when the buyer was switched over.
    own = own_tickets(node, buyer, before)
    assert own
    voter = Voter(folder / "voter", node)
    wifs = [buyer.rpc.dumpprivkey(address) for address in own.values()]
    voter.import_key("\n".join(wifs + [f"{user_key['wif']} {script['redeem']}"]))
    voter.start_and_wait()

    chain.mine(16)  # the youngest script tickets are live now
    seen = chain.mine_until_voted((own, 5), (by_script, 3))
    ours = {vote.ticket: vote.txid for vote in seen if vote.ticket in own or vote.ticket in by_script}
    assert ours.items() <= voter.votes_cast().items()
    voter.stop()
    chain.stop()
