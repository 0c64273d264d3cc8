"""What ./dev demo runs when all is built: simnode with a block every two seconds, and dcrvoter as its
owner would run it, with a key and a configuration of its own. Prints what becomes of each vote."""

import pathlib
import re
import shutil
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "demo"
BLOCK_MS = 2000
TICKETS = 60  # ours at the start; as many again of others
sys.path.insert(0, str(ROOT / "tests" / "simnode"))

from simnode import BINARIES, Simnode  # noqa: E402 (found through the line above)


def say(text):
    print(f"==> demo: {text}")


def dcrvoter(*arguments):
    return [f"{BINARIES}/dcrvoter", "--config", FOLDER / "dcrvoter.toml", *arguments]


def configure(*lines):
    (FOLDER / "dcrvoter.toml").write_text("\n".join(['network = "simnet"', f'state = "{FOLDER / "state"}"', *lines, ""]))


def make_key():
    """The public account key of a voting key made for this run."""
    (FOLDER / "state").mkdir(mode=0o700)
    told = subprocess.run(dcrvoter("key", "new"), check=True, capture_output=True, text=True).stdout
    return re.search(r"\bspub\w+", told).group()


class Chronicle:
    """Turns simnode's events into a line for each vote, once its fate is known."""

    def __init__(self):
        self.sent = {}  # (block, ticket): its first vote event
        self.called = {}  # block: when its winners were told, and our tickets among them
        self.mined = self.missed = 0

    def take(self, event):
        kind = event["event"]
        if kind == "winners_sent":
            self.called.setdefault(event["block"], {})["ns"] = event["ns"]
        elif kind == "vote":
            self.sent.setdefault((event["block"], event["ticket"]), event)
        elif kind == "block":
            self.settle(event)
            ours = [winner["ticket"] for winner in event["winners"] if winner["ours"]]
            self.called.setdefault(event["hash"], {})["tickets"] = ours

    def settle(self, block):
        """A block decides the votes on its parent."""
        call = self.called.pop(block["previous"], {})
        mined = {vote["ticket"]: vote for vote in block["votes"]}
        for ticket in call.get("tickets", []):
            vote = self.sent.pop((block["previous"], ticket), None)
            height = block["height"] - 1
            text = f"block {height}: ticket {ticket[:12]}… was drawn; "
            if vote is None:
                text += "no vote was sent; "
            else:
                after = (vote["ns"] - call["ns"]) / 1e6 if "ns" in call else 0
                text += f"vote {vote['vote'][:12]}… came after {after:.1f} ms, {vote['verdict']}"
                text += f" ({vote['message']}); " if "message" in vote else "; "
            if ticket in mined:
                self.mined += 1
                print(text + f"mined in block {block['height']}")
            else:
                self.missed += 1
                print(text + "MISSED")


def follow(node, voter):
    """Until Ctrl-C, or until one of the two ends by itself."""
    chronicle, place = Chronicle(), 0
    try:
        while voter.poll() is None and node.process.poll() is None:
            with node.events.changed:
                node.events.changed.wait(1)
                news, place = node.events.list[place:], len(node.events.list)
            for event in news:
                chronicle.take(event)
        say("a program ended by itself; the last lines of build/demo/dcrvoter.log:")
        print("".join((FOLDER / "dcrvoter.log").read_text().splitlines(keepends=True)[-10:]), end="")
        return 70
    except KeyboardInterrupt:
        return 0
    finally:
        print()
        say(f"{chronicle.mined} votes mined, {chronicle.missed} missed; dcrvoter's log is build/demo/dcrvoter.log")


def main():
    # Both are in Ctrl-C's reach: they are to be stopped from here, one after the other.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "node").mkdir(parents=True)
    configure()
    xpub = make_key()
    say(f"made a voting key; its public account key is {xpub}")
    node = Simnode(FOLDER / "node", "--xpub", xpub, "--tickets", TICKETS, "--strangers", TICKETS,
                   "--buy-per-block", 3)  # fmt: skip
    voter = None
    try:
        configure("[[node]]", f'address = "{node.listen}"', 'user = "user"', 'password = "pass"',
                  f'certificate = "{node.certificate}"')  # fmt: skip
        with open(FOLDER / "dcrvoter.log", "w") as log:
            voter = subprocess.Popen(dcrvoter("run"), stdout=log, stderr=log, start_new_session=True)
        node.wait_event("winners_sent", seconds=60)
        say(f"simnode has {TICKETS} live tickets of ours; a block every {BLOCK_MS // 1000} seconds; Ctrl-C ends it")
        node.command("start", every_ms=BLOCK_MS)
        return follow(node, voter)
    finally:
        for process in filter(None, [voter, node.process]):
            process.terminate()
            process.wait()


sys.exit(main())
