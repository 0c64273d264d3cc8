"""Runs a program under the system call filter of services/dcrvoter.service, as systemd would: where systemd is not
running, that is how to learn whether the service lives with it.

As a program: sandbox.py PROGRAM [ARGUMENT…]
"""

import ctypes
import errno
import os
import pathlib
import re
import subprocess
import sys

UNIT = pathlib.Path(__file__).resolve().parents[2] / "services" / "dcrvoter.service"
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_NO_NEW_PRIVS = 38


def settings(key):
    """All values of a unit's setting, in order."""
    return re.findall(rf"^{key}=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)


def _group(name):
    listed = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout
    members = set()
    for word in re.findall(r"^    ([@\w-]+)$", listed, re.MULTILINE):
        members |= _group(word) if word.startswith("@") else {word}
    return members


def allowed_calls():
    """What SystemCallFilter= leaves (systemd.exec(5)): lists add, those that begin with ~ take away."""
    allowed = _group("@default")
    for value in settings("SystemCallFilter"):
        named = set()
        for word in value.lstrip("~").split():
            named |= _group(word) if word.startswith("@") else {word}
        allowed = allowed - named if value.startswith("~") else allowed | named
    return allowed


def apply():
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(_ERRNO | errno.EPERM)))
    for name in allowed_calls() | {"execve"}:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            assert seccomp.seccomp_rule_add(context, ctypes.c_uint32(_ALLOW), number, 0) == 0, name
    assert ctypes.CDLL(None).prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    assert seccomp.seccomp_load(context) == 0


if __name__ == "__main__":
    apply()
    os.execv(sys.argv[1], sys.argv[1:])
