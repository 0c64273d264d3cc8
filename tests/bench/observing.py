"""An observer of a node in a process of its own, so that nothing else delays its clock.

Run as a program it is that process: `observing.py PORT USER PASSWORD` prints each notification as a JSON line with
the time of its arrival (CLOCK_MONOTONIC, seconds) until its standard input ends.
"""

import json
import pathlib
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))

from harness.observer import Observer  # noqa: E402 (found through the line above)
from harness.waiting import wait_until  # noqa: E402


class _Printing(Observer):
    def _deliver(self, message, at):
        super()._deliver(message, at)
        if message.get("id") is None:
            print(json.dumps([at, message["method"], message["params"]]), flush=True)


class Watcher:
    """The side that reads what the process prints. Use as context manager."""

    def __init__(self, node):
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(node.port), node.user, node.password],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._seen = []
        if self._process.stdout.readline() != "ready\n":
            raise AssertionError("the observer could not connect to the node")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(10)

    def _read(self):
        for line in self._process.stdout:
            self._seen.append(json.loads(line))

    def mark(self):
        """The place in the stream from which on notifications are new."""
        return len(self._seen)

    def notice(self, block_hash, since=0):
        """When winningtickets arrived for this block."""

        def told():
            return next((n for n in self._seen[since:] if n[1] == "winningtickets" and n[2][0] == block_hash), None)

        return wait_until(told, f"winningtickets for {block_hash}", 10, 0.002)[0]

    def accepted(self, since):
        """{txid: when the node told that it accepted it}, in that order."""
        return {params[0]: at for at, method, params in self._seen[since:] if method == "txaccepted"}

    def wait_accepted(self, count, since, timeout=10):
        def enough():
            accepted = self.accepted(since)
            return accepted if len(accepted) >= count else None

        return wait_until(enough, f"{count} transactions in the node's mempool", timeout, 0.002)


class Address:
    """What Observer needs to know of a node."""

    client_certificate = None

    def __init__(self, port, user, password):
        self.port, self.user, self.password = port, user, password
        self.address = f"127.0.0.1:{port}"


def main():
    port, user, password = sys.argv[1:]
    observer = _Printing(Address(int(port), user, password))
    observer.call("notifywinningtickets")
    observer.call("notifynewtransactions")
    print("ready", flush=True)
    sys.stdin.read()
    observer.close()


if __name__ == "__main__":
    main()
