"""Tickets for any voting address, which dcrwallet does not buy: of 1-of-2 scripts, as stakepools of old had them, or
of a place in an account far from the others."""

from . import craft

ATOMS = 10**8


def _coin(tx, vout):
    return {"txid": tx["txid"], "vout": vout, "tree": 0, "amount": round(tx["vout"][vout]["value"] * ATOMS)}


def buy(chain, voting):
    """Buys a ticket for each of these (at most 20) addresses with the buyer's coins and mines them, which takes four
    blocks or so. Returns the set of their txids; they can vote 16 blocks later.
    """
    node, buyer = chain.node, chain.buyer
    payer, = craft.keys("payer of crafted tickets")
    # A price that holds whatever the next blocks' is: only the buyer's tickets move it, and by less than this.
    price = 4 * round(node.rpc.getstakedifficulty()["next"] * ATOMS)
    value = price + ATOMS // 100

    funding = buyer.rpc.gettransaction(buyer.rpc.sendtoaddress(payer["address"], (len(voting) + 1) * value / ATOMS))
    chain.mine()
    funding = node.rpc.decoderawtransaction(funding["hex"])
    vout = next(out["n"] for out in funding["vout"] if payer["address"] in out["scriptPubKey"].get("addresses", []))
    split = craft.split(payer["wif"], _coin(funding, vout), value, len(voting))
    node.rpc.sendrawtransaction(split["hex"])
    chain.mine()
    split = node.rpc.decoderawtransaction(split["hex"])
    bought = craft.tickets(payer["wif"], [_coin(split, n) for n in range(len(voting))], voting, price)
    tickets = {node.rpc.sendrawtransaction(ticket["hex"]) for ticket in bought}
    missing = set(tickets)
    for _ in range(5):
        block_hash, = chain.mine()
        missing -= {tx["txid"] for tx in node.block(block_hash)["rawstx"]}
        if not missing:
            return tickets
    raise AssertionError(f"not mined: {missing}")
