"""The same card in other machines: a Raspberry Pi 3 as QEMU has it, by its kernel and by the whole chain of programs."""

import pytest

from boards import ByUBoot, Pi3, Pi3Chain

SLOW = 600  # seconds; QEMU's Raspberry Pi reads its card slowly

pytestmark = pytest.mark.long


def assert_votes(machine, node):
    xpub = machine.account(SLOW)
    machine.wait_until_able(SLOW)
    machine.wait_for_tickets(node.buy(xpub), SLOW)
    node.assert_calls_are_answered(120)


def test_raspberry_pi_3_votes(configured, node, start):
    pi = start(configured, kind=Pi3)
    assert pi.wait_for_ready(SLOW) == "running"
    assert_votes(pi, node)
    pi.power_off(SLOW)


def test_raspberry_pi_3_starts_by_its_whole_chain(configured, start):
    pi = start(configured, kind=Pi3Chain, ports=())
    pi.serial.wait("SLOT a A_LEFT=2 B_LEFT=0", SLOW)
    assert pi.wait_for_ready(SLOW) == "running"
    assert pi.run("systemctl is-active dcrvoter.service") == "active"
    pi.power_off(SLOW)
    assert "spub" in configured.text("dcrvoter-status.txt")


def test_u_boot_starts_the_card_in_virt(configured, node, start):
    machine = start(configured, kind=ByUBoot)
    assert machine.wait_for_slot() == ("a", 2, 0)
    assert machine.wait_for_ready(SLOW) == "running"
    assert_votes(machine, node)
