"""No key, password or alarm's URL gets into what dcrvoter shows, logs, sends or keeps beside its keys."""

import json
import pathlib
import re
import resource
import signal
import subprocess

import pytest

from harness import log_lines, paths
from harness.socket_files import connected
from harness.waiting import wait_until
from receiver import Receiver

PASSWORD = "pa55word-4f1d9c"
TOKEN = "t0ken-5f1e22"
ROUTES = re.findall(r'^    \{"(/[^"]*)", \{View::', (paths.ROOT / "src" / "status" / "routes.cpp").read_text(), re.MULTILINE)
COMMANDS = (("status",), ("status", "--json"), ("tickets",), ("tickets", "--json"), ("votes",), ("votes", "--json"),
            ("votes", "--csv"), ("votes", "--export"), ("choices",), ("key", "show"), ("key", "show", "--json"), ("check",),
            ("check", "--alerts"), ("version",), ("--help",))


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


def ask(stage, target):
    """An answer of the control socket, which shows all that the page's door shows, and more."""
    with connected(stage.voter.folder / "state" / "control.sock") as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = b""
        while chunk := client.recv(65536):
            answer += chunk
            if target.endswith("/events") and b"\ndata: " in answer and answer.endswith(b"\n\n"):
                break  # the first of them; they do not end
    assert answer.startswith(b"HTTP/1.1 200 "), target
    return answer


def secrets_of(stage):
    """Whatever is written in the key files, in the forms that somebody might print; and what this test made up."""
    keys = [file.read_text(encoding="utf-8") for file in (stage.voter.folder / "state" / "keys").iterdir()]
    found = {PASSWORD, TOKEN}
    for text in keys:
        found |= set(re.findall(r"\b[a-z]prv[1-9A-HJ-NP-Za-km-z]{80,}", text))  # extended private keys
        found |= set(re.findall(r"\bP[tsm][1-9A-HJ-NP-Za-km-z]{50,}", text))  # WIFs
        found |= set(re.findall(r"\b[0-9a-f]{64}\b", text))
        words = re.findall(r"\b[a-zA-Z]{4,}(?: [a-zA-Z]{4,}){11,}", text)  # seed words, any four of them
        for line in words:
            seed = line.split()
            found |= {" ".join(seed[at:at + 4]) for at in range(len(seed) - 3)}
    assert any("prv" in secret for secret in found), "the key files have another form than this test knows"
    return [secret.encode() for secret in found]


def assert_none(secrets, where, text):
    text = text if isinstance(text, bytes) else text.encode()
    shown = [secret for secret in secrets if secret in text]
    assert not shown, f"{where} shows a secret that begins with {shown[0][:6]!r}"


def test_nothing_shows_a_secret(stage, receiver):
    node = stage.node(tickets=100, strangers=0)
    base = f"http://127.0.0.1:{receiver.port}"
    wrong = stage.voter.entry(node) | {"address": node.address.replace("127.0.0.1", "localhost"), "password": PASSWORD}
    stage.voter.nodes.append(wrong)
    stage.voter.extra = ["[alert]", f'heartbeat_url = "{base}/ping/{TOKEN}"', f'webhook_url = "{base}/hook/{TOKEN}"']
    secrets = secrets_of(stage)
    stage.voter.start_and_wait()
    block = node.call()
    assert node.wait_votes(block) == set(block["drawn"])
    node.mine()
    receiver.wait(lambda request: request["path"].startswith("/hook/"), "a message")

    assert len(ROUTES) >= 15
    for target in ROUTES:
        assert_none(secrets, target, ask(stage, target))
    for words in COMMANDS:
        assert_none(secrets, " ".join(words), stage.voter.command(*words)[1])
    receiver.status = 500
    stage.voter.process.signal(signal.SIGHUP)
    wait_until(lambda: any("choices read anew" in line for line in stage.voter.log()), "the configuration to be read")
    stage.voter.configuration.write_text(f'network = "simnet"\n[[node]]\npassword = "{PASSWORD}\nwebhook_url = {TOKEN}\n')
    mark = stage.voter.mark()
    stage.voter.process.signal(signal.SIGHUP)
    wait_until(lambda: any("stay as they are" in line for line in stage.voter.log()[mark:]), "the mistake to be told")
    for request in receiver.requests:
        body = request["body"] + json.dumps({name: value for name, value in request["fields"].items()}).encode()
        assert_none(secrets, f"what is sent to {request['path'][:6]}", body)
    stage.voter.stop()
    assert_none(secrets, "the log", "\n".join(stage.voter.log()))
    state = stage.voter.folder / "state"
    for file in state.rglob("*"):
        if file.is_file() and "keys" not in file.relative_to(state).parts:
            assert_none(secrets, file.name, file.read_bytes())


@pytest.mark.not_sanitized  # a sanitizer has handlers of its own
@pytest.mark.parametrize("crash", [signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT])
def test_a_crash_leaves_no_memory_behind(stage, folder, crash):
    """As a kernel would write it where cores are allowed, and to wherever this one is told to."""
    stage.node(tickets=100)
    stage.voter.write()
    work = folder / "work"
    work.mkdir()
    pattern = pathlib.Path("/proc/sys/kernel/core_pattern").read_text(encoding="utf-8").strip()
    places = {work, work if pattern.startswith("|") else work / pathlib.Path(pattern).parent}
    program = subprocess.Popen([paths.DCRVOTER, "run", "--config", stage.voter.configuration], cwd=work, stderr=subprocess.PIPE,
                               preexec_fn=allow_cores, text=True)
    try:
        for line in program.stderr:
            if log_lines.TICKETS_FOUND.search(line):
                break
        limits = pathlib.Path(f"/proc/{program.pid}/limits").read_text(encoding="utf-8")
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
        before = {place: set(place.iterdir()) for place in places}
        program.send_signal(crash)
        assert program.wait(20) == -crash
    finally:
        program.kill()
        program.wait()
        program.stderr.close()
    new = {file.name for place in places for file in set(place.iterdir()) - before[place]}
    assert not [name for name in new if "core" in name or str(program.pid) in name], new


def allow_cores():
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
