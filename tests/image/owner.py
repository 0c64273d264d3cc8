"""What the owner of a box has: a node, the file dcrvoter.toml, and a wallet that buys tickets."""

import math

from machine import HOST_FROM_GUEST
from simnode import Simnode

# Of simnet: a ticket can be drawn from so many blocks after it was mined.
MATURITY = 16
MOST_TICKETS_OF_A_BLOCK = 20


class Node(Simnode):
    """A simnode on this machine. Others' tickets keep its chain going until there are some of the box."""

    def __init__(self, folder, *arguments):
        super().__init__(folder, "--network", "simnet", "--tickets", 0, "--strangers", 200, *arguments)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    @property
    def address_for_guests(self):
        return f"{HOST_FROM_GUEST}:{self.listen.rsplit(':', 1)[1]}"

    def buy(self, xpub, count=20):
        """Tickets that belong to this account key, old enough to be drawn."""
        self.command("xpub", xpub=xpub)
        self.command("spare")
        tickets = self.command("buy", count=count)["tickets"]
        self.mine(MATURITY + 1 + math.ceil(count / MOST_TICKETS_OF_A_BLOCK))
        return tickets

    def assert_calls_are_answered(self, seconds=60):
        """Draws tickets for its next block; the votes of all of them come. The call, as it was made."""
        call = self.call(wait_ms=seconds * 500)
        assert self.wait_votes(call, seconds=seconds) == set(call["drawn"])
        return call


def toml(node, certificate="rpc.cert"):
    return "\n".join(['network = "simnet"', "", "[[node]]", f'address = "{node.address_for_guests}"',
                      f'user = "{node.user}"', f'password = "{node.password}"', f'certificate = "{certificate}"', ""])


def configuration(card, node):
    """The two files that an owner leaves on the card."""
    card.write("dcrvoter.toml", toml(node))
    with open(node.certificate, "rb") as certificate:
        card.write("rpc.cert", certificate.read())
