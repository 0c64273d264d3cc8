"""A simnet chain with its ticket buyer, and the two chains that the tests start from.

Making a chain takes a minute, mostly for lack of tickets that may vote, so it is done once:
stem   height 32: coins that can be spent, the buyer's wallet synced, no tickets yet
base   height 200: about 600 live tickets of the voting account of VOTER_SEED, voting goes on since 144
Both are kept in build/peers and copied for each test.
"""

import contextlib
import fcntl
import hashlib
import shutil
import time

from . import craft, paths, votes
from .node import Node
from .waiting import holds_within
from .wallet import Wallet

BUYER_SEED = "b280922d2cffda44648346412c5ec97f429938105003730414f10b01e1402eac"
VOTER_SEED = "5d6aa0d3f8c5be1e2a5cb7a2f0c4b1e39d7768a45f1c0b92e3d4a5968778695a"
VOTING_ACCOUNT = "voting"

FIRST_VOTED = 143  # the first block that is voted on; its votes are in the next
BASE_HEIGHT = 200

# The ticket buyer has to be given blocks or the pool runs dry some time after this many without it.
LONGEST_WITHOUT_BUYER = 40

# A base chain older than this is made anew, so that its tip never counts as too old to be current.
KEPT_SECONDS = 12 * 3600


# Of treasury spends on simnet, in blocks: dcrd: chaincfg/simnetparams.go, TreasuryVoteInterval and its multiplier.
TREASURY_INTERVAL = 48
TREASURY_WINDOW = 3 * TREASURY_INTERVAL


def tspend_expiry(height):
    """The latest expiry with which a treasury spend can be voted on at `height` already."""
    start = height // TREASURY_INTERVAL * TREASURY_INTERVAL
    return start + TREASURY_WINDOW + 2


def voting_account():
    """The extended keys of the account that the base chain's tickets vote with (m/44'/1'/0')."""
    return craft.account(VOTER_SEED)


class Chain:
    """A node, the wallet that buys its tickets, and the dcrwallet that can vote with the base chain's."""

    def __init__(self, folder):
        self.folder = folder
        self.node = Node(folder / "node")
        self.buyer = Wallet(folder / "buyer", self.node, "buyer")
        self.twin = Wallet(folder / "twin", self.node, "twin")
        self._blocks_without_buyer = 0

    def start(self, buying_for=VOTING_ACCOUNT):
        """Starts node and buyer, the latter for the tickets of that account (None: of its own)."""
        self.node.start()
        self.buyer.start_buying(buying_for)

    def start_twin(self):
        """Starts a dcrwallet that votes, from the seed of the base chain's voting account."""
        if not (self.twin.folder / "simnet").exists():
            self.twin.create(VOTER_SEED)
        self.twin.start("--enablevoting")

    def stop(self):
        for wallet in (self.buyer, self.twin):
            wallet.stop()
        self.node.stop()

    def kill(self):
        """Ends all of it at once; for when the folders are of no further use."""
        for part in (self.buyer, self.twin, self.node):
            part.kill()

    def mine(self, count=1, timeout=60):
        """Mines blocks one by one, each after the buyer has seen the one before and bought; returns their hashes."""
        hashes = []
        for _ in range(count):
            hashes += self.node.generate(1, timeout)
            if self.buyer.process.running:
                self._blocks_without_buyer = 0
                self.buyer.wait_height(self.node.height)
                # Without tickets in each block the chain ends in time, but a block without one is no harm.
                holds_within(lambda: self.node.rpc.getrawmempool(False, "tickets"), 0.12)
            else:
                self._blocks_without_buyer += 1
                assert self._blocks_without_buyer <= LONGEST_WITHOUT_BUYER, "start the buyer again"
        return hashes

    def mine_until_voted(self, *wanted, most=150):
        """Mines until, for each (tickets, count) given, that many of those tickets have voted; returns all votes.

        No drawn ticket may be missed meanwhile.
        """
        seen = []
        for _ in range(most):
            mined = votes.votes_in(self.node, self.mine()[0])
            assert len(mined) == 5, f"a drawn ticket was missed at height {self.node.height}"
            seen += mined
            if all(len({vote.ticket for vote in seen} & set(tickets)) >= count for tickets, count in wanted):
                return seen
        raise AssertionError(f"too few of the tickets voted within {most} blocks")

    def mine_to(self, height, timeout=60):
        return self.mine(height - self.node.height, timeout)


def _make_stem(folder):
    chain = Chain(folder)
    # Two blocks dated back give the difficulty a credit of 80000 blocks mined faster than one a second.
    chain.node.start("--miningtimeoffset=80000")
    chain.node.generate(2)
    chain.node.stop()
    chain.node.start()
    chain.node.generate(30)
    chain.buyer.create(BUYER_SEED)
    chain.buyer.start()
    chain.stop()


def _make_base(folder):
    shutil.copytree(stem_folder(), folder)
    chain = Chain(folder)
    chain.node.start()
    chain.buyer.start()
    chain.buyer.rpc.importxpub(VOTING_ACCOUNT, voting_account()["public"])
    chain.buyer.stop()
    chain.buyer.start_buying(VOTING_ACCOUNT)
    chain.start_twin()
    chain.mine_to(BASE_HEIGHT)
    chain.stop()


def _kept(name, make):
    """The folder build/peers/<name>-<hash>, made if it is missing, too old, or made by another recipe."""
    recipe = hashlib.sha256((paths.BIN / ".built-from").read_bytes())
    for part in ("chain.py", "node.py", "wallet.py"):
        recipe.update((paths.ROOT / "tests/peers/harness" / part).read_bytes())
    folder = paths.WORK / f"{name}-{recipe.hexdigest()[:12]}"
    with _locked(paths.WORK / f"{name}.lock"):
        if folder.exists() and time.time() - folder.stat().st_mtime < KEPT_SECONDS:
            return folder
        for old in paths.WORK.glob(f"{name}-*"):
            shutil.rmtree(old)
        half_done = paths.WORK / f"{name}-making"
        make(half_done)
        half_done.rename(folder)
        folder.touch()
        return folder


@contextlib.contextmanager
def _locked(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def stem_folder():
    return _kept("stem", _make_stem)


def base_folder():
    return _kept("base", _make_base)


def copy_of(kept_folder, folder):
    """A Chain of one's own in `folder`, that starts from a kept one. Nothing runs yet."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(kept_folder, folder, ignore=shutil.ignore_patterns("output.log", "logs"))
    return Chain(folder)
