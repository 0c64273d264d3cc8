"""Free TCP ports on 127.0.0.1."""

import random
import socket

_given = set()


def free_port():
    """A port that nobody listens on, never the same one twice in a run.

    Below the range from which the kernel takes ports for outgoing connections, so that it stays free while the
    program that was promised it is down.
    """
    while True:
        port = random.randrange(20000, 32000)
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
