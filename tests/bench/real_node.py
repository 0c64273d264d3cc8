"""dcrvoter beside dcrwallet, with one key, on one real dcrd: latency, processor time, memory, start."""

import dataclasses
import re
import shutil
import statistics
import time

from cost import cpu_ns, seconds_to_lines, settle
from floor import PlainClient
from harness import chain as chains
from harness import log_lines, paths, votes
from harness.process import Process, memory
from harness.voter import Voter
from harness.wallet import PASSPHRASE
from observing import Watcher

MS = 1000
VOTES = 5
# dcrwallet: its sync package, the last line before it is ready.
WALLET_READY = re.compile(r"Blockchain sync completed")
# A dcrwallet of an owner looks 20 addresses ahead; that of the tests looks further only to survive their buyer's holes.
WALLET_AS_SHIPPED = "--gaplimit=20"
REFILL_STEP, MOST_REFILL = 10, 200  # blocks
ENOUGH_TICKETS = 320  # the pool that simnet aims at: lasts for 28 blocks, and for 16 more until new ones are mature
LOOK_BACK = 400  # blocks: simnet's ticket expiry and maturity

LATENCY = "latency of votes on a real node (from the winningtickets notice, as another client of the node sees it)"
COST = "cost on a real node, both voting on the same blocks"
START = "start on a real node"


@dataclasses.dataclass(frozen=True)
class Plan:
    rounds: int
    each: int  # blocks a round for dcrvoter, and for dcrwallet
    floor: int  # blocks a round for the floor: half of them one vote alone, half all five at once
    both: int  # parts with both voting, each with the blocks below
    quiet: int = 28  # in which nobody buys; no more than chains.LONGEST_WITHOUT_BUYER in a row
    busy: int = 14  # in which the buyer buys
    starts: int = 7
    start_height: int = 1080  # where dcrwallet's 0.65 s were measured; what it reads from its database grows


FULL = Plan(rounds=6, each=10, floor=8, both=4)
QUICK = Plan(rounds=2, each=6, floor=6, both=1, starts=3, start_height=0)


class Contest:
    """The chain and the two voters. The buyer sleeps but in busy(): it would disturb the measurement."""

    def __init__(self, folder, ready_votes):
        self.chain = chains.copy_of(chains.base_folder(), folder / "chain")
        self.node, self.buyer, self.wallet = self.chain.node, self.chain.buyer, self.chain.twin
        self.voter = Voter(folder / "voter", self.node)
        account = chains.voting_account()["private"]
        self.voter.import_key(account)
        self.chain.start()
        # A buyer that slept buys for all blocks since, and most of that is never mined.
        self.wallet.gap_limit = 1000
        self.chain.start_twin()
        self.buyer.process.pause()
        self.watcher = Watcher(self.node)
        self.client = PlainClient(self.node, ready_votes, account)

    def close(self):
        self.watcher.__exit__()
        self.client.close()

    # Who votes.

    def wallet_votes(self, yes):
        if yes:
            self.wallet.rpc.walletpassphrase(PASSPHRASE, 0)
        else:
            self.wallet.rpc.walletlock()

    def voter_votes(self, yes):
        if yes:
            self.voter.start_and_wait()
        else:
            self.voter.stop()

    # Blocks.

    def quiet(self, count):
        """Blocks with all five votes by whoever votes, each mined once everybody is done with the one before;
        (hash, {vote: ms after the notice}) of each."""
        seen = []
        for _ in range(count):
            settle(self.node.process, self.wallet.process, self.voter.process)
            since = self.watcher.mark()
            block_hash, = self.node.generate()
            at = self.watcher.notice(block_hash, since)
            accepted = self.watcher.wait_accepted(VOTES, since)
            seen.append((block_hash, {txid: (when - at) * MS for txid, when in accepted.items()}))
        return seen

    def busy(self, count):
        """Blocks in which tickets are bought. Both voters' votes are one."""
        self.buyer.process.resume()
        self.chain.mine(count)
        self.buyer.process.pause()

    def refill(self):
        """As many blocks with the buyer as the chain needs to have its tickets again. A block takes five and the buyer
        brings eight; where too few are left, dcrd makes no template and `generate` waits for ever."""
        for _ in range(MOST_REFILL // REFILL_STEP):
            if self.live_tickets() >= ENOUGH_TICKETS:
                return
            self.busy(REFILL_STEP)
        raise AssertionError(f"after {MOST_REFILL} blocks of buying only {self.live_tickets()} tickets are live")

    def live_tickets(self):
        return len(self.node.rpc.livetickets()["tickets"])

    def floor(self, count):
        """Blocks voted on by the plain client; ms from sending to acceptance: (of a single vote that is alone,
        of the first of five sent at once, of the fifth)."""
        alone, first, fifth = [], [], []
        self.client.look()
        for n in range(count):
            settle(self.node.process, self.wallet.process)
            since = self.watcher.mark()
            at_once = VOTES if n % 2 else 1
            _, sent = self.client.block(at_once)
            accepted = sorted((when - sent) * MS for when in self.watcher.wait_accepted(VOTES, since).values())
            if at_once == 1:
                alone.append(accepted[0])
            else:
                first.append(accepted[0])
                fifth.append(accepted[-1])
        return alone, first, fifth

    def check_voter_voted(self, heights):
        """dcrvoter, which runs, has voted on these blocks with all tickets that were drawn."""
        for height in heights:
            self.voter.wait_votes_cast(self.node.rpc.getblockhash(height), VOTES)

    def check_votes(self, seen):
        """What the observer took for votes on these blocks must stand in the blocks after them."""
        for block_hash, accepted in seen:
            child = self.node.rpc.getblockheader(block_hash)["nextblockhash"]
            mined = {vote.txid for vote in votes.votes_in(self.node, child) if vote.block == block_hash}
            assert mined == set(accepted), f"accepted were {set(accepted)}, mined {mined} on {block_hash}"


def latency(contest, plan, report):
    """Rounds in which dcrwallet, dcrvoter and the plain client take turns; both voters run between them."""
    voter, wallet = [], []
    alone, first, fifth = [], [], []
    for _ in range(plan.rounds):
        wallet += contest.quiet(plan.each)
        contest.wallet_votes(False)
        contest.voter_votes(True)
        voter += contest.quiet(plan.each)
        contest.voter_votes(False)
        for all_samples, samples in zip((alone, first, fifth), contest.floor(plan.floor)):
            all_samples += samples
        contest.wallet_votes(True)
        contest.refill()
    contest.check_votes(wallet + voter)

    def nth(seen, place):
        return [sorted(accepted.values())[place] for _, accepted in seen]

    for word, place, floor, floor_word in (("first", 0, alone, "one ready-made vote"),
                                           ("fifth", -1, fifth, "last of five ready-made votes sent at once")):
        theirs = report.add(LATENCY, f"dcrwallet: {word} vote accepted", "ms", nth(wallet, place))
        ours = report.add(LATENCY, f"dcrvoter: {word} vote accepted", "ms", nth(voter, place))
        under = report.add(LATENCY, f"floor: {floor_word}", "ms", floor)
        if place == 0:
            report.add(LATENCY, "floor: first of five ready-made votes sent at once", "ms", first)
        their_excess, our_excess = theirs.median - under.median, ours.median - under.median
        report.add(LATENCY, f"dcrwallet above the floor, {word} vote", "ms", their_excess)
        report.add(LATENCY, f"dcrvoter above the floor, {word} vote", "ms", our_excess,
                   max(their_excess / 4, 1.5), "the larger of 1/4 of dcrwallet's and 1.5 ms")
        report.add(LATENCY, f"dcrvoter's share of dcrwallet's, {word} vote", "ratio", our_excess / their_excess)


def cost(contest, plan, report):
    """Both voters on the same blocks: nobody buys, then somebody does, in turn."""
    contest.voter_votes(True)
    pids = {"dcrvoter": contest.voter.process.pid, "dcrwallet": contest.wallet.process.pid}
    used = {"quiet": dict.fromkeys(pids, 0), "busy": dict.fromkeys(pids, 0)}

    def measure(kind, mine, count):
        settle(contest.voter.process, contest.wallet.process)
        before = {name: cpu_ns(pid) for name, pid in pids.items()}
        first = contest.node.height + 1
        mine(count)
        settle(contest.voter.process, contest.wallet.process)
        for name, pid in pids.items():
            used[kind][name] += cpu_ns(pid) - before[name]
        contest.check_voter_voted(range(first, contest.node.height + 1))

    for _ in range(plan.both):
        measure("quiet", contest.quiet, plan.quiet)
        measure("busy", contest.busy, plan.busy)
        contest.refill()
    used["all"] = {name: used["quiet"][name] + used["busy"][name] for name in pids}
    for kind, each, words in (("quiet", plan.quiet, "nobody buys"), ("busy", plan.busy, "with the buyer's tickets"),
                              ("all", plan.quiet + plan.busy, "both")):
        blocks = each * plan.both
        ours, theirs = (used[kind][name] / blocks / 1e6 for name in ("dcrvoter", "dcrwallet"))
        words = f"processor time a block, {blocks} blocks, {words}"
        report.add(COST, f"dcrwallet: {words}", "ms", theirs)
        limit = (theirs / 6, "1/6 of dcrwallet's") if kind == "all" else ()
        report.add(COST, f"dcrvoter: {words}", "ms", ours, *limit)
        report.add(COST, f"dcrvoter's share of dcrwallet's, {words}", "ratio", ours / theirs)

    live = contest.live_tickets()
    for name, pid, limit in (("dcrwallet", pids["dcrwallet"], None), ("dcrvoter", pids["dcrvoter"], 12.0)):
        now, most = memory(pid)
        report.add(COST, f"{name}: resident memory, {live} live tickets", "MB", now / 1e6, limit,
                   "12 MB" if limit else "")
        report.add(COST, f"{name}: most that ever was resident", "MB", most / 1e6)
    contest.voter_votes(False)


def start(contest, plan, report):
    """Each started alone, in turn. dcrwallet has its database; dcrvoter finds everything anew, then it has its
    store."""
    node = contest.node
    contest.voter_votes(True)
    contest.busy(max(plan.start_height - node.height, 0))
    contest.voter_votes(False)
    contest.buyer.kill()
    contest.wallet.stop()
    ours, found, theirs, kept = [], [], [], []
    for _ in range(plan.starts):
        settle(node.process)
        theirs += seconds_to_lines(contest.wallet.process,
                                   lambda: contest.wallet.launch("--enablevoting", WALLET_AS_SHIPPED), WALLET_READY)
        contest.wallet.stop()
        settle(node.process)
        shutil.rmtree(contest.voter.folder / "state" / "store", ignore_errors=True)
        able, searched = seconds_to_lines(contest.voter.process, contest.voter.start, log_lines.ABLE_TO_VOTE,
                                          log_lines.TICKETS_FOUND)
        ours.append(able)
        found.append(searched)
        contest.voter.stop()
        settle(node.process)
        kept.append(seconds_to_lines(contest.voter.process, contest.voter.start, log_lines.ABLE_TO_VOTE,
                                     log_lines.TICKETS_FOUND)[0])
        contest.voter.stop()
    at = f"at height {node.height:,}"
    report.add(START, f"dcrwallet: start to synced, {at}, with its database", "ms", [s * MS for s in theirs])
    blocks = min(LOOK_BACK, node.height)
    report.add(START, f"dcrvoter: start to able to vote, {blocks} blocks to look through, no store", "ms",
               [s * MS for s in ours],
               statistics.median(theirs) * MS / 2, "1/2 of dcrwallet's")
    report.add(START, "dcrvoter: start to all tickets found in these blocks", "ms", [s * MS for s in found])
    known = contest.voter.matches(re.compile(r"store: (\d+) tickets"))[-1][1]
    report.add(START, f"dcrvoter: start to able to vote, {known} known tickets in its store", "ms",
               [s * MS for s in kept], min(statistics.median(theirs) * MS / 10, 100.0),
               "1/10 of dcrwallet's, and 100 ms")
    report.add(START, "dcrvoter: start to a vote accepted, killed after the call", "ms",
               [s * MS for s in first_votes_after_a_kill(contest, plan.starts)], 300.0, "0.3 s")


def first_votes_after_a_kill(contest, count):
    """Seconds from the start of a dcrvoter to its first vote's acceptance, as the observer is told, on a block that
    was called when it was stopped, before it was killed."""
    took = []
    contest.voter_votes(True)
    for _ in range(count):
        contest.quiet(1)  # voted on as ever: what it knows is in its store
        settle(contest.node.process, contest.voter.process)
        contest.voter.process.pause()
        since = contest.watcher.mark()
        block_hash, = contest.node.generate()
        contest.watcher.notice(block_hash, since)
        contest.voter.kill()
        began = time.monotonic()
        contest.voter.start()
        took.append(min(contest.watcher.wait_accepted(1, since).values()) - began)
        contest.watcher.wait_accepted(VOTES, since)
    contest.voter_votes(False)
    return took


def measure(report, ready_votes):
    plan = QUICK if report.quick else FULL
    folder = paths.WORK / "run" / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        contest = Contest(folder, ready_votes)
        try:
            latency(contest, plan, report)
            cost(contest, plan, report)
            start(contest, plan, report)
        finally:
            contest.close()
    finally:
        Process.kill_all()
    shutil.rmtree(folder)
