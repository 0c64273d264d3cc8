"""Tickets whose voting rights belong to a 1-of-2 script, as a stakepool of old had them; dcrwallet buys none."""

from . import craft

ATOMS = 10**8


def _coin(tx, vout):
    return {"txid": tx["txid"], "vout": vout, "tree": 0, "amount": round(tx["vout"][vout]["value"] * ATOMS)}


def buy(chain, count, pubkeys):
    """Buys `count` (at most 20) such tickets with the buyer's coins and mines them, which takes four blocks or so.

    Returns the redeem script in hex and the set of the tickets' txids; they can vote 16 blocks later.
    """
    node, buyer = chain.node, chain.buyer
    payer, = craft.keys("payer of script tickets")
    # A price that holds whatever the next blocks' is: only the buyer's tickets move it, and by less than this.
    price = 4 * round(node.rpc.getstakedifficulty()["next"] * ATOMS)
    value = price + ATOMS // 100

    funding = buyer.rpc.gettransaction(buyer.rpc.sendtoaddress(payer["address"], (count + 1) * value / ATOMS))
    chain.mine()
    funding = node.rpc.decoderawtransaction(funding["hex"])
    vout = next(out["n"] for out in funding["vout"] if payer["address"] in out["scriptPubKey"].get("addresses", []))
    split = craft.split(payer["wif"], _coin(funding, vout), value, count)
    node.rpc.sendrawtransaction(split["hex"])
    chain.mine()
    split = node.rpc.decoderawtransaction(split["hex"])
    bought = craft.tickets(payer["wif"], [_coin(split, n) for n in range(count)], price, pubkeys)
    tickets = {node.rpc.sendrawtransaction(ticket["hex"]) for ticket in bought["tickets"]}
    missing = set(tickets)
    for _ in range(5):
        block_hash, = chain.mine()
        missing -= {tx["txid"] for tx in node.block(block_hash)["rawstx"]}
        if not missing:
            return bought["redeem"], tickets
    raise AssertionError(f"not mined: {missing}")
