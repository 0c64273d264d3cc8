"""What happens to the box of ./dev demo: each state that its page has, one after the other."""

import json
import signal
import threading
import urllib.error
import urllib.request

from websocket_client import Client

PATIENCE = 60  # seconds for a state to appear, on a slow machine


class Story:
    """`first` makes the blocks, `second` is given them; dcrvoter reaches both through relays that can be cut."""

    def __init__(self, first, second, relays, voter, page, block_seconds, say, waive):
        self.first, self.second, self.relays, self.voter, self.page = first, second, relays, voter, page
        self.block_seconds, self.say, self.waive = block_seconds, say, waive
        self.ended = threading.Event()
        self.connected = True
        self._observer = Client(first.listen, first.certificate, "user", "pass")

    def beginning(self):
        self.expect("warning", "the key is new and nobody has a back-up of it: the page warns")
        self.blocks(6)
        self.waive()
        self.voter.send_signal(signal.SIGHUP)
        self.expect("ready", "its owner says in the configuration that he wants none: ready")
        self.blocks(8)

    def rounds(self):
        second = self.relays[1]
        second.cut()
        self.expect(None, "one of two nodes is lost: votes go through the other", reason="node")
        self.blocks(6)
        second.mend()
        self.expect(None, "it is back", reason="")
        self.blocks(5)
        self.say("story: a miner leaves a vote out of his block: the page tells it, and is not alarmed")
        self.blocks(1, draw=1)
        self.first.wait_votes(self.tip, count=1)
        self.first.command("forget", mempool=True)
        self.blocks(1, wait_ms=0)
        self.blocks(5)
        for relay in self.relays:
            relay.cut()
        self.connected = False
        self.expect("not_voting", "both nodes are lost: it cannot vote")
        self.blocks(3, draw=1, wait_ms=0)
        for relay in self.relays:
            relay.mend()
        self.connected = True
        self.expect(None, "recovered; what was missed meanwhile is told, with its cause, for a day", reason="missed")
        self.blocks(8)

    def blocks(self, count, draw=0, **members):
        """As many, one every so often, some of which call tickets of ours that a test chooses."""
        for _ in range(count):
            if self.ended.wait(self.block_seconds):
                raise KeyboardInterrupt
            tickets = self.first.command("draw", count=draw)["tickets"] if draw else []
            self.tip = self.first.mine(**members)[0]
            if tickets:
                self.second.command("draw", tickets=tickets)  # or it would draw others on this block
            self.second.command("submit", block=self._observer.call("getblock", self.tip["hash"], False))

    def expect(self, state, words, reason=None):
        """Blocks go on until the page's state is this one, or until it has this reason (none: "")."""
        for _ in range(int(PATIENCE / self.block_seconds) + 1):
            status = self.status()
            names = [told["name"] for told in status.get("reasons", [])]
            fits = state in (None, status.get("state")) if status else False
            if fits and (reason is None or (reason in names if reason else "node" not in names)):
                self.say(f"story: {words} [{status['state']}]")
                return
            self.blocks(1, **({} if self.connected else {"wait_ms": 0}))
        raise RuntimeError(f"the page never came to say: {words}; it says {status}")

    def status(self):
        try:
            with urllib.request.urlopen(self.page + "api/v1/status", timeout=5) as answer:
                return json.load(answer)
        except (urllib.error.URLError, OSError):
            return {}
