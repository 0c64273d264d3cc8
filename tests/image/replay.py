"""Every state in which a cut of the power could have left a card: QEMU's blklogwrites notes what was written in which
order, and where the guest had it flushed. What came before the last flush is on the card. What came after may be
there, in whole or in part, or not, and the later without the earlier."""

import pathlib
import struct
from dataclasses import dataclass

from card import told
from machine import Machine

SECTOR = 512
# The log begins with these, and each entry with sector, sectors, flags, and a length that stays 0; all little endian.
# QEMU: block/blklogwrites.c, Linux: Documentation/admin-guide/device-mapper/log-writes.rst
MAGIC, VERSION = 0x6A736677736872, 1
ENTRY = struct.Struct("<QQQQ")
FLUSH, DISCARD = 1, 4


class Recorded(Machine):
    """QEMU's virt with a card whose writes are noted in `folder`/writes."""

    @property
    def log(self):
        return self.folder / "writes"

    def drive(self):
        self.log.touch()
        return ["-blockdev", f"driver=file,node-name=card,filename={self.card.path}",
                "-blockdev", f"driver=file,node-name=log,filename={self.log}",
                "-blockdev", "driver=blklogwrites,node-name=d,file=card,log=log"]  # fmt: skip


@dataclass(frozen=True)
class Write:
    sector: int
    count: int
    at: int  # of its bytes in the log
    is_flush: bool
    is_discard: bool


def writes(log):
    """What has been written until now, in its order."""
    found = []
    with open(log, "rb") as file:
        assert struct.unpack("<QQ", file.read(16)) == (MAGIC, VERSION)
        at = SECTOR
        while True:
            file.seek(at)
            head = file.read(SECTOR)
            if len(head) < SECTOR:
                return found
            sector, count, flags, _ = ENTRY.unpack_from(head)
            if count == 0 and not flags & FLUSH:  # not there yet
                return found
            write = Write(sector, count, at + SECTOR, bool(flags & FLUSH), bool(flags & DISCARD))
            found.append(write)
            at = write.at + (0 if write.is_discard else count * SECTOR)


class Replay:
    """The card anew, from what it was at first; cuts have to be asked for in their order."""

    def __init__(self, first, log, folder):
        self.writes = writes(log)
        self.log = open(log, "rb")
        self.flushed = pathlib.Path(folder) / "flushed.img"
        told("cp", "--sparse=always", first, self.flushed)
        self.place = 0

    def _put(self, file, write, sectors):
        """The first sectors of a write. What was discarded may stay as it was."""
        if write.is_discard or sectors == 0:
            return
        self.log.seek(write.at)
        file.seek(write.sector * SECTOR)
        file.write(self.log.read(sectors * SECTOR))

    def cut(self, after, chance, path):
        """A card whose power failed after so many of the writes."""
        last = max((place for place in range(self.place, after) if self.writes[place].is_flush), default=self.place)
        with open(self.flushed, "r+b") as file:
            for write in self.writes[self.place : last]:
                self._put(file, write, write.count)
        self.place = last
        told("cp", "--sparse=always", self.flushed, path)
        with open(path, "r+b") as file:
            for write in self.writes[last:after]:
                self._put(file, write, chance.choice((0, chance.randint(0, write.count), write.count, write.count)))
        return path
