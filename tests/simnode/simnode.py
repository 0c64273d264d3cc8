"""Runs simnode, commands it over its side port and waits for its events."""

import ctypes
import http.client
import json
import os
import signal
import subprocess
import threading
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARIES = os.path.abspath(os.environ.get("DCRVOTER_BIN_DIR", os.path.join(SOURCE, "build", "release", "bin")))
# Sanitizers and emulators are slow: this many times the usual patience.
PATIENCE = float(os.environ.get("DCRVOTER_PATIENCE", "1"))

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


class Failed(Exception):
    """A command that simnode refused, with its words."""


class Events:
    """Follows the event stream in a thread; everybody waits on the same list."""

    def __init__(self, address):
        self.list = []
        self.changed = threading.Condition()
        self.ended = False
        host, port = address.rsplit(":", 1)
        connection = http.client.HTTPConnection(host, int(port))
        connection.request("GET", "/events?after=0")
        self._response = connection.getresponse()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self):
        try:
            for line in self._response:
                with self.changed:
                    self.list.append(json.loads(line))
                    self.changed.notify_all()
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # simnode ended
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def mark(self):
        """A place in the stream: later events are new."""
        with self.changed:
            return len(self.list)

    def since(self, mark=0, event=None, **members):
        with self.changed:
            return [e for e in self.list[mark:] if _fits(e, event, members)]

    def wait(self, event, mark=0, seconds=20, count=1, **members):
        """The first `count` such events since `mark`; of one, itself instead of a list."""
        end = time.monotonic() + seconds * PATIENCE
        with self.changed:
            while True:
                found = [e for e in self.list[mark:] if _fits(e, event, members)]
                if len(found) >= count:
                    return found[0] if count == 1 else found[:count]
                left = end - time.monotonic()
                if left <= 0 or self.ended:
                    tail = "\n".join(json.dumps(e)[:300] for e in self.list[mark:][-25:])
                    raise AssertionError(f"{len(found)} of {count} events {event} {members} within {seconds} s; "
                                         f"the last events:\n{tail}")
                self.changed.wait(left)


def _fits(event, name, members):
    return name in (None, event["event"]) and all(event.get(key) == value for key, value in members.items())


def _die_with_parent():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Simnode:
    """A running simnode. `address`, `user`, `password` and `certificate` are what tests/peers' Voter asks of a node."""

    user = "user"
    password = "pass"

    def __init__(self, folder, *arguments, listen="127.0.0.1:0", control="127.0.0.1:0"):
        self.folder = str(folder)
        os.makedirs(self.folder, exist_ok=True)
        argv = [os.path.join(BINARIES, "simnode"), "--appdata", self.folder, "--listen", listen, "--control", control,
                "--user", self.user, "--pass", self.password, *map(str, arguments)]
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        preexec_fn=_die_with_parent)
        line = self.process.stdout.readline()
        if not line:
            raise Failed(self.process.communicate()[1])
        self.started = json.loads(line)
        self.address = self.listen = self.started["listen"]
        self.control = self.started["control"]
        self.certificate = os.path.join(self.folder, "rpc.cert")
        self.events = Events(self.control)
        self.killed = False

    def command(self, name, **members):
        host, port = self.control.rsplit(":", 1)
        connection = http.client.HTTPConnection(host, int(port), timeout=120 * PATIENCE)
        try:
            connection.request("POST", "/" + name, json.dumps(members))
            response = connection.getresponse()
            body = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise Failed(body["error"])
        return body

    def mine(self, count=1, **members):
        """The blocks made, as {"hash", "height"}."""
        return self.command("mine", count=count, **members)["blocks"]

    def call(self, count=5, **members):
        """A block on which `count` live tickets of ours are drawn; their hashes are its "drawn"."""
        drawn = self.command("draw", count=count)["tickets"]
        assert len(drawn) == count, f"only {len(drawn)} tickets of ours are live"
        return self.mine(**members)[0] | {"drawn": drawn}

    def state(self):
        return self.command("state")

    def tickets(self, state=None):
        """Ours, by hash."""
        listed = self.command("tickets")["tickets"]
        return {t["ticket"]: t for t in listed if state in (None, t["state"])}

    def wait_event(self, event, mark=0, seconds=20, count=1, **members):
        return self.events.wait(event, mark, seconds, count, **members)

    def wait_votes(self, block, count=5, mark=0, seconds=20, verdict="accepted"):
        """The tickets of that many votes on the block."""
        found = self.events.wait("vote", mark, seconds, count, block=block["hash"], verdict=verdict)
        return {e["ticket"] for e in (found if count > 1 else [found])}

    def stop(self):
        """Ends simnode and fails if it did not end well (a sanitizer's finding, say)."""
        if self.killed:
            return
        if self.process.poll() is None:
            self.process.terminate()
        _, errors = self.process.communicate(timeout=30 * PATIENCE)
        assert self.process.returncode == 0, f"simnode ended with {self.process.returncode}: {errors}"

    def kill(self):
        self.killed = True
        self.process.kill()
        self.process.communicate()
