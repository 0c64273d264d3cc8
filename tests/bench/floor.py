"""The floor under every voter's latency: votes that are ready when they are sent, by a client that does nothing else."""

import pathlib
import subprocess
import threading
import time

from harness import votes
from harness.observer import Observer


class VoteMaker:
    """Votes of one account, made by the program ready_votes."""

    def __init__(self, program, network, account):
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._write(f"account {network} {account}")

    def _write(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def vote(self, block_hash, height, ticket_hex):
        """(txid, hex)"""
        self._write(f"vote {block_hash} {height} {ticket_hex}")
        answer = self._process.stdout.readline().split()
        assert len(answer) == 2, "ready_votes could not make a vote, see above"
        return answer

    def close(self):
        self._process.stdin.close()
        self._process.wait(10)


class Tickets:
    """The tickets in a node's blocks, by txid, in hex."""

    def __init__(self, node):
        self._node = node
        self._known = {}
        self._next = 1

    def look(self):
        """Reads the blocks that came since the last look."""
        while self._next <= self._node.height:
            block = self._node.block(self._node.rpc.getblockhash(self._next))
            for tx in block.get("rawstx", []):
                if not votes.is_vote(tx) and tx["vout"][0]["scriptPubKey"]["hex"].startswith("ba"):  # OP_SSTX
                    self._known[tx["txid"]] = tx["hex"]
            self._next += 1

    def __getitem__(self, txid):
        return self._known[txid]


class PlainClient:
    """Makes the votes when it is told who was drawn, and then sends them as they are: what it takes from there on is
    the node's time, in the state that a block leaves it in, and no voter's."""

    def __init__(self, node, program, account):
        self._node = node
        self._tickets = Tickets(node)
        self._maker = VoteMaker(pathlib.Path(program), node.network, account)
        self._client = Observer(node)
        self._client.subscribe("notifywinningtickets")

    def close(self):
        self._client.close()
        self._maker.close()

    def look(self):
        """Learns the tickets of the blocks so far."""
        self._tickets.look()

    def block(self, at_once):
        """Mines a block and votes on it: so many votes in one go, the others as soon as those are accepted or refused.
        Returns (hash, time when sending began)."""
        since = len(self._client.notifications)
        miner = threading.Thread(target=self._node.generate)
        miner.start()
        _, _, (block_hash, height, drawn) = self._client.wait_for("winningtickets", after=since)
        requests = [self._client.ready("sendrawtransaction", self._maker.vote(block_hash, height, self._tickets[ticket])[1])
                    for ticket in drawn.values()]
        began = time.monotonic()
        self._client.send_ready(requests[:at_once])
        for n, request in enumerate(requests):
            if n == at_once:
                self._client.send_ready(requests[at_once:])
            self._client.reply_to(request)  # fails if the vote was refused
        miner.join()
        return block_hash, began
