"""What ./dev bench runs when all is built: measures, prints one table, writes it as JSON.

measure.py --programs FOLDER [--json FILE] [--quick] [--without-peers] PART…; exit 1 when a bar does not hold, or a
part could not run.
"""

import argparse
import os
import pathlib
import sys
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ("program", "pieces", "simnode", "page", "disk", "peers")
sys.path[:0] = [str(ROOT / "tests" / "peers"), str(ROOT / "tests" / "simnode")]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    return parser.parse_args()


def run_part(part, report, given):
    # The harness and simnode's module read where the programs are when they are imported.
    import disk
    import page
    import programs
    import real_node
    import simulated_node

    if part == "program":
        programs.size(report, with_peers=not given.without_peers)
        programs.instructions(report, given.programs / "ready_votes")
    elif part == "pieces":
        programs.pieces(report, given.programs / "micro")
    elif part == "simnode":
        simulated_node.measure(report, ROOT / "build" / "bench")
    elif part == "page":
        page.measure(report, ROOT / "build" / "bench")
    elif part == "disk":
        disk.measure(report, ROOT / "build" / "bench")
    else:
        real_node.measure(report, given.programs / "ready_votes")


def main():
    given = arguments()
    os.environ["DCRVOTER_BIN_DIR"] = str(given.programs)
    os.environ["DCRVOTER_BIN"] = str(given.programs / "dcrvoter")
    import figures

    report = figures.Report(given.quick)
    if report.load_before[0] > 0.5 * os.cpu_count():
        report.note(f"other programs are at work (load {report.load_before[0]:.1f} on {os.cpu_count()} cores at the "
                    "start): the figures are not this program's alone")
    if given.quick:
        report.note("--quick: too few samples for a judgement")
    if given.without_peers:
        report.note("without a real dcrd and dcrwallet, as asked: no comparison with dcrwallet")
    for part in PARTS:
        if (given.parts and part not in given.parts) or (part == "peers" and given.without_peers):
            continue
        print(f"==> bench: {part}", flush=True)
        try:
            run_part(part, report, given)
        except Exception:  # what the other parts measure is still of use
            traceback.print_exc()
            report.not_run.append(f"{part}: see the error above")
    print(report.text())
    report.write(given.json)
    print(f"==> bench: the figures are in {given.json}")
    return 0 if report.held else 1


if __name__ == "__main__":
    sys.exit(main())
