"""The box from power-on to a vote, in one start of QEMU's board virt: each test looks at another side of it."""

import pathlib
import re

import pytest
from card import first_of_the_old_table
from harness.waiting import wait_until

HERE = pathlib.Path(__file__).resolve().parent
MOST_MEMORY = 120 * 2**20
MOST_SECONDS_OF_OURS = 2


def in_seconds(time):
    """Of systemd's words, as "1min 2.345s" or "678ms"."""
    units = {"h": 3600, "min": 60, "s": 1, "ms": 0.001, "us": 0.000001}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"([\d.]+)([a-z]+)", time))


def test_starts_with_nothing_failed(box):
    assert box.state == "running"
    assert box.run("systemctl --failed --plain --no-legend") == ""
    assert box.run("systemctl is-active dcrvoter.service dcrvoter-card.service nftables.service") == "\n".join(["active"] * 3)


def test_limits_the_trial_of_an_update_from_the_start(box):
    """Nothing has to go well for it to begin; without a trial its end does nothing."""
    after = "dcrvoter-trial.timer dcrvoter-tries.service dcrvoter-settle.service"
    assert box.run(f"systemctl is-enabled {after}").split() == ["enabled"] * 3
    assert box.run("systemctl is-active dcrvoter-tries.service") == "active"


def test_counts_as_good_once_the_voter_is_ready(box):
    show = "systemctl show --value --property"
    ready = int(box.run(f"{show} ActiveEnterTimestampMonotonic dcrvoter.service"))
    assert 0 < ready <= int(box.run(f"{show} ExecMainStartTimestampMonotonic dcrvoter-good.service"))


def test_voter_may_read_the_notes_of_the_box(box):
    as_voter = "setpriv --reuid=dcrvoter --regid=dcrvoter --clear-groups"
    assert '"problems":[]' in box.run(f"{as_voter} cat /run/dcrvoter-box/notes.json")


def test_runs_the_release_it_names(box):
    names = dict(line.split("=") for line in box.run("cat /etc/dcrvoter-release").split("\n"))
    assert box.run("dcrvoter version | head -n 1").split()[1] == names["VERSION"]
    assert re.fullmatch("[0-9a-f]{16}", names["BUILD"])


def test_units_are_sound(box):
    """To the systemd that is in the image."""
    assert box.run("cd /usr/lib/systemd/system; systemd-analyze verify --man=no dcrvoter*.service dcrvoter*.socket dcrvoter*.path"
                   " dcrvoter*.timer 2>&1 | grep -F dcrvoter || true") == ""


def test_gets_an_address_and_the_data_partition_all_of_the_card(box):
    assert "10.0.2.15/24" in box.run("ip -color=never -4 -brief address")
    megabytes = int(box.run("df --output=size -BM /data | tail -n 1").strip().removesuffix("M"))
    assert megabytes > 1300  # of a card of 2 GiB
    # The table that was written for it has what a Raspberry Pi 3 starts from.
    box.run("sync")
    assert first_of_the_old_table(box.card.path) == (0x0C, 2048)


def test_listens_on_the_golden_list(box):
    lines = box.run("ss -Htulpn").split("\n")
    found = set()
    for line in lines:
        protocol, _, _, _, local, _, *process = line.split()
        address, port = local.rsplit(":", 1)
        name = re.search(r'"([^"]+)"', process[0])[1] if process else "?"
        found.add(f"{protocol} {re.sub('%[a-z0-9]+', '%IF', address)} {port} {name}")
    golden = {line for line in (HERE / "listening.golden").read_text().split("\n") if line and not line.startswith("#")}
    assert found == golden


def test_needs_little_memory(box):
    box.wait_until_able()
    meminfo = dict(line.split(":") for line in box.run("cat /proc/meminfo").split("\n"))
    total, available = (int(meminfo[name].split()[0]) * 1024 for name in ("MemTotal", "MemAvailable"))
    print(f"memory in use: {(total - available) / 2**20:.1f} MiB")
    assert total - available <= MOST_MEMORY


def times_of_ours(box):
    """(seconds, unit) of what is ours at the start."""
    print(box.run("systemd-analyze"))
    blamed = box.run("systemd-analyze blame --no-pager")
    print(blamed)
    ours = [(in_seconds(time), unit) for time, unit in re.findall(r"^ *(\S.*?) (dcrvoter\S+)$", blamed, re.M)]
    assert {"dcrvoter-card.service", "dcrvoter.service"} <= {unit for _, unit in ours}
    return ours


@pytest.mark.long  # it is the time of this machine as well, which has to be quiet
def test_starts_quickly(box):
    assert [(unit, time) for time, unit in times_of_ours(box) if time > MOST_SECONDS_OF_OURS] == []


def test_waits_for_nothing(box):
    times_of_ours(box)
    network = box.run("systemd-analyze critical-chain dcrvoter.service --no-pager")
    assert "network-online" not in network


def test_keeps_the_network_out(box):
    ruleset = box.run("nft list ruleset")
    assert "policy drop" in ruleset
    assert "elements = { 80 }" in ruleset  # no ssh


def test_nobody_can_log_in(box):
    assert box.run("cut -d : -f 2 /etc/shadow | sort -u | tr -d '\\n'") in ("!*", "*!", "*", "!*!", "*!*")
    consoles = box.run("systemctl list-units --all --plain --no-legend '*getty*' 'console-*'").split("\n")
    assert [line for line in consoles if line and line.split()[1] != "masked"] == []


def test_shows_its_key_and_votes(box):
    """The owner reads the key from the page, buys tickets for it, and the box votes with them."""
    xpub = box.account()
    assert xpub.startswith("spub")
    box.wait_until_able()
    tickets = box.node.buy(xpub)
    box.wait_for_tickets(tickets)
    call = box.node.assert_calls_are_answered()
    child = box.node.mine(wait_ms=20000)[0]
    mined = box.node.wait_event("block", hash=child["hash"])
    assert {vote["ticket"] for vote in mined["votes"]} >= set(call["drawn"])
    box.wait_for("/api/v1/status", lambda status: status["history"]["mined"] >= 5, "the votes in the history")
    status, page = box.get("/")
    assert status == 200 and b"</html>" in page


def test_tells_its_owner_on_the_card(box):
    """The last test of this box: it is switched off, and the card read on a computer."""
    xpub = box.account()
    box.power_off()
    text = box.card.text("dcrvoter-status.txt")
    assert xpub in text
    assert "10.0.2.15" in text
    wait_until(lambda: box.process.poll() == 0, "QEMU ends")
