"""A person at a terminal, for programs that ask."""

import os
import pty
import select
import time

from fresh import ENVIRONMENT


class Console:
    def __init__(self, fresh, *words):
        self.text = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            argv = fresh.argv(*words)
            os.execvpe(argv[0], argv, ENVIRONMENT | {"DEBIAN_FRONTEND": "readline"})

    def _read(self, end):
        """More text; False when there is none to come."""
        ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
        assert ready, f"nothing more within the time; so far:\n{self.text}"
        try:
            data = os.read(self.terminal, 4096)
        except OSError:  # the other side is closed
            data = b""
        self.text += data.decode(errors="replace")
        return bool(data)

    def read_until(self, words, seconds=60):
        end = time.monotonic() + seconds
        while words not in self.text:
            assert self._read(end), f"it ended without {words!r}:\n{self.text}"
        return self.text

    def answer(self, text):
        os.write(self.terminal, text.encode() + b"\n")

    def end(self, seconds=60):
        """Its exit code."""
        end = time.monotonic() + seconds
        while self._read(end):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
