"""Free TCP ports on 127.0.0.1."""

import os
import random
import socket

# Below the range from which the kernel takes ports for outgoing connections. Each of the processes that test side by
# side has a share of its own: a port may be promised long before it is listened on.
FIRST, END = 20000, 32000
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
SHARE = (END - FIRST) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))

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
