"""What ./dev demo runs when all is built: two simnodes with a block every two seconds, and dcrvoter as its
owner would run it, with a key, a configuration and a page of its own. Prints what becomes of each vote while a
story of two minutes goes through the states of the page: once, or again and again for who watches at a terminal."""

import argparse
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "demo"
TICKETS = 60  # ours at the start; as many again of others
PORT = 8042
sys.path.insert(0, str(ROOT / "tests" / "simnode"))

from demo_relay import Relay  # noqa: E402 (found through the line above)
from demo_story import Story  # noqa: E402
from simnode import BINARIES, Simnode  # noqa: E402


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
                came = f"came after {after:.1f} ms" if after >= 0 else "came by the other node's notice"
                text += f"vote {vote['vote'][:12]}… {came}, {vote['verdict']}"
                text += f" ({vote['message']}); " if "message" in vote else "; "
            if ticket in mined:
                self.mined += 1
                print(text + f"mined in block {block['height']}")
            else:
                self.missed += 1
                print(text + "MISSED")


def follow(node, voter, story):
    """Until Ctrl-C, or until the story or a program ends by itself."""
    chronicle, place = Chronicle(), 0
    try:
        while voter.poll() is None and node.process.poll() is None and story.is_alive():
            with node.events.changed:
                node.events.changed.wait(1)
                news, place = node.events.list[place:], len(node.events.list)
            for event in news:
                chronicle.take(event)
        if story.is_alive():
            say("a program ended by itself; the last lines of build/demo/dcrvoter.log:")
            print("".join((FOLDER / "dcrvoter.log").read_text().splitlines(keepends=True)[-10:]), end="")
            return 70
        return story.exit_code
    except KeyboardInterrupt:
        return 0
    finally:
        print()
        say(f"{chronicle.mined} votes mined, {chronicle.missed} missed; dcrvoter's log is build/demo/dcrvoter.log")


class Telling(threading.Thread):
    """Tells the story while the votes are followed."""

    def __init__(self, story, again):
        super().__init__(daemon=True)
        self.story, self.again, self.exit_code = story, again, 0

    def run(self):
        try:
            self.story.beginning()
            self.story.rounds()
            while self.again:
                self.story.rounds()
        except KeyboardInterrupt:
            pass  # told to end
        except Exception as error:
            say(f"the story ends here: {error}")
            self.exit_code = 70


def free_port(wanted):
    """The wanted one, or any if somebody else has that."""
    for port in (wanted, 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as taken:
                return taken.getsockname()[1]
        except OSError:
            say(f"port {port} is taken by another program")
    raise RuntimeError("there is no port to be had")


def main():
    parser = argparse.ArgumentParser(prog="demo")
    parser.add_argument("--block-ms", type=int, default=2000, help="a block every so many milliseconds")
    parser.add_argument("--port", type=int, default=PORT, help="of the page")
    options = parser.parse_args()
    # Both are in Ctrl-C's reach: they are to be stopped from here, one after the other.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    configure()
    xpub = make_key()
    say(f"made a voting key; its public account key is {xpub}")
    processes = []
    story = None
    try:
        same = ["--xpub", xpub, "--tickets", TICKETS, "--strangers", TICKETS, "--time", int(time.time())]
        nodes = [Simnode(FOLDER / "first", *same, "--buy-per-block", 3), Simnode(FOLDER / "second", *same)]
        processes = [node.process for node in nodes]
        relays = [Relay(node.listen) for node in nodes]
        port = free_port(options.port)
        lines = ["[page]", f'listen = ["127.0.0.1:{port}"]']
        for node, relay in zip(nodes, relays):
            lines += ["[[node]]", f'address = "{relay.address}"', 'user = "user"', 'password = "pass"',
                      f'certificate = "{node.certificate}"']  # fmt: skip
        configure(*lines)
        with open(FOLDER / "dcrvoter.log", "w") as log:
            voter = subprocess.Popen(dcrvoter("run"), stdout=log, stderr=log, start_new_session=True)
        processes.insert(0, voter)
        nodes[0].wait_event("winners_sent", seconds=60)
        page = f"http://127.0.0.1:{port}/"
        say(f"its page is {page}")
        again = sys.stdin.isatty()
        say(f"simnode has {TICKETS} live tickets of ours; a block every {options.block_ms / 1000:g} seconds; "
            + ("Ctrl-C ends it" if again else "it ends by itself after its story"))
        story = Telling(Story(*nodes, relays, voter, page, options.block_ms / 1000, say,
                              lambda: configure(*lines, "[keys]", 'backup = "waived"')), again)
        story.start()
        return follow(nodes[0], voter, story)
    finally:
        if story:
            story.story.ended.set()
        for process in processes:
            process.terminate()
            process.wait()


sys.exit(main())
