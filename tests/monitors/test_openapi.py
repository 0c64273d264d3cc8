"""Every answer is as docs/openapi.yaml says."""

import json
import subprocess

import pytest
import yaml
from conftest import Box
from jsonschema import Draft202012Validator
from programs import ROOT, SCHEMATHESIS

from harness.waiting import wait_until

DOCUMENT = ROOT / "docs" / "openapi.yaml"


def validator(name):
    document = yaml.safe_load(DOCUMENT.read_text())
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})


def schemathesis(box, document, folder):
    """Runs it: (exit code, what it says)."""
    done = subprocess.run(
        [SCHEMATHESIS, "run", document, "--url", f"http://{box.address}", "--exclude-path", "/api/v1/events", "--max-examples", "20",
         "--workers", "1", "--no-color"], cwd=folder, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def test_schemathesis(box, folder):
    code, text = schemathesis(box, DOCUMENT, folder)
    assert code == 0, text
    wrong = yaml.safe_load(DOCUMENT.read_text())
    wrong["components"]["schemas"]["Key"]["required"].append("seed")
    (folder / "wrong.json").write_text(json.dumps(wrong))
    code, text = schemathesis(box, folder / "wrong.json", folder)
    assert code == 1 and "seed" in text, text


@pytest.mark.parametrize("show", ["full", "health"])
def test_every_answer(stage, show):
    """In good times and in bad ones, and a status that comes as an event."""
    box = Box(stage, show=show)

    def check(path, name, status=200):
        answer = box.door.get(path)
        assert answer[0] == status, (path, answer)
        validator(name).validate(json.loads(answer[2]))
        return json.loads(answer[2])
    assert check("/api/v1/status", "Status")["tickets"] is None or show == "full"
    check("/api/v1/choices", "Choices")
    for path, name in [("/api/v1/tickets", "Tickets"), ("/api/v1/votes", "Votes"), ("/api/v1/key", "Key")]:
        check(path, name if show == "full" else "Error", 200 if show == "full" else 403)
    check("/healthz", "Checks")
    check("/readyz", "Checks")
    check("/nowhere", "Error", 404)
    with box.door.connect() as client:
        client.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: {box.address}\r\n\r\n".encode())
        data = next(line for line in client.makefile("r", encoding="utf-8") if line.startswith("data: "))
    validator("Status").validate(json.loads(data.removeprefix("data: ")))
    box.node.kill()
    wait_until(lambda: box.door.get("/readyz")[0] == 503, "not to be ready without a node")
    check("/readyz", "Checks", 503)
    assert check("/api/v1/status", "Status")["state"] == "not_voting"


def test_every_route_is_documented(box):
    """The server's own list of what is here, against the document."""
    paths = yaml.safe_load(DOCUMENT.read_text())["paths"]
    for path in paths:
        for view in ["status", "tickets", "votes", "choices"] if "{view}" in path else [""]:
            assert box.door.get(path.replace("{view}", view), method="HEAD")[0] == 200, path
    routes = set()
    for line in (ROOT / "src" / "status" / "routes.cpp").read_text().splitlines():
        if line.lstrip().startswith('{"/'):
            routes.add(line.split('"')[1])
    assert routes and all(path in paths or path.endswith(".txt") for path in routes)
