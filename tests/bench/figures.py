"""What was measured: samples and their summaries, the bars beside them, the table and the JSON file."""

import dataclasses
import json
import math
import os
import platform
import statistics


def p95(samples):
    """The smallest sample that at least 95 of 100 do not exceed (nearest rank)."""
    return sorted(samples)[math.ceil(0.95 * len(samples)) - 1]


@dataclasses.dataclass
class Row:
    """One line of the table. The median is what a bar judges; a figure measured once is its own median."""

    part: str
    what: str
    unit: str
    samples: list
    limit: float | None = None  # the median must not be above it
    rule: str = ""  # where the limit comes from, in words

    @property
    def median(self):
        return statistics.median(self.samples)

    @property
    def held(self):
        return self.limit is None or self.median <= self.limit

    def to_json(self):
        row = {"part": self.part, "what": self.what, "unit": self.unit, "n": len(self.samples),
               "min": min(self.samples), "median": self.median, "p95": p95(self.samples), "max": max(self.samples)}
        if len(self.samples) > 1:
            row["samples"] = self.samples
        if self.limit is not None:
            row.update(limit=self.limit, rule=self.rule, held=self.held)
        return row


def number(value):
    """Four digits or so, whatever the size."""
    if value == int(value) and abs(value) >= 100:
        return f"{int(value):,}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}"


class Report:
    def __init__(self, quick):
        self.quick = quick
        self.rows = []
        self.notes = []
        self.not_run = []
        self.load_before = os.getloadavg()

    def add(self, part, what, unit, samples, limit=None, rule=""):
        """Samples, or one number; returns the row."""
        samples = list(samples) if isinstance(samples, (list, tuple)) else [samples]
        row = Row(part, what, unit, samples, limit, rule)
        self.rows.append(row)
        return row

    def note(self, text):
        self.notes.append(text)

    @property
    def held(self):
        return not self.not_run and all(row.held for row in self.rows)

    def text(self):
        wide = max((len(row.what) for row in self.rows), default=0) + 2
        lines = []
        part = None
        for row in self.rows:
            if row.part != part:
                part = row.part
                lines += ["", f"{part:<{wide}}  {'unit':<12}{'n':>5}{'median':>12}{'p95':>12}{'max':>12}  bar"]
            spread = f"{number(p95(row.samples)):>12}{number(max(row.samples)):>12}" if len(row.samples) > 1 else " " * 24
            bar = "" if row.limit is None else f"  <= {number(row.limit)} {'held' if row.held else 'NOT held'}"
            bar += f" ({row.rule})" if row.rule else ""
            lines.append(f"  {row.what:<{wide}}{row.unit:<12}{len(row.samples):>5}{number(row.median):>12}{spread}{bar}")
        lines += [""] + [f"note: {text}" for text in self.notes]
        lines += [f"NOT RUN: {text}" for text in self.not_run]
        bars = [row for row in self.rows if row.limit is not None]
        missed = [row for row in bars if not row.held]
        lines.append(f"{len(bars) - len(missed)} bars held, {len(missed)} not held"
                     + "".join(f"\n  NOT held: {row.part}: {row.what}" for row in missed))
        return "\n".join(lines)

    def to_json(self):
        return {"quick": self.quick, "held": self.held, "machine": self._machine(), "notes": self.notes,
                "not_run": self.not_run, "rows": [row.to_json() for row in self.rows]}

    def _machine(self):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
        return {"processor": models[0] if models else platform.machine(), "cores": os.cpu_count(),
                "kernel": platform.release(), "load_before": self.load_before, "load_after": os.getloadavg()}

    def write(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.to_json(), indent=1) + "\n", encoding="utf-8")
