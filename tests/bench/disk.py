"""What dcrvoter writes to a disk: counted at the block device, an ext4 on a loop device of its own."""

import contextlib
import os
import pathlib
import shutil
import subprocess

from harness.process import Process
from harness.voter import Voter
from harness.waiting import holds_within
from simnode import Simnode

PART = "written to the disk, at the block device with ext4, its journal included"
VOTES = 5
BLOCKS_A_DAY = 288
SECONDS_A_DAY = 86_400
# On mainnet blocks come minutes apart: what is written of one is on the disk before the next, the file system's
# journal too, which ext4 commits after five seconds.
SECONDS_A_BLOCK = 7
SECTOR = 512


class LoopDisk:
    """An ext4 of its own, mounted at `at`."""

    def __init__(self, folder):
        self.at = folder / "mount"
        self.at.mkdir()
        image = folder / "disk.img"
        with open(image, "wb") as file:
            file.truncate(512 << 20)
        # Nothing of the file system's own birth is left to be written later.
        _run("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image)
        self.device = _run("losetup", "--find", "--show", image).strip()
        try:
            _run("mount", "-o", "noatime", self.device, self.at)
        except subprocess.CalledProcessError:
            _run("losetup", "--detach", self.device)
            raise

    def written(self):
        """Bytes that reached the device since it was made."""
        _run("sync", "--file-system", self.at)
        fields = pathlib.Path("/sys/block", pathlib.Path(self.device).name, "stat").read_text().split()
        return int(fields[6]) * SECTOR

    def close(self):
        _run("umount", self.at)
        _run("losetup", "--detach", self.device)


def _run(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def _pass(seconds):
    holds_within(lambda: False, seconds, seconds)


def votes(disk, node, blocks):
    """Bytes a block that calls five of ours, each."""
    amounts = []
    for _ in range(blocks):
        before = disk.written()
        block = node.call(VOTES)
        node.wait_votes(block)
        _pass(SECONDS_A_BLOCK)
        amounts.append(disk.written() - before)
    return amounts


def idle_day(disk, node, seconds):
    """Bytes that a day without a call of ours costs: its blocks, and its hours."""
    before = disk.written()
    node.mine(BLOCKS_A_DAY, wait_ms=0)
    _pass(SECONDS_A_BLOCK)
    of_blocks = disk.written()
    _pass(seconds)
    return of_blocks - before + (disk.written() - of_blocks) * SECONDS_A_DAY / seconds


def measure(report, work):
    if os.geteuid() != 0 or not pathlib.Path("/dev/loop-control").exists():
        report.note("what is written to the disk was not measured: that needs root and a loop device")
        return
    folder = work / "disk"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with contextlib.ExitStack() as ending:
        disk = LoopDisk(folder)
        ending.callback(disk.close)
        ending.callback(Process.kill_all)
        (folder / "voter").mkdir()
        (disk.at / "state").mkdir()
        (folder / "voter" / "state").symlink_to(disk.at / "state")
        voter = Voter(folder / "voter", network="mainnet")
        voter.nodes = [{"address": "127.0.0.1:1", "user": "user", "password": "pass", "certificate": "rpc.cert"}]
        node = Simnode(folder / "node", "--network", "mainnet", "--xpub", voter.new_key(), "--tickets", 1000,
                       "--strangers", 2000)
        ending.callback(node.stop)
        node.command("spare")
        voter.nodes = [Voter.entry(node)]
        voter.start_and_wait(timeout=120)
        node.wait_votes(node.call(VOTES))
        _pass(SECONDS_A_BLOCK)
        kib = [amount / 1024 for amount in votes(disk, node, 3 if report.quick else 20)]
        report.add(PART, f"a block that calls {VOTES} of 1,000 tickets", "KiB", kib, 64.0, "64 KiB a vote block")
        day = idle_day(disk, node, 10 if report.quick else 120)
        report.add(PART, f"a day of {BLOCKS_A_DAY} blocks that call none", "MB", day / 1e6, 10.0, "10 MB a day")
        voter.stop()
    shutil.rmtree(folder)
