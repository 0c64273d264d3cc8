"""Where programs and folders are."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
WORK = ROOT / "build" / "peers"
BIN = WORK / "bin"
DCRVOTER = pathlib.Path(os.environ.get("DCRVOTER_BIN", ROOT / "build" / "release" / "bin" / "dcrvoter")).absolute()


def peer(name):
    """The program `name` that tools/peers has built: dcrd, dcrwallet, craft."""
    path = BIN / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is not built; run tools/peers")
    return path
