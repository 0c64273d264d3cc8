"""Free TCP ports on 127.0.0.1."""

import os
import random
import socket

# Below the range from which the kernel takes ports for outgoing connections.
FIRST = 20000
SHARE = 1500
# Each of the processes that test side by side has ports of its own: one may be promised long before it is listened on.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8

_given = set()


def free_port():
    """A port that nobody listens on, never the same one twice in a run; it stays free while the program that was
    promised it is down."""
    while True:
        port = FIRST + WORKER * SHARE + random.randrange(SHARE)
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
