"""Runs simnode, commands it over its side port and waits for its events."""
import http.client
import json
import os
import subprocess
import threading
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARIES = os.path.abspath(os.environ.get("DCRVOTER_BIN_DIR", os.path.join(SOURCE, "build", "release", "bin")))
# Sanitizers and emulators are slow: this many times the usual patience.
PATIENCE = float(os.environ.get("DCRVOTER_PATIENCE", "1"))


class Failed(Exception):
    """A command that simnode refused, with its words."""


class Events:
    """Follows the event stream in a thread; everybody waits on the same list."""

    def __init__(self, address):
        self.list = []
        self.changed = threading.Condition()
        self.ended = False
        host, port = address.rsplit(":", 1)
        self.connection = http.client.HTTPConnection(host, int(port))
        self.connection.request("GET", "/events?after=0")
        self.response = self.connection.getresponse()
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def _follow(self):
        try:
            for line in self.response:
                with self.changed:
                    self.list.append(json.loads(line))
                    self.changed.notify_all()
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def mark(self):
        """A place in the stream: events after it are new."""
        with self.changed:
            return len(self.list)

    def since(self, mark, event=None):
        with self.changed:
            return [e for e in self.list[mark:] if event in (None, e["event"])]

    def wait(self, test, what, mark=0, seconds=20, count=1):
        """The first `count` events behind `mark` that pass `test`."""
        end = time.monotonic() + seconds * PATIENCE
        with self.changed:
            while True:
                found = [e for e in self.list[mark:] if test(e)]
                if len(found) >= count:
                    return found[:count]
                left = end - time.monotonic()
                if left <= 0 or self.ended:
                    tail = "\n".join(json.dumps(e) for e in self.list[mark:][-25:])
                    raise AssertionError(f"waited for {what}; last events:\n{tail}")
                self.changed.wait(left)


class Simnode:
    def __init__(self, folder, *arguments, listen="127.0.0.1:0", control="127.0.0.1:0"):
        self.folder = str(folder)
        os.makedirs(self.folder, exist_ok=True)
        self.arguments = [os.path.join(BINARIES, "simnode"), "--appdata", self.folder, "--listen", listen,
                          "--control", control, *map(str, arguments)]
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise Failed(self.process.stderr.read())
        self.started = json.loads(line)
        self.listen = self.started["listen"]
        self.control = self.started["control"]
        self.certificate = os.path.join(self.folder, "rpc.cert")
        self.events = Events(self.control)

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

    def state(self):
        return self.command("state")

    def wait_event(self, event, mark=0, seconds=20, count=1, **members):
        found = self.events.wait(
            lambda e: e["event"] == event and all(e.get(k) == v for k, v in members.items()),
            f"{count} × {event} {members}", mark, seconds, count)
        return found[0] if count == 1 else found

    def stop(self):
        """Ends simnode and fails if it did not end well (a sanitizer's finding, say)."""
        if self.process.poll() is None:
            self.process.terminate()
        _, errors = self.process.communicate(timeout=30 * PATIENCE)
        assert self.process.returncode == 0, f"simnode ended with {self.process.returncode}: {errors}"
