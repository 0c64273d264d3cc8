"""The floor under every voter's latency: votes made when the winning tickets are told, by a client that does nothing
else, from the moment it sends them.

It is a process of its own, or it would send them when the node has long finished with the block. Run as a program it
is that process: `floor.py PORT USER PASSWORD READY_VOTES NETWORK ACCOUNT`. It reads a line each from standard input,
`ticket HEX` or `vote COUNT`, and answers the latter with `BLOCK TIME` once it has voted on the next block.
"""

import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))

from harness import votes  # noqa: E402 (found through the line above)
from harness.observer import Observer  # noqa: E402
from observing import Address  # noqa: E402


class PlainClient:
    """The side that mines the blocks."""

    def __init__(self, node, ready_votes, account):
        self._node = node
        self._looked_at = 0  # the height up to which the blocks' tickets are known
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(node.port), node.user, node.password, ready_votes, node.network, account],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._hear("ready")

    def close(self):
        self._process.stdin.close()
        self._process.wait(10)

    def look(self):
        """Learns the tickets of the blocks so far."""
        while self._looked_at < self._node.height:
            self._looked_at += 1
            block = self._node.block(self._node.rpc.getblockhash(self._looked_at))
            for tx in block.get("rawstx", []):
                if not votes.is_vote(tx) and tx["vout"][0]["scriptPubKey"]["hex"].startswith("ba"):  # OP_SSTX
                    self._say(f"ticket {tx['hex']}")

    def block(self, at_once):
        """Mines a block and votes on it: so many votes in one go, the others when those are accepted. Returns (hash,
        time when sending began)."""
        self._say(f"vote {at_once}")
        self._hear("waiting")
        self._node.generate()
        block_hash, began = self._hear().split()
        return block_hash, float(began)

    def _say(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self, expected=None):
        line = self._process.stdout.readline().strip()
        assert line and expected in (None, line), "the plain client failed, see above"
        return line


class _Voting:
    """The side that votes."""

    def __init__(self, address, ready_votes, network, account):
        self._votes = subprocess.Popen([ready_votes], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.say(f"account {network} {account}")
        self._client = Observer(address)
        self._client.subscribe("notifywinningtickets")

    def close(self):
        self._client.close()
        self._votes.stdin.close()
        self._votes.wait(10)

    def say(self, line):
        self._votes.stdin.write(line + "\n")
        self._votes.stdin.flush()

    def vote(self, at_once):
        since = len(self._client.notifications)
        print("waiting", flush=True)
        _, _, (block_hash, height, drawn) = self._client.wait_for("winningtickets", after=since)
        tickets = list(drawn.values())
        began = self._send(block_hash, height, tickets[:at_once])
        if tickets[at_once:]:
            self._send(block_hash, height, tickets[at_once:])
        print(block_hash, began, flush=True)

    def _send(self, block_hash, height, tickets):
        self.say("\n".join(f"vote {block_hash} {height} {ticket}" for ticket in tickets))
        made = [self._votes.stdout.readline().split() for _ in tickets]
        requests = [self._client.ready("sendrawtransaction", hex_) for _, hex_ in made]
        began = time.monotonic()
        self._client.send_ready(requests)
        for request in requests:
            self._client.reply_to(request)  # fails if the vote was refused
        return began


def main():
    port, user, password, *maker = sys.argv[1:]
    voting = _Voting(Address(int(port), user, password), *maker)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.startswith("vote "):
            voting.vote(int(line.split()[1]))
        else:
            voting.say(line.strip())
    voting.close()


if __name__ == "__main__":
    main()
