"""What can be measured of the program alone: its size, the instructions of a vote, and a vote's pieces."""

import json
import pathlib
import re
import subprocess
import tempfile

from harness import chain as chains
from harness import paths

SIZE = "program"
PIECES = "pieces of a vote (Google Benchmark, processor time)"
MB = 1e6


def stripped_size(program):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "stripped"
        subprocess.run(["strip", "-o", copy, program], check=True)
        return copy.stat().st_size


def size(report, with_peers):
    if with_peers:
        report.add(SIZE, "dcrwallet: stripped", "MB", stripped_size(paths.peer("dcrwallet")) / MB)
    report.add(SIZE, "dcrvoter: release, stripped", "MB", stripped_size(paths.DCRVOTER) / MB, 4.0, "4 MB")


def instructions(report, program):
    """Instructions of one vote, from the known ticket to the hex that is sent: what more votes cost more."""
    golden = json.loads((paths.ROOT / "tests" / "vectors" / "votes.json").read_text())
    case = next(case for case in golden["cases"] if case["name"] == "p2pkh, 1 commitment")
    lines = (f"key {case['net']} {case['keys'][0]}\n"
             f"ticket {case['ticket']}\nvote {case['block_hash']} {case['block_height']}\nagain ")
    few, many = 50, 250
    executed = [_callgrind(program, f"{lines}{count}\n") for count in (few, many)]
    report.add(SIZE, "dcrvoter: instructions a vote (build, sign, verify; callgrind)", "thousands",
               (executed[1] - executed[0]) / (many - few) / 1000)


def _callgrind(program, text):
    """Instructions that the program executes with this standard input."""
    run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program], input=text,
                         check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def pieces(report, program):
    """The micro-benchmarks, each the median of its repetitions."""
    repetitions = 3 if report.quick else 7
    run = subprocess.run([program, "--benchmark_format=json", f"--benchmark_repetitions={repetitions}",
                          f"--benchmark_min_time={0.05 if report.quick else 0.2}"],
                         check=True, capture_output=True, text=True)
    samples = {}
    for result in json.loads(run.stdout)["benchmarks"]:
        if result["run_type"] == "iteration":
            micros = result["cpu_time"] * {"ns": 1e-3, "us": 1, "ms": 1e3}[result["time_unit"]]
            samples.setdefault(result["run_name"], []).append(micros)
    for name, micros in samples.items():
        report.add(PIECES, name, "us", micros)
