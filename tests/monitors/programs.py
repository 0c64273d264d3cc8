"""What tools/monitors has fetched, and a Prometheus that runs."""

import json
import pathlib
import urllib.error
import urllib.parse
import urllib.request

from harness.ports import free_port
from harness.process import Process
from harness.waiting import wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
FETCHED = ROOT / "build" / "monitors"
PROMTOOL = FETCHED / "prometheus" / "usr" / "bin" / "promtool"
SCHEMATHESIS = FETCHED / "venv" / "bin" / "schemathesis"
MONITORING = ROOT / "config" / "monitoring"


class Prometheus:
    """It asks `targets` twice a second, and judges by the rules without their patience."""

    def __init__(self, folder, *targets):
        folder.mkdir()
        self.port = free_port()
        rules = (MONITORING / "dcrvoter.rules.yml").read_text()
        lines = [line for line in rules.splitlines() if not line.strip().startswith("for: ")]
        (folder / "rules.yml").write_text("\n".join(lines) + "\n")
        (folder / "prometheus.yml").write_text(json.dumps({  # JSON is YAML
            "global": {"scrape_interval": "500ms", "evaluation_interval": "500ms", "scrape_timeout": "400ms"},
            "scrape_configs": [{"job_name": "dcrvoter", "static_configs": [{"targets": list(targets)}]}],
            "rule_files": ["rules.yml"]}))
        self.process = Process("prometheus", folder / "prometheus.log")
        self.process.start([PROMTOOL.with_name("prometheus"), f"--config.file={folder}/prometheus.yml",
                            f"--storage.tsdb.path={folder}/data", f"--web.listen-address=127.0.0.1:{self.port}"])

    def ask(self, path, **arguments):
        query = urllib.parse.urlencode(arguments)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/{path}?{query}", timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as refused:
            if refused.code != 503:  # it is starting
                raise
        except OSError:
            pass  # it does not listen yet
        return None

    def value(self, expression):
        """Of the one series; None when there is none."""
        data = self.ask("query", query=expression)
        return float(data["result"][0]["value"][1]) if data and data["result"] else None

    def firing(self):
        data = self.ask("alerts")
        return {alert["labels"]["alertname"] for alert in data["alerts"] if alert["state"] == "firing"} if data else set()

    def wait_for(self, expression, value):
        wait_until(lambda: self.value(expression) == value, f"{expression} to be {value}")
