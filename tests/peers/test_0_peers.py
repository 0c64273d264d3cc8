"""The peers themselves, without dcrvoter: when these fail, so does everything after them, for no fault of ours."""

from harness import chain as chains
from harness import craft, crafted_tickets, votes
from harness.observer import Observer


def test_dcrwallet_votes_on_the_base_chain(chain):
    chain.start()
    chain.start_twin()
    with Observer(chain.node) as observer:
        observer.subscribe("notifywinningtickets", "notifynewtransactions")
        for block_hash in chain.mine(5):
            _, drawn = observer.winners(block_hash)
            assert set(observer.wait_votes(block_hash)) == drawn
    block_hash, = chain.mine()
    mined = votes.votes_in(chain.node, block_hash)
    assert len(mined) == 5
    assert {(vote.bits, vote.version, len(vote.treasury)) for vote in mined} == {(1, 12, 0)}
    chain.stop()


def test_treasury_spend_is_taken(chain):
    chain.node.start()
    payee, = craft.keys("payee")
    spend = craft.tspend(chains.tspend_expiry(chain.node.height), 10**8, payee["address"])
    with Observer(chain.node) as observer:
        observer.subscribe("notifytspend")
        assert chain.node.rpc.sendrawtransaction(spend["hex"]) == spend["txid"]
        observer.wait_for("tspend", lambda params: params[0] == spend["hex"])
    assert chain.node.rpc.getrawmempool(False, "tspend") == [spend["txid"]]


def test_script_tickets_are_mined(chain):
    chain.start()
    chain.start_twin()
    first, second = craft.keys("pool", "user")
    script = craft.script(first["pubkey"], second["pubkey"])
    assert script["redeem"] == f"5121{first['pubkey']}21{second['pubkey']}52ae"
    for ticket in crafted_tickets.buy(chain, 2 * [script["address"]]):
        voting_rights = chain.node.rpc.gettxout(ticket, 0, 1)["scriptPubKey"]
        assert voting_rights["type"] == "stakesubmission-scripthash"
        assert voting_rights["addresses"] == [script["address"]]
    chain.stop()
