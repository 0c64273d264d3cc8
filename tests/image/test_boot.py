"""The box from power-on to a vote, in one start of QEMU's board virt: each test looks at another side of it."""

import pathlib
import re

from harness.waiting import wait_until

HERE = pathlib.Path(__file__).resolve().parent
MOST_MEMORY = 120 * 2**20
MOST_SECONDS_OF_OURS = 2


def test_starts_with_nothing_failed(box):
    assert box.state == "running"
    assert box.run("systemctl --failed --plain --no-legend") == ""
    assert box.run("systemctl is-active dcrvoter.service dcrvoter-card.service nftables.service") == "\n".join(["active"] * 3)


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
    box.wait_for("/api/v1/status", lambda status: status["can_vote"], "the box can vote")
    meminfo = dict(line.split(":") for line in box.run("cat /proc/meminfo").split("\n"))
    total, available = (int(meminfo[name].split()[0]) * 1024 for name in ("MemTotal", "MemAvailable"))
    print(f"memory in use: {(total - available) / 2**20:.1f} MiB")
    assert total - available <= MOST_MEMORY


def test_waits_for_nothing(box):
    print(box.run("systemd-analyze"))
    blamed = box.run("systemd-analyze blame --no-pager")
    print(blamed)
    for seconds, unit in re.findall(r"^ *(\d+\.\d+|\d+)s (dcrvoter\S+)$", blamed, re.M):
        assert float(seconds) <= MOST_SECONDS_OF_OURS, f"{unit} takes {seconds} s"
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
    xpub = box.wait_for("/api/v1/key", lambda key: key["accounts"], "a key on the page")["accounts"][0]["xpub"]
    assert xpub.startswith("spub")
    box.wait_for("/api/v1/status", lambda status: status["can_vote"], "the box can vote")
    tickets = box.node.buy(xpub)
    box.wait_for("/api/v1/status", lambda status: status["tickets"]["live"] == len(tickets), "the tickets are found")
    call = box.node.call(wait_ms=20000)
    assert box.node.wait_votes(call, seconds=60) == set(call["drawn"])
    child = box.node.mine(wait_ms=20000)[0]
    mined = box.node.wait_event("block", hash=child["hash"])
    assert {vote["ticket"] for vote in mined["votes"]} >= set(call["drawn"])
    box.wait_for("/api/v1/status", lambda status: status["history"]["mined"] >= 5, "the votes in the history")
    status, page = box.get("/")
    assert status == 200 and b"</html>" in page


def test_tells_its_owner_on_the_card(box):
    """The last test of this box: it is switched off, and the card read on a computer."""
    xpub = box.json("/api/v1/key")["accounts"][0]["xpub"]
    box.power_off()
    text = box.card.text("dcrvoter-status.txt")
    assert xpub in text
    assert "10.0.2.15" in text
    wait_until(lambda: box.process.poll() == 0, "QEMU ends")
