"""A fresh Debian that is booted: systemd as its first process, in a container that shares the tests' network."""

import json
import os
import pathlib
import subprocess

from fresh import ENVIRONMENT
from harness.process import Process
from harness.waiting import wait_until

_PROPERTIES = ("ActiveState", "SubState", "Result", "MainPID", "NRestarts", "StatusText", "ExecMainStatus")


class Booted:
    def __init__(self, fresh, folder):
        self.fresh = fresh
        self.container = Process("systemd-nspawn", folder / "console.log")
        # All of its processes are in a group of their own, so that they can be ended together.
        self.group = pathlib.Path(f"/sys/fs/cgroup/dcrvoter-{os.getpid()}-{fresh.root.stat().st_ino}")
        self.group.mkdir()
        self.container.start(["sh", "-euc", 'echo $$ >"$0/cgroup.procs"; exec "$@"', self.group,
                              "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--console=pipe", "--boot",
                              f"--directory={fresh.root}"], env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"})
        try:
            self.first = self.container.wait_ready(self._first_process, "a first process")
            self.container.wait_ready(lambda: self.state() in ("running", "degraded"), "the end of the boot", 120)
        except BaseException:
            self.close()
            raise

    def _first_process(self):
        """Its process id out here: of systemd, not of what has prepared its place and ends."""
        children = subprocess.run(["ps", "--ppid", str(self.container.pid), "-o", "pid=,comm="], capture_output=True,
                                  text=True)
        return next((int(pid) for pid, name in map(str.split, children.stdout.splitlines()) if name == "systemd"), None)

    def run(self, *words, text=""):
        """A command in it; (exit code, all it wrote)."""
        done = subprocess.run(["nsenter", f"--target={self.first}", "--mount", "--uts", "--ipc", "--pid", "--cgroup",
                               "--root", "--wd=/", *map(str, words)], input=text, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=ENVIRONMENT)
        return done.returncode, done.stdout

    def do(self, *words, **options):
        code, text = self.run(*words, **options)
        assert code == 0, f"{' '.join(map(str, words))} ended with {code}:\n{text}"
        return text

    def install(self, file):
        return self.do("apt-get", "--yes", "install", self.fresh.bring(file))

    def state(self):
        return self.run("systemctl", "is-system-running")[1].strip()

    def failed_units(self):
        return self.do("systemctl", "list-units", "--failed", "--plain", "--no-legend").split("\n")[:-1]

    def active(self, unit):
        return self.run("systemctl", "is-active", unit)[1].strip()

    def service(self):
        text = self.do("systemctl", "show", "dcrvoter.service", "--property=" + ",".join(_PROPERTIES))
        return dict(line.split("=", 1) for line in text.strip().split("\n"))

    def wait_service(self, **wanted):
        def fits():
            now = self.service()
            return now if wanted.items() <= now.items() else None

        return wait_until(fits, f"dcrvoter.service to be {wanted}", 60, interval=0.1)

    def journal(self, *words):
        lines = self.do("journalctl", "--unit=dcrvoter.service", "--output=json", *words).splitlines()
        return [json.loads(line)["MESSAGE"] for line in lines]

    def close(self):
        """Turns it off (which is what the container makes of SIGTERM)."""
        try:
            self.container.stop(60)
        finally:
            (self.group / "cgroup.kill").write_text("1")
            wait_until(lambda: "populated 0" in (self.group / "cgroup.events").read_text(), "its processes to be gone")
            for group, _, _ in os.walk(self.group, topdown=False):
                os.rmdir(group)
