"""Orders to a running QEMU, over its machine protocol."""

import json

from harness.socket_files import connected


class Qmp:
    def __init__(self, path):
        self.socket = connected(path)
        self.lines = self.socket.makefile("r")
        json.loads(self.lines.readline())  # its greeting
        self.command("qmp_capabilities")

    def command(self, order, **arguments):
        self.socket.sendall(json.dumps({"execute": order, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
            assert "error" not in answer, answer
            if "return" in answer:  # the rest are events
                return answer["return"]

    def link(self, up):
        self.command("set_link", name="n0", up=up)

    def bytes_written(self):
        """To the card, since the start."""
        return sum(drive["stats"]["wr_bytes"] for drive in self.command("query-blockstats"))
