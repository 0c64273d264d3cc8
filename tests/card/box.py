"""Drives the appliance's programs as its units do, on folders of a test."""

import json
import os
import pathlib
import shutil
import signal
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAMS = ROOT / "firmware-image/overlay/usr/lib/dcrvoter"
CERTIFICATE = (HERE / "rpc.cert").read_text()
# Where the power is cut: before every change in the long run, before each seventh else.
STEP = 4 if os.environ.get("DCRVOTER_TEST_LONG") else 7
PARTS = 4 if os.environ.get("DCRVOTER_TEST_LONG") else 1
CHANGING = "cp mv rm ln mkdir install sync dd shred truncate dcrvoter".split()

NODE = """network = "mainnet"
[[node]]
address = "192.168.1.20"
user = "voter"
password = "hunter2"
certificate = "rpc.cert"
"""


class Box:
    def __init__(self, folder: pathlib.Path, program: pathlib.Path):
        self.at(folder)
        for made in (self.data, self.card, folder / "root/etc", folder / "root/proc", folder / "programs",
                     self.data / "dcrvoter"):
            made.mkdir(parents=True)
        (folder / "programs/dcrvoter").symlink_to(program)
        (folder / "root/dev").mkdir()
        (folder / "root/dev/random").symlink_to("/dev/random")
        (folder / "root/sys/bus/usb/drivers/usb-storage/1-1:1.0").mkdir(parents=True)
        self.runs("0.1.0", "a")
        (folder / "addresses").write_text("2: eth0    inet 192.168.1.77/24 brd 192.168.1.255 scope global eth0\n")

    @staticmethod
    def of(folder: pathlib.Path) -> "Box":
        """The one that a copied folder holds."""
        box = Box.__new__(Box)
        box.at(folder)
        return box

    def at(self, folder: pathlib.Path):
        self.folder = folder
        self.data = folder / "data"
        self.card = folder / "disk/DCRVOTER"
        self.stick = folder / "sticks/stick"
        self.run = folder / "run"
        self.parts = folder / "disk"
        self.cut = None

    # What there is.

    def runs(self, version: str, slot: str):
        (self.folder / "root/etc/dcrvoter-release").write_text(f"VERSION={version}\nBUILD=b{version}\n")
        (self.folder / "root/proc/cmdline").write_text(f"console=ttyS1 dcr.slot={slot} panic=10\n")

    def put(self, name: str, text, where: pathlib.Path | None = None):
        where = where or self.card
        where.mkdir(parents=True, exist_ok=True)
        (where / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def put_node(self, text: str = NODE, where: pathlib.Path | None = None):
        self.put("dcrvoter.toml", text, where)
        self.put("rpc.cert", CERTIFICATE, where)

    # What is done.

    def environment(self) -> dict:
        stubs = [HERE / "stubs", self.folder / "programs"]
        environment = {"DCRVOTER_DATA": self.data, "DCRVOTER_STATE": self.data / "dcrvoter", "DCRVOTER_RUN": self.run,
                       "DCRVOTER_BOX_NOTES": self.folder / "notes.json", "DCRVOTER_ROOT": self.folder / "root",
                       "DCRVOTER_PARTS": self.parts,
                       "DCRVOTER_USER": "", "BOX_TEST": self.folder, "LC_ALL": "C.UTF-8"}
        if self.cut is not None:
            cutting = self.folder / "cutting"
            originals = self.folder / "originals"
            if not cutting.exists():
                cutting.mkdir(parents=True)
                originals.mkdir()
                for name in CHANGING:
                    (cutting / name).symlink_to(HERE / "stubs/cut_before")
                    real = self.folder / "programs/dcrvoter" if name == "dcrvoter" else shutil.which(name)
                    (originals / name).symlink_to(real)
            stubs.insert(0, cutting)
            environment |= {"BOX_CUT": self.cut, "BOX_PROGRAMS": originals}
        path = ":".join([*map(str, stubs), os.environ["PATH"]])
        return {key: str(value) for key, value in environment.items()} | {"PATH": path}

    def program(self, *words, quiet: bool = True, code: int = 0) -> subprocess.CompletedProcess:
        """Runs one of them to its end, which is this exit code or the cut; with nothing to say to the log if quiet."""
        done = subprocess.run([PROGRAMS / words[0], *map(str, words[1:])], env=self.environment(), capture_output=True,
                              text=True, start_new_session=True, timeout=60)
        assert done.returncode == (code if self.cut is None else done.returncode), done.stderr
        assert done.returncode in (code, -signal.SIGKILL), done.stderr
        assert self.cut is not None or not quiet or done.stderr == "", done.stderr
        return done

    def boot(self, quiet: bool = True, before_settling=lambda: None) -> bool:
        """Its memory is empty after this, but for what the boot wrote. True: the power did not fail."""
        shutil.rmtree(self.run, ignore_errors=True)
        (self.folder / "notes.json").unlink(missing_ok=True)
        (self.folder / "calls").unlink(missing_ok=True)
        (self.folder / "changes").write_text("0")

        def runs(*words):
            return self.program(*words, quiet=quiet).returncode == 0
        if not runs("card", "boot"):
            return False
        before_settling()
        return all(runs(*words) for words in (("trial", "begin"), ("card", "settle"), ("card", "status")))

    def plug(self):
        (self.folder / "calls").unlink(missing_ok=True)
        (self.folder / "changes").write_text("0")
        return self.program("card", "stick", self.stick).returncode == 0

    def unplug(self):
        shutil.rmtree(self.stick)
        self.program("card", "unplugged", self.stick)

    def lose_data(self):
        """The data partition cannot be mounted: memory is in its place, as the initramfs has it."""
        self.data.rename(self.folder / "lost-data")
        (self.data / "dcrvoter").mkdir(parents=True)
        (self.folder / "no-data").touch()

    def find_data(self):
        shutil.rmtree(self.data)
        (self.folder / "lost-data").rename(self.data)
        (self.folder / "no-data").unlink()

    def voter_is_ready(self, ready: bool):
        if ready:
            (self.folder / "not-ready").unlink(missing_ok=True)
        else:
            (self.folder / "not-ready").touch()

    def replace_program(self, name: str, script: str):
        """`name` is this shell script now, for which $REAL is the program itself."""
        stub = self.folder / "programs" / name
        stub.write_text(f"#!/bin/sh\nREAL={shutil.which(name)}\n{script}\n")
        stub.chmod(0o755)

    # What came of it.

    def calls(self) -> list[str]:
        file = self.folder / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def notes(self) -> dict:
        return json.loads((self.folder / "notes.json").read_text())

    def problems(self) -> str:
        return "\n".join(f"{problem['words']} -> {problem['remedy']}" for problem in self.notes()["problems"])

    def status(self, where: pathlib.Path | None = None) -> str:
        text = ((where or self.card) / "dcrvoter-status.txt").read_bytes().decode()
        assert text.count("\n") == text.count("\r\n") > 5
        return text.replace("\r\n", "\n")

    def installed(self, name: str = "dcrvoter.toml") -> pathlib.Path:
        return self.data / "etc/dcrvoter" / name

    def voter(self, *words, **more) -> subprocess.CompletedProcess:
        environment = self.environment() | {"STATE_DIRECTORY": str(self.data / "dcrvoter")}
        return subprocess.run([self.folder / "programs/dcrvoter", "--config", self.installed(), *words],
                              env=environment, capture_output=True, text=True, timeout=60, check=False, **more)

    def accounts(self) -> list[str]:
        return [account["xpub"] for account in json.loads(self.voter("key", "show", "--json").stdout)["accounts"]]


def _cut_copy(template: Box, folder: pathlib.Path, cut: int, act) -> tuple[Box, bool]:
    """A copy of the box, of which the power fails before change number `cut`, 0 for never; whether `act` ended."""
    shutil.copytree(template.folder, folder, symlinks=True)
    box = Box.of(folder)
    box.cut = cut
    (folder / "changes").write_text("0")
    finished = act(box)
    box.cut = None
    return box, finished


def cuts(template: Box, folder: pathlib.Path, act, part: int, least: int = 20, step: int = STEP):
    """Copies of the box as they are when the power has failed before a change that `act` makes (it is True when it came
    to its end): before each step-th of them from number `part` on. They are more than `least`, or nothing is tested."""
    counted, finished = _cut_copy(template, folder / "counted", 0, act)
    assert finished
    total = int((counted.folder / "changes").read_text())
    assert total > least
    for cut in range(1 + part, total + 1, step):
        box, finished = _cut_copy(template, folder / f"cut-{cut}", cut, act)
        assert not finished, f"change {cut} of {total} did not come"
        yield box
