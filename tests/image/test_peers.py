"""The box beside a real dcrd, whose tickets a real dcrwallet bought: their key comes by the card, as from a lost one."""

import pytest
from harness import chain as chains
from harness.votes import votes_in

from machine import HOST_FROM_GUEST

pytestmark = pytest.mark.long

SLOW = 600  # seconds
BLOCKS = 12


@pytest.fixture
def chain(folder):
    """The base chain of tests/peers. Its node's certificate is good for the address by which the box reaches it."""
    made = chains.copy_of(chains.base_folder(), folder / "chain")
    for file in ("rpc.cert", "rpc.key"):
        (made.node.folder / file).unlink()
    made.node.options.append(f"altdnsnames={HOST_FROM_GUEST}")
    made.start()
    yield made
    made.kill()


def test_votes_on_a_real_chain(chain, card, start):
    node = chain.node
    card.write("dcrvoter.toml", "\n".join([
        'network = "simnet"', "[[node]]", f'address = "{HOST_FROM_GUEST}:{node.port}"', f'user = "{node.user}"',
        f'password = "{node.password}"', 'certificate = "rpc.cert"', ""]))
    card.write("rpc.cert", node.certificate.read_bytes())
    card.write("voting-key.txt", chains.voting_account()["private"] + "\n")
    box = start(card)
    box.wait_until_able(SLOW)
    assert chains.voting_account()["public"] == box.account()

    blocks = chain.mine(BLOCKS)
    assert [len(votes_in(node, block)) for block in blocks] == [5] * BLOCKS
    # The votes on the last block are in no block yet; some of those that were cast before it knew of them, too.
    history = box.wait_for("/api/v1/status", lambda status: status["history"]["mined"] >= 5 * (BLOCKS - 1),
                           "that its votes are mined")["history"]
    assert history["missed"] == 0, history
    box.power_off()
    assert "voting-key.txt" not in card.names()
