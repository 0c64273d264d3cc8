"""The released image, and copies of it as cards: files on them are written and read as an owner's computer does."""

import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "image"


def released(ending):
    """The newest file of the build with that ending."""
    found = sorted(OUT.glob(f"dcrvoter-*-arm64{ending}"), key=os.path.getmtime)
    assert found, f"there is no *{ending} in build/image: ./dev image arm64 makes it"
    return found[-1]


def told(*command, **options):
    """What a program writes; it has to end well."""
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, **options).stdout


def partitions(image):
    """Name: (first byte, size) of the partitions of an image."""
    table = json.loads(told("sfdisk", "--json", image, stderr=subprocess.DEVNULL))["partitiontable"]
    return {part["name"]: (part["start"] * 512, part["size"] * 512) for part in table["partitions"]}


def first_of_the_old_table(image):
    """(type, first sector) of the first partition in the table by which a Raspberry Pi 3 finds it."""
    with open(image, "rb") as file:
        entry = file.read(512)[446:462]
    return entry[4], int.from_bytes(entry[8:12], "little")


def copy_out(image, part, path):
    """A partition's bytes as a file of their own."""
    start, size = partitions(image)[part]
    told("dd", f"if={image}", f"of={path}", "bs=1M", f"skip={start}", f"count={size}", "iflag=skip_bytes,count_bytes",
         "conv=sparse", "status=none")  # fmt: skip
    return path


class Card:
    """A card with the released image on it, as a file of 2 GiB; its FAT partition is read and written by mtools."""

    def __init__(self, path, part="DCRVOTER"):
        self.path = pathlib.Path(path)
        told("cp", "--sparse=always", released(".img"), self.path)
        os.truncate(self.path, 2 * 2**30)
        self.at = partitions(self.path)[part][0]

    def _mtools(self, program, *arguments, **options):
        return told(program, "-i", f"{self.path}@@{self.at}", *arguments, env=os.environ | {"MTOOLS_SKIP_CHECK": "1"},
                    **options)  # fmt: skip

    def write(self, name, content):
        """Puts a file there, over one that there is."""
        data = content if isinstance(content, bytes) else content.encode()
        self._mtools("mcopy", "-o", "-", f"::/{name}", input=data)

    def read(self, name):
        """A file's bytes; None where there is none."""
        if name not in self.names():
            return None
        return self._mtools("mcopy", "-n", f"::/{name}", "-")

    def text(self, name):
        content = self.read(name)
        return None if content is None else content.decode()

    def remove(self, name):
        self._mtools("mdel", f"::/{name}")

    def make_folder(self, name):
        self._mtools("mmd", f"::/{name}")

    def names(self):
        listed = self._mtools("mdir", "-b", "::/").decode().split("\n")
        return [re.sub(r"^::/", "", line).rstrip("/") for line in listed if line]


class Stick(Card):
    """A USB stick labelled DCRVOTER, without a partition table."""

    def __init__(self, path, megabytes=512):
        self.path = pathlib.Path(path)
        with open(self.path, "wb") as file:
            file.truncate(megabytes * 2**20)
        told("mkfs.vfat", "-n", "DCRVOTER", self.path)
        self.at = 0

    def copy(self, path):
        self._mtools("mcopy", "-o", path, "::/")

    def arguments(self):
        """For QEMU."""
        return ["-device", "qemu-xhci", "-drive", f"file={self.path},if=none,id=stick,format=raw",
                "-device", "usb-storage,drive=stick"]  # fmt: skip
