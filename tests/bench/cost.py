"""What a process costs: processor time, memory, time to start; and waiting until programs have nothing left to do."""

import pathlib
import time

from harness.waiting import holds_within, wait_until

STILL_NS = 200_000  # a program that uses less than this in STILL_SECONDS has nothing to do
STILL_SECONDS = 0.02


def cpu_ns(pid):
    """Processor time of all threads so far (/proc/PID/task/*/schedstat). Threads that ended are not in it."""
    total = 0
    for file in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(file.read_text(encoding="ascii").split()[0])
        except FileNotFoundError:
            pass  # it ended just now
    return total


def settle(*processes, timeout=2):
    """Returns when these harness processes have nothing to do any more, or after `timeout` seconds."""
    last = None

    def still():
        nonlocal last
        used = [cpu_ns(process.pid) for process in processes if process.running]
        before, last = last, used
        return before is not None and len(before) == len(used) and all(
            now - then < STILL_NS for now, then in zip(used, before))

    holds_within(still, timeout, STILL_SECONDS)


def seconds_to_lines(process, start, *patterns, timeout=60):
    """Calls start(), which starts this harness process, and returns how long it took from there to the first line of
    its log that fits the first pattern, and each further one."""
    file = process.log_file
    begin = file.stat().st_size if file.exists() else 0
    before = time.monotonic()
    start()
    with open(file, encoding="utf-8", errors="replace") as log:
        log.seek(begin)
        text = ""

        def said(pattern):
            nonlocal text
            text += log.read()
            return pattern.search(text)

        times = []
        for pattern in patterns:
            wait_until(lambda: said(pattern), f"{process.name}: a line like {pattern.pattern!r}", timeout, 0.001)
            times.append(time.monotonic() - before)
    return times
