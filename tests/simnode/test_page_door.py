"""The door to the network: what it answers, whom it refuses, and that nothing that comes there costs a vote."""

import email.utils
import json
import re
import resource
import socket
import subprocess
import sys
import time

import pytest

from box import Box
from harness import paths
from harness.voter import SECONDS_TO_STOP
from harness.waiting import wait_until
from page_door import HERE, Door, read_all, status_of

ROUTES = ["/", "/api/v1/status", "/api/v1/tickets", "/api/v1/votes", "/api/v1/choices", "/api/v1/key", "/api/v1/events",
          "/api/v1/status.txt", "/api/v1/votes.csv", "/healthz", "/readyz", "/metrics"]
# Becomes the program of its second argument, with the first as descriptor 3.
HAND_OVER = """import os, sys
os.dup2(int(sys.argv[1]), 3)
if sys.argv[1] != "3": os.close(int(sys.argv[1]))
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])"""
NOT_HIDDEN = ["/", "/api/v1/status", "/api/v1/status.txt", "/api/v1/choices", "/healthz", "/readyz", "/metrics"]


@pytest.fixture
def door(stage):
    return Door(stage)


def start(stage, door, **options):
    """A dcrvoter that votes, with its door open."""
    node = stage.node(**options)
    stage.voter.start_and_wait()
    wait_until(lambda: listens(door), "the door to open")
    return node


def listens(door):
    with socket.socket() as probe:
        return probe.connect_ex((HERE, door.port)) == 0


def reasons(door):
    return {reason["name"] for reason in door.json("/api/v1/status")["reasons"]}


def get_line(path, host=HERE):
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


def votes_on(node):
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])


def test_answers(stage, door):
    node = start(stage, door)
    votes_on(node)
    wait_until(lambda: door.json("/api/v1/status")["can_vote"], "the box to be able to vote")
    status, headers, page = door.get("/")
    assert abs(email.utils.parsedate_to_datetime(headers["Date"]).timestamp() - time.time()) < 5
    assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8" and len(page) < 50_000
    assert "script-src 'sha256-" in headers["Content-Security-Policy"]
    for path in ROUTES[1:]:
        if path == "/api/v1/events":
            continue
        status, headers, body = door.get(path)
        assert status == 200 and body and headers["Cache-Control"] == "no-store", path
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"
        assert not {"set-cookie", "access-control-allow-origin"} & {name.lower() for name in headers}
        status, headers, nothing = door.get(path, method="HEAD")
        assert status == 200 and not nothing and int(headers["Content-Length"]) > 0
    assert door.json("/api/v1/key")["accounts"][0]["xpub"] == stage.xpub
    checks = {check["name"]: check["status"] for check in door.json("/readyz")["checks"]}
    assert checks["voting_thread"] == checks["node"] == "pass"
    assert len(door.json("/api/v1/votes")["votes"]) >= 5


def test_first_ticket(stage, door):
    """The guide of the first run ticks off what happens, until a ticket can be called."""
    stage.voter.extra = ["[keys]", 'backup = "waived"']
    node = start(stage, door, tickets=0, strangers=60)

    def shows(*words):
        page = door.get("/")[2].decode()
        return all(word in page for word in words)
    wait_until(lambda: shows("Ready: waiting for tickets", "<li class=now>", stage.xpub), "the guide")
    assert door.get("/")[2].count(b"<li class=done>") == 3
    node.command("buy")
    wait_until(lambda: shows("Ready: 1 ticket found", "1 not mined yet"), "the ticket in the mempool")
    assert door.get("/")[2].count(b"<li class=done>") == 5
    node.mine()
    wait_until(lambda: shows("Ready: 1 ticket found", "1 maturing"), "the ticket in a block")
    node.mine(count=17)
    wait_until(lambda: shows("Ready: this box can vote now", "1 live"), "the ticket to live")
    assert not shows("Your first ticket")


def test_not_ready(stage, door):
    node = start(stage, door)
    node.kill()

    def unready():
        status, _, body = door.get("/readyz")
        return status == 503 and json.loads(body)["status"] == "fail"
    wait_until(unready, "not to be ready without a node")
    assert door.get("/healthz")[0] == 200


@pytest.mark.not_sanitized  # a box that fails is a library that is loaded first
def test_voting_part_that_hangs(stage, door, folder):
    """Nobody is shown old data as if it were news; a reader gets a page, a program JSON."""
    box = Box(stage, folder)
    start(stage, door)
    box.fail("stuck")
    wait_until(lambda: door.get("/healthz")[0] == 503, "the voting part to hang")
    status, headers, page = door.get("/")
    assert status == 503 and headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Not voting" in page and b"does not answer" in page and b"Ready" not in page
    for path in ("/healthz", "/readyz"):
        status, _, body = door.get(path)
        assert status == 503 and json.loads(body)["status"] == "fail"
    assert door.get("/api/v1/status")[0] == door.get("/metrics")[0] == 503
    box.mend()
    wait_until(lambda: door.get("/")[0] == 200, "it to go on")


def test_a_browser_reads_why_it_is_refused(stage, door):
    start(stage, door)
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for headers, path, status in ((browser | {"Host": "attacker.example"}, "/", 421), (browser, "/nowhere", 404)):
        answer = door.get(path, **headers)
        assert answer[0] == status and answer[1]["Content-Type"] == "text/html; charset=utf-8", path
        assert b"<h1 role=status>Not shown</h1>" in answer[2] and stage.xpub.encode() not in answer[2]
    assert door.get("/nowhere")[1]["Content-Type"] == "application/json"


def test_events(stage, door):
    node = start(stage, door)
    with door.connect() as client:
        client.sendall(get_line("/api/v1/events"))
        lines = client.makefile("r", encoding="utf-8")
        assert lines.readline().startswith("HTTP/1.1 200")

        def event():
            fields = {}
            while True:
                name, _, value = lines.readline().rstrip("\n").partition(": ")
                fields[name] = value
                if name == "data":
                    return fields["id"], json.loads(value)
        first, status = event()
        assert status["network"] == "simnet" and re.fullmatch("[0-9a-f]{16}", first)
        height = node.mine()[0]["height"]
        while status["height"] != height:
            number, status = event()
        assert number != first


def test_other_names(stage, door):
    """A page of somebody else's whose name points to this box (DNS rebinding) reads nothing."""
    door = Door(stage, names=["voter.example.org"])
    start(stage, door)
    machine = socket.gethostname()
    for host in [HERE, f"{HERE}:{door.port}", machine, f"{machine.partition('.')[0]}.local:{door.port}", "VOTER.example.org"]:
        assert status_of(door.say(get_line("/readyz", host))) == 200, host
    for host in ["attacker.example", f"attacker.example:{door.port}", "127.0.0.2", "localhost", f"{HERE}:1", f"{HERE}.", "[::1]",
                 "2130706433", f"{HERE}@attacker.example", f"voter.example.org.attacker.example", "voter.example.org, x"]:
        for path in ROUTES:
            assert status_of(door.say(get_line(path, host))) == 421, (host, path)
    assert status_of(door.say(b"GET / HTTP/1.1\r\n\r\n")) == 400
    assert status_of(door.say(b"GET / HTTP/1.0\r\n\r\n")) == 400
    assert status_of(door.say(f"GET / HTTP/1.1\r\nHost: {HERE}\r\nHost: evil\r\n\r\n".encode())) == 400
    assert status_of(door.say(f"GET http://evil/ HTTP/1.1\r\nHost: {HERE}\r\n\r\n".encode())) == 404


def test_odd_requests(stage, door):
    start(stage, door)
    host = f"Host: {HERE}\r\n".encode()
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"]:
        answer = door.say(f"{method} /api/v1/status HTTP/1.1\r\nHost: {HERE}\r\n\r\n".encode())
        assert status_of(answer) == 405 and b"\r\nAllow: GET, HEAD\r\n" in answer, method
    assert status_of(door.say(b"CONNECT evil:443 HTTP/1.1\r\n" + host + b"\r\n")) in (400, 405)
    for path in ["/../etc/passwd", "/api/v1/../../etc/passwd", "/api/v1/%2e%2e/status", "/api/v1//status", "//api/v1/status",
                 "/api/v1/status/", "/api/v1/status%00", "/API/v1/status", "/api/v1/status;a", "/keys/voting.key", "/store/data.mdb",
                 "/dcrvoter.toml", "/index.html", "/api", "*", "\\api\\v1\\status", "/api/v1/status#x"]:
        assert status_of(door.say(get_line(path))) in (400, 404), path
    assert status_of(door.say(get_line("/readyz?" + "a" * 7000))) == 200
    for data, status in [
        (get_line("/" + "a" * 9000), 431),
        (b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 2000 + b"\r\n", 431),
        (b"a" * 1_000_000, 431),
        (b"GET / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\n\r\nhello", 413),
        (b"GET / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        (b"GET / HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n", 400),
        (b"GET /\x00 HTTP/1.1\r\n" + host + b"\r\n", 400),
        (b"GET / HTTP/9.9\r\n" + host + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + host + b" folded\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(200), 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\r\n\r\n", 400),
    ]:
        assert status_of(door.say(data)) == status, data[:80]
    # Only the first of several requests is answered.
    assert door.say(get_line("/healthz") + get_line("/api/v1/key")).count(b"HTTP/1.1 ") == 1
    assert door.get("/readyz")[0] == 200


def test_only_some_networks(stage, door):
    door = Door(stage, allow=["127.0.0.2/31"])
    start(stage, door)
    assert door.get("/readyz", source="127.0.0.3")[0] == 200
    assert status_of(door.say(get_line("/readyz"))) == 403


def test_only_health(stage, door):
    door = Door(stage, show="health")
    node = start(stage, door)
    votes_on(node)
    tickets = set(node.tickets())
    for path in set(ROUTES) - set(NOT_HIDDEN) - {"/api/v1/events"}:
        assert door.get(path)[0] == 403, path
    for path in NOT_HIDDEN:
        status, _, body = door.get(path)
        assert status == 200 and not any(ticket.encode() in body for ticket in tickets) and stage.xpub.encode() not in body
    assert stage.voter.command("tickets", "--json")[0] == 0  # at the box itself


def test_no_secret(stage, door, monkeypatch):
    monkeypatch.setattr("simnode.Simnode.password", "correct-horse")
    node = start(stage, door)
    votes_on(node)
    secrets = [node.password.encode(), b"prv", (stage.voter.folder / "dcrvoter.toml").read_bytes()]
    for file in (stage.voter.folder / "state" / "keys").iterdir():
        secrets += [word for word in file.read_bytes().split() if len(word) > 40 and not word[1:4] == b"pub"]
    assert len(secrets) > 3
    for path in ROUTES:
        if path != "/api/v1/events":
            body = door.get(path)[2]
            assert not any(secret in body for secret in secrets), path


def test_caps(stage, door):
    start(stage, door)
    listeners = []

    def listens_from(source):
        client = door.connect(source)
        client.sendall(get_line("/api/v1/events"))
        listeners.append(client)
        return client.recv(12) == b"HTTP/1.1 200"
    assert [listens_from("127.0.0.2") for _ in range(7)] == [True] * 6 + [False]
    assert all(listens_from("127.0.0.3") for _ in range(6)) and all(listens_from("127.0.0.4") for _ in range(4))
    assert not listens_from("127.0.0.5")
    assert door.get("/readyz", source="127.0.0.6")[0] == 200
    # Who says nothing makes room, first to his own address.
    idle = [door.connect("127.0.0.7") for _ in range(16)]
    assert status_of(door.say(get_line("/readyz"), "127.0.0.7")) == 200 and read_all(idle.pop(0)) == b""
    for source in ["127.0.0.8", "127.0.0.9"]:
        idle += [door.connect(source) for _ in range(16)]
    assert status_of(door.say(get_line("/readyz"), "127.0.0.10")) == 200  # 64 in all
    assert stage.voter.command("status")[0] == 0  # has a door of its own
    # Those who say nothing are gone after five seconds.
    assert all(read_all(client) == b"" for client in idle)
    for client in idle + listeners:
        client.close()


@pytest.mark.not_sanitized  # a sanitizer looks at memory through a pipe, which takes descriptors too
def test_no_descriptors(stage, door):
    node = start(stage, door)
    pid = stage.voter.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, before[1]))
    waiting = [door.connect(f"127.0.0.{2 + number % 4}") for number in range(40)]
    for client in waiting:
        client.sendall(get_line("/readyz"))
    votes_on(node)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    assert {status_of(read_all(client)) for client in waiting} == {200}
    for client in waiting:
        client.close()


def test_port_is_taken(stage, door):
    with socket.create_server((HERE, door.port)) as other:
        node = stage.node()
        stage.voter.start_and_wait()
        stage.voter.wait_line(re.compile("page .* is in use by another program"))
        votes_on(node)
        code, text = stage.voter.command("status")
        assert code == 0 and "the page cannot be reached" in text
        other.close()
    wait_until(lambda: listens(door), "the door to open", 30)
    wait_until(lambda: "page" not in reasons(door), "the status to be well again")


def started_with(stage, handed, **streams):
    """As by systemd's socket unit: descriptor 3, and two variables."""
    stage.voter.write()
    words = [handed.fileno(), paths.DCRVOTER, "run", "--config", stage.voter.configuration]
    return subprocess.Popen([sys.executable, "-c", HAND_OVER, *map(str, words)], pass_fds=[handed.fileno()],
                            stdin=subprocess.DEVNULL, **streams)


def test_handed_over_and_not_wanted(stage, door):
    """`listen = []` turns the page off, whoever opened a port for it."""
    node = stage.node()
    stage.voter.page = {"listen": []}
    with socket.create_server((HERE, door.port)) as handed:
        process = started_with(stage, handed, stderr=subprocess.PIPE, text=True)
        try:
            said = next(line for line in process.stderr if "page" in line)
            assert "there is no page, since listen in [page] is empty" in said
            handed.close()
            wait_until(lambda: not listens(door), "the port to be closed", 10)
            votes_on(node)
            assert stage.voter.command("status")[0] == 0
        finally:
            process.kill()
            process.wait()
            process.stderr.close()


def test_handed_over(stage, door):
    node = stage.node()
    stage.voter.page = {"listen": ["192.0.2.7:80"]}  # which it could not have
    with socket.create_server((HERE, door.port)) as handed:
        process = started_with(stage, handed, stderr=subprocess.DEVNULL)
    try:
        assert door.get("/healthz")[0] == 200
        votes_on(node)
        assert "page" not in reasons(door)
        process.terminate()
        assert process.wait(SECONDS_TO_STOP) == 0
    finally:
        process.kill()
        process.wait()
