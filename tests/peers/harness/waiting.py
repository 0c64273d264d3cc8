"""The one way to wait: until something is so, and never for longer than a deadline."""

import threading
import time

_never = threading.Event()


class Deadline(AssertionError):
    """What was waited for did not happen in time."""


def holds_within(condition, timeout, interval=0.02):
    """The first true value of condition(), or None when `timeout` seconds went by without one."""
    end = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= end:
            return None
        _never.wait(interval)


def wait_until(condition, what, timeout=30, interval=0.02):
    """The first true value of condition(); raises Deadline, naming `what`, after `timeout` seconds."""
    value = holds_within(condition, timeout, interval)
    if not value:
        raise Deadline(f"waited {timeout} s in vain for: {what}")
    return value
