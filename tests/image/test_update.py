"""Updates from a stick: the idle system is written, tried, and kept or left again, by U-Boot's own counters."""

import hashlib
import io
import tarfile

import pytest

from boards import ByUBoot
from card import Stick, released

pytestmark = pytest.mark.long

SLOW = 600


def update_file(path, **changed):
    """The released update with other members in it, and a manifest that is right about them."""
    with tarfile.open(released(".update")) as source:
        members = {name: source.extractfile(name).read() for name in source.getnames()}
    members |= changed
    lines = [line for line in members.pop("manifest").decode().split("\n") if line and "_" not in line.split("=")[0]]
    lines = [line if not line.startswith(("VERSION=", "BUILD=")) else line + ("9" if line.startswith("VERSION=") else "f")
             for line in lines]
    for name, content in members.items():
        lines += [f"SHA256_{name}={hashlib.sha256(content).hexdigest()}", f"SIZE_{name}={len(content)}"]
    members = {"manifest": ("\n".join(lines) + "\n").encode()} | members
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as made:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    return path


def with_stick(configured, start, folder, **changed):
    stick = Stick(folder / "stick.img")
    stick.copy(update_file(folder / "dcrvoter-9.9.9-arm64.update", **changed))
    return start(configured, kind=ByUBoot, arguments=stick.arguments())


def test_an_update_is_installed_and_keeps_the_key(configured, folder, node, start):
    machine = start(configured, kind=ByUBoot)
    machine.wait_until_able(SLOW)
    key = machine.account()
    machine.kill()
    machine = with_stick(configured, start, folder)
    machine.serial.wait(r"SLOT b A_LEFT=\d B_LEFT=[012]\n", SLOW)
    machine.wait_until_able(SLOW)
    machine.wait_for_ready(SLOW)
    assert "dcr.slot=b" in machine.run("cat /proc/cmdline")
    assert machine.account() == key
    machine.wait_for_tickets(node.buy(key))
    node.assert_calls_are_answered()


@pytest.mark.parametrize("broken", ["vmlinuz", "initrd", "system.squashfs"])
def test_a_broken_update_falls_back(configured, folder, start, broken):
    """One that is what its manifest says, and yet does not start."""
    machine = with_stick(configured, start, folder, **{broken: b"\0" * 2**20})
    for left in (2, 1, 0):
        machine.serial.wait(rf"SLOT b A_LEFT=\d B_LEFT={left}\n", SLOW)
    mark = machine.serial.mark()
    machine.serial.wait(r"SLOT a A_LEFT=\d B_LEFT=0\n", SLOW, mark)
    machine.wait_until_able(SLOW)
    assert "update" in machine.get("/")[1].decode()


def test_when_no_tries_are_left_it_goes_on_trying(configured, start):
    """Each start without READY costs a try; a sound system that ran out of them is started all the same."""
    machine = start(configured, kind=ByUBoot)
    for left in (2, 1, 0):
        assert machine.wait_for_slot(SLOW) == ("a", left, 0)
        machine.kill()
        machine = start(configured, kind=ByUBoot)
    machine.serial.wait(r"SLOT  A_LEFT=1 B_LEFT=1\n", SLOW)
    machine.serial.wait(r"SLOT a A_LEFT=0 B_LEFT=1\n", SLOW)
    machine.wait_until_able(SLOW)
