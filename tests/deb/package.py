"""A package file, looked at with dpkg-deb."""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSION = re.search(r"project\(dcrvoter VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
OWN_ARCHITECTURE = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True).stdout.strip()
_ENVIRONMENT = os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"}


def output(*words, **options):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=_ENVIRONMENT, **options)
    assert done.returncode == 0, f"{' '.join(map(str, words))} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


class Package:
    """`name` is what ./dev deb is asked for: an architecture, or "host" for this machine's own Debian."""

    def __init__(self, name):
        self.name = name
        self.architecture = OWN_ARCHITECTURE if name == "host" else name
        folder = ROOT / "build" / "deb" / ("host" if name == "host" else "")
        self.file = folder / f"dcrvoter_{VERSION}_{self.architecture}.deb"

    def field(self, name):
        return output("dpkg-deb", "--field", self.file, name).strip()

    def relations(self, name):
        """The packages that a field names, without versions."""
        return {re.match(r"[a-z0-9+.-]+", each.strip()).group() for each in re.split("[,|]", self.field(name)) if each.strip()}

    def entries(self):
        """What is inside, by path: (mode, owner, time)."""
        lines = output("dpkg-deb", "--contents", self.file).splitlines()
        fields = [line.split(None, 5) for line in lines]
        return {path.split(" -> ")[0].removeprefix("."): (mode, owner, f"{date} {time}")
                for mode, owner, _, date, time, path in fields}

    def unpack(self, folder, *, control=False):
        output("dpkg-deb", "--raw-extract" if control else "--extract", self.file, folder)
        return folder

    def newer(self, folder, version, change=lambda tree: None):
        """The same package with a higher version, changed by `change`."""
        tree = self.unpack(folder / "tree", control=True)
        control = tree / "DEBIAN" / "control"
        control.write_text(re.sub("(?m)^Version: .*$", f"Version: {version}", control.read_text()))
        change(tree)
        file = folder / f"dcrvoter_{version}_{self.architecture}.deb"
        output("dpkg-deb", "--root-owner-group", "--build", tree, file)
        return file
