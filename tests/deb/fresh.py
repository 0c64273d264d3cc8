"""A fresh minimal Debian of a test's own, to install packages in: tools/deb_fresh's, with an overlay in memory."""

import os
import shutil
import subprocess

from package import ROOT, output

ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive",
               "TERM": "dumb", "HOME": "/root"}


class Fresh:
    """As root of the Debian in `folder`. The tests run in mounts of their own (tools/test), which end with them."""

    def __init__(self, package, folder):
        base = ROOT / "build" / "deb" / "fresh" / package.name
        assert base.exists(), f"tools/deb_fresh {package.name} has not been run"
        self.memory = folder / "memory"
        self.memory.mkdir()
        output("mount", "-t", "tmpfs", "tmpfs", self.memory)
        for name in ("upper", "work", "root"):
            (self.memory / name).mkdir()
        self.root = self.memory / "root"
        # Folders are copied from below as they are, so that their times and owners are what dpkg made.
        output("mount", "-t", "overlay", "overlay", "-o",
               f"lowerdir={base.resolve()},upperdir={self.memory}/upper,workdir={self.memory}/work", self.root)

    def close(self):
        output("umount", "--recursive", self.memory)

    def argv(self, *words):
        """The command line that runs these words in it, with ENVIRONMENT."""
        return ["unshare", "--mount", "--fork", "--pid", "--mount-proc=" + str(self.root / "proc"), "chroot",
                str(self.root), *map(str, words)]

    def run(self, *words, text=""):
        """A command in it; (exit code, all it wrote)."""
        done = subprocess.run(self.argv(*words), input=text, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=ENVIRONMENT)
        return done.returncode, done.stdout

    def do(self, *words, **options):
        """The same, which has to succeed; what it wrote."""
        code, text = self.run(*words, **options)
        assert code == 0, f"{' '.join(map(str, words))} ended with {code}:\n{text}"
        return text

    def apt(self, *words, **options):
        return self.do("apt-get", "--yes", *words, **options)

    def bring(self, file):
        """Copies a package file in; its path there."""
        shutil.copy(file, self.root / file.name)
        return f"/{file.name}"

    def install(self, file, *options):
        return self.apt("install", *options, self.bring(file))

    def path(self, name):
        return self.root / name.removeprefix("/")

    def owner(self, name):
        """The mode and the owner's and group's names there."""
        return self.do("stat", "--format=%a %U:%G", name).strip()

    def status(self, package="dcrvoter"):
        """dpkg's word for it: "ii", "rc", or "" when it knows nothing of it."""
        code, text = self.run("dpkg-query", "--show", "--showformat=${db:Status-Abbrev}", package)
        return text.strip() if code == 0 else ""


def enabled(tree):
    """The units' links that are there."""
    units = tree / "etc" / "systemd" / "system"
    return sorted(os.path.relpath(link, units) for link in units.glob("*.wants/dcrvoter.*"))
