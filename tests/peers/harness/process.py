"""A child process with its output in a file, that dies with the tests."""

import ctypes
import os
import pathlib
import signal
import subprocess

from .waiting import wait_until

_libc = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def _die_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """One program at a time, started again as often as a test likes; the log is kept.

    Start it from the main thread only: the kernel ends it with the thread that started it.
    """

    started = []  # all that a test has started, for its report and its end

    @classmethod
    def kill_all(cls):
        for process in cls.started:
            process.kill()
        cls.started.clear()

    def __init__(self, name, log_file):
        self.name = name
        self.log_file = log_file
        self._child = None

    @property
    def pid(self):
        return self._child.pid

    @property
    def running(self):
        return self._child is not None and self._child.poll() is None

    def start(self, argv, env=None):
        assert not self.running, f"{self.name} runs already"
        if self not in Process.started:
            Process.started.append(self)
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log_file, "ab") as log:
            self._child = subprocess.Popen(
                [str(word) for word in argv],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, preexec_fn=_die_with_parent)

    def wait_ready(self, ready, what, timeout=30):
        """Waits until ready(); a process that has ended meanwhile fails at once, with its last lines."""

        def ready_or_dead():
            if not self.running:
                raise AssertionError(f"{self.name} ended with {self._child.returncode} before {what}:\n{self.tail()}")
            return ready()

        return wait_until(ready_or_dead, f"{self.name}: {what}", timeout)

    def signal(self, number):
        self._child.send_signal(number)

    def pause(self):
        """Stops it (SIGSTOP) and returns when the kernel has done so."""
        self.signal(signal.SIGSTOP)
        wait_until(lambda: self._state() == "T", f"{self.name} to be stopped")

    def resume(self):
        self.signal(signal.SIGCONT)

    def _state(self):
        with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0]

    def stop(self, timeout=30):
        """SIGTERM; returns the exit code, and fails when it takes longer than `timeout` seconds."""
        if not self.running:
            return None if self._child is None else self._child.returncode
        self.resume()
        self.signal(signal.SIGTERM)
        return self.wait(timeout)

    def wait(self, timeout=30):
        """The exit code of what was told to end; fails when it takes longer than `timeout` seconds."""
        try:
            return self._child.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not end within {timeout} s:\n{self.tail()}") from None

    def kill(self):
        """SIGKILL."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def tail(self, lines=25):
        if not self.log_file.exists():
            return "(no log)"
        text = self.log_file.read_text(errors="replace").splitlines()
        return os.linesep.join(text[-lines:])


def memory(pid):
    """Bytes that are resident now, and the most that ever were (VmRSS, VmHWM)."""
    fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text("ascii").splitlines())
    return tuple(int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
