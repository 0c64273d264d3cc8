"""/metrics by those who read it: promtool, prometheus_client's parsers, and a Prometheus that asks."""

import json
import re
import subprocess

from programs import MONITORING, PROMTOOL, ROOT, Prometheus
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

from harness.waiting import wait_until

OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"


def samples(families):
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for family in families for sample in family.samples}


def names(text):
    return set(re.findall(r"\bdcrvoter_[a-z_]+", text))


def test_both_forms(box):
    kind, text = box.metrics()
    assert kind == "text/plain; version=0.0.4; charset=utf-8"
    lint = subprocess.run([PROMTOOL, "check", "metrics"], input=text, text=True, capture_output=True)
    assert lint.returncode == 0 and not lint.stdout + lint.stderr, lint.stdout + lint.stderr
    plain = samples(parse_text(text))
    kind, text = box.metrics(OPENMETRICS)
    assert kind == "application/openmetrics-text; version=1.0.0; charset=utf-8" and text.endswith("\n# EOF\n")
    assert set(samples(parse_openmetrics(text))) == set(plain)
    assert plain["dcrvoter_can_vote", ()] == 1
    assert plain["dcrvoter_calls_total", (("outcome", "mined"),)] >= 5
    assert plain["dcrvoter_tickets", (("state", "live"),)] > 0
    assert plain["dcrvoter_vote_latency_seconds", (("of", "median"),)] > 0


def test_documents(box):
    """Every metric stands in the document, and none that is nowhere made."""
    _, text = box.metrics()
    documented = names((ROOT / "docs" / "monitoring.md").read_text())
    made = re.findall(r'(family|gauge)\("([a-z_]+)",\s*(?:Type::)?(\w*)', (ROOT / "src" / "status" / "metrics.cpp").read_text())
    ending = {"counter": "_total", "info": "_info"}
    assert {f"dcrvoter_{name}{ending.get(kind, '')}" for _, name, kind in made} == documented
    told = {sample[0] for sample in samples(parse_text(text))}
    assert told <= documented
    board = {name for name in documented if "board_" in name or "success" in name}  # what this machine may not tell
    assert documented - board <= told


def test_dashboard(box, folder):
    """All that the dashboard and the alerts ask for is there, and a Prometheus understands it."""
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    rules = re.findall(r"^ +expr: (.*)$", (MONITORING / "dcrvoter.rules.yml").read_text(), re.MULTILINE)
    assert len(expressions) >= 12 and len(rules) >= 10
    documented = names((ROOT / "docs" / "monitoring.md").read_text())
    for expression in expressions + rules:
        assert names(expression) <= documented and (names(expression) or "up{" in expression), expression
    prometheus = Prometheus(folder / "prometheus", box.address)
    prometheus.wait_for("up", 1)
    prometheus.wait_for("dcrvoter_can_vote", 1)
    for expression in expressions:
        prometheus.ask("query", query=expression.replace("$instance", ".*"))  # a wrong one is an HTTPError
    shown = [expression for expression in expressions
             if prometheus.value(expression.replace("$instance", ".*")) is not None]
    assert any("dcrvoter_tickets" in expression for expression in shown) and len(shown) >= 8


def test_alerts(box, folder):
    """In a real outage they fire, and stop when it is over."""
    checked = subprocess.run([PROMTOOL, "test", "rules", "dcrvoter.rules_test.yml"], cwd=MONITORING, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    subprocess.run([PROMTOOL, "check", "config", "prometheus.yml"], cwd=MONITORING, check=True)
    prometheus = Prometheus(folder / "prometheus", box.address)
    prometheus.wait_for("dcrvoter_can_vote", 1)
    assert not prometheus.firing() & {"DcrvoterDown", "DcrvoterNotVoting", "DcrvoterNodeDown"}
    box.node.kill()
    wait_until(lambda: {"DcrvoterNotVoting", "DcrvoterNodeDown"} <= prometheus.firing(), "alerts without a node")
    box.stage.voter.kill()
    wait_until(lambda: "DcrvoterDown" in prometheus.firing(), "an alert without a box")
    box.stage.voter.start()
    wait_until(lambda: "DcrvoterDown" not in prometheus.firing(), "the alert to end")
