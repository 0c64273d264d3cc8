"""Votes as they stand in blocks, read from dcrd's decoded transactions."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Vote:
    """One vote. `treasury` maps a treasury spend's txid to "yes" or "no"; `hex` is as dcrd gives it back, that is
    with the block height and index of input 1 filled in."""

    txid: str
    ticket: str
    block: str
    height: int
    bits: int
    version: int
    treasury: dict
    hex: str


def _reversed_hex(data):
    return data[::-1].hex()


def is_vote(tx):
    return "stakebase" in tx["vin"][0]


def vote_of(tx):
    """The vote in a decoded transaction (spec: null data outputs 0 and 1, treasury votes in the last)."""
    scripts = [bytes.fromhex(out["scriptPubKey"]["hex"]) for out in tx["vout"]]
    place, choice, last = scripts[0], scripts[1], scripts[-1]
    treasury = {}
    marker = last.find(b"TV") if last[0] == 0x6A and len(scripts) > 2 else -1
    if marker > 0:
        votes = last[marker + 2:]
        for at in range(0, len(votes), 33):
            treasury[_reversed_hex(votes[at:at + 32])] = {1: "yes", 2: "no"}[votes[at + 32]]
    return Vote(
        txid=tx["txid"], ticket=tx["vin"][1]["txid"], block=_reversed_hex(place[2:34]),
        height=int.from_bytes(place[34:38], "little"), bits=int.from_bytes(choice[2:4], "little"),
        version=int.from_bytes(choice[4:8], "little"), treasury=treasury, hex=tx["hex"])


def votes_in(node, block_hash):
    """The votes that a block contains, that is those on its parent."""
    return [vote_of(tx) for tx in node.block(block_hash)["rawstx"] if is_vote(tx)]


def without_fraud_proof(vote_hex):
    """A vote's bytes with blockHeight and blockIndex of input 1 blanked, the only ones that dcrd rewrites."""
    raw = bytes.fromhex(vote_hex)
    at = 4 + 1 + 2 * 41  # version, number of inputs, two inputs
    outputs, at = raw[at], at + 1
    for _ in range(outputs):
        at += 8 + 2 + 1 + raw[at + 10]  # value, script version, script; no script of a vote is longer than 252
    at += 4 + 4 + 1  # lock time, expiry, number of inputs
    at += 8 + 4 + 4 + 1 + raw[at + 16]  # the stakebase
    at += 8  # the ticket's value
    return raw[:at] + bytes(8) + raw[at + 8:]


def listed(node, hashes):
    """All votes of these blocks."""
    return [vote for block_hash in hashes for vote in votes_in(node, block_hash)]
