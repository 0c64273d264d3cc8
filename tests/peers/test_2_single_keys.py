"""Tickets that a wallet bought for itself, by their WIFs, and script tickets by WIF and redeem script."""

from harness import craft, crafted_tickets
from harness.voter import Voter


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
    own = {ticket: address for ticket, address in found.items()
           if buyer.rpc.validateaddress(address).get("account") == "default"}
    assert own
    switch_buyer(chain, "voting")
    pool_key, user_key = craft.keys("pool", "user")
    script = craft.script(pool_key["pubkey"], user_key["pubkey"])
    by_script = crafted_tickets.buy(chain, 20 * [script["address"]])
    by_script |= crafted_tickets.buy(chain, 20 * [script["address"]])

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
