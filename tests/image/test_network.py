"""The box where there is no network, and how it is found where there is one."""

import pytest

from harness.waiting import wait_until
from mdns import Cable
from qmp import Qmp

pytestmark = pytest.mark.long

ASK_PAGE = r"""bash -c 'exec 3<>/dev/tcp/127.0.0.1/80 && printf "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" >&3 && head -n 1 <&3'"""


def test_starts_without_a_network_and_votes_when_it_comes(configured, node, start):
    machine = start(configured)
    qmp = Qmp(machine.folder / "qmp")
    qmp.link(False)
    assert machine.wait_for_ready() == "running"
    assert machine.run("systemctl is-active dcrvoter.service") == "active"
    assert machine.run(ASK_PAGE).startswith("HTTP/1.1 503")
    qmp.link(True)
    xpub = machine.account()
    machine.wait_until_able()
    machine.wait_for_tickets(node.buy(xpub))
    # The network goes for a while: what is called then is voted as soon as it is back.
    qmp.link(False)
    call = node.call(wait_ms=0)
    qmp.link(True)
    assert node.wait_votes(call, seconds=120) == set(call["drawn"])


def test_is_found_by_its_name(configured, start):
    cable = Cable()
    machine = start(configured, arguments=cable.arguments())
    machine.wait_for_ready()
    address = wait_until(lambda: cable.ask("dcrvoter.local"), "an answer to multicast DNS", 60)
    assert address in machine.run("ip -color=never -6 -brief address")
    assert cable.ask("linux.local") is None


def test_knows_the_wifi_of_its_owner(configured, start):
    """There is no radio here; whether iwd would connect is what it takes from the files on the data partition."""
    configured.write("wifi.txt", "ssid = home net-1\npassword = correct horse\ncountry = de\n")
    machine = start(configured)
    assert machine.wait_for_ready() == "running"
    assert machine.run("systemctl is-active iwd.service") == "active"
    known = f"/net/connman/iwd/{b'home net-1'.hex()}_psk"
    wait_until(lambda: known in machine.run("busctl --list tree net.connman.iwd || true").split("\n"),
               "iwd knows the network", 60, interval=0.5)  # fmt: skip
    # The voter did not wait for it.
    voter = machine.run("systemctl show --value -p ActiveEnterTimestampMonotonic dcrvoter.service")
    wifi = machine.run("systemctl show --value -p InactiveExitTimestampMonotonic iwd.service")
    assert 0 < int(voter) < int(wifi)
    machine.power_off()
    assert configured.text("wifi.txt") == "ssid = home net-1\npassword = (kept on the box)\ncountry = de\n"
