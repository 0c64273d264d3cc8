"""What happens to a box whose power is cut, again and again."""

import os
import pathlib
import random
import subprocess

import pytest

from boards import ByUBoot
from card import copy_out, partitions, told
from owner import toml
from replay import Recorded, Replay, writes

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("DCRVOTER_KILLS", "20"))
DCRVOTER = pathlib.Path(__file__).resolve().parents[2] / "build" / "release" / "bin" / "dcrvoter"
# In how many ways at each place.
CUTS = int(os.environ.get("DCRVOTER_CUTS", "2"))


def assert_votes_are_mined(node):
    node.assert_calls_are_answered()
    node.mine(wait_ms=30000)


def test_survives_cuts_at_random_times(configured, node, start):
    """Key and history are what they were, and the file systems are sound, however often and whenever it happened."""
    machine = start(configured)
    xpub = machine.account(300)
    machine.wait_for_tickets(node.buy(xpub, 60))
    assert_votes_are_mined(node)
    mined = machine.wait_for("/api/v1/status", lambda status: status["history"]["mined"] >= 5, "votes in the history")
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(KILLS):
        machine.kill()
        machine = start(configured)
        try:
            machine.process.wait(chance.uniform(1, 60))
            raise AssertionError(f"it ended by itself:\n{machine.serial.text[-3000:]}")
        except subprocess.TimeoutExpired:
            pass
    machine.kill()
    data = copy_out(configured.path, "data", machine.folder / "data.after-cuts")
    assert subprocess.run(["e2fsck", "-p", data], check=False).returncode <= 1  # its journal
    told("e2fsck", "-f", "-n", data)
    data.unlink()
    machine = start(configured)
    assert machine.wait_for_ready() == "running"
    assert machine.account() == xpub
    status = machine.wait_until_able()
    assert status["history"]["mined"] >= mined["history"]["mined"]
    assert_votes_are_mined(node)


def size_of_data(machine):
    return int(machine.run("df --output=size -BM /data | tail -n 1").strip().removesuffix("M"))


def test_grows_its_data_after_a_cut_while_it_grew(configured, start):
    """The partition has all of the card already, and its file system does not."""
    told("sgdisk", "--move-second-header", configured.path)
    told("sfdisk", "--quiet", "--no-reread", "--partno", "7", configured.path, input=b", +\n")
    machine = start(configured)
    machine.wait_for_ready()
    assert size_of_data(machine) > 1300


def test_starts_with_half_a_partition_table(configured, start):
    """Of the card as it is after its growth, cut off while the first of the two copies was written."""
    machine = start(configured)
    machine.wait_for_ready()
    machine.power_off()
    with open(configured.path, "r+b") as card:
        card.seek(2 * 512 + 6 * 128 + 40)  # the end of the seventh partition, in the first copy
        card.write(bytes(8))
    machine = start(configured, kind=ByUBoot)
    machine.wait_until_able(600)
    machine.wait_for_ready()
    assert size_of_data(machine) > 1300


class Remains:
    """What is on a card: of its data partition in `folder`, once it was mended as the box does at its start."""

    def __init__(self, path, folder):
        self.path = path
        self.at = partitions(path)["DCRVOTER"][0]
        self.data = folder / "data"
        part = copy_out(path, "data", folder / "part")
        for how in ("-p", "-fy", "-fy"):  # as firmware-image/initramfs/init has it
            mended = subprocess.run(["e2fsck", how, part], stdout=subprocess.PIPE, text=True)
            if mended.returncode < 4:
                break
        assert mended.returncode < 4, mended.stdout
        subprocess.run(["rm", "-rf", self.data], check=True)
        self.data.mkdir()
        told("debugfs", "-R", f"rdump / {self.data}", part, stderr=subprocess.DEVNULL)
        part.unlink()

    def on_card(self, name):
        """A file's text; None where the owner's computer finds none."""
        command = ["mcopy", "-n", "-i", f"{self.path}@@{self.at}", f"::/{name}", "-"]
        read = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | {"MTOOLS_SKIP_CHECK": "1"})
        return read.stdout.decode() if read.returncode == 0 else None

    @property
    def configuration(self):
        return self.data / "etc" / "dcrvoter" / "dcrvoter.toml"

    def dcrvoter(self, *arguments, may_say=None):
        """What the program writes that has these keys and this history; it ends well, unless it says that."""
        run = subprocess.run([DCRVOTER, "--config", self.configuration, *arguments], stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.STDOUT, env=os.environ | {"STATE_DIRECTORY": str(self.data / "dcrvoter")})  # fmt: skip
        assert run.returncode == 0 or (may_say and may_say in run.stdout), run.stdout
        return run.stdout


def test_leaves_everything_whole_wherever_it_is_cut(configured, node, folder, start):
    """From the first start to votes in the history, not at times but at places in the order of what is written."""
    first = folder / "first.img"
    told("cp", "--sparse=always", configured.path, first)
    machine = start(configured, kind=Recorded)
    xpub = machine.account(300)
    told_key = len(writes(machine.log))
    machine.wait_for_tickets(node.buy(xpub, 60))
    assert_votes_are_mined(node)
    machine.wait_for("/api/v1/status", lambda status: status["history"]["mined"] >= 5, "votes in the history")
    voted = len(writes(machine.log))
    machine.power_off()
    replay = Replay(first, machine.log, folder)
    seed = random.randrange(2**32)
    print(f"seed {seed}, {len(replay.writes)} writes, key at {told_key}, votes at {voted}")
    chance = random.Random(seed)
    for after in [place for place in range(len(replay.writes) + 1) for _ in range(CUTS)]:
        print(f"after {after}")
        remains = Remains(replay.cut(after, chance, folder / "cut.img"), folder)
        has_configuration = remains.configuration.exists()
        if has_configuration:
            remains.dcrvoter("check", "--configuration")
            assert node.password in {file.read_text().strip() for file in remains.configuration.parent.glob("*.password")}
        else:
            assert remains.on_card("dcrvoter.toml") == toml(node)
            assert after < told_key
        has_key = any((remains.data / "dcrvoter" / "keys").glob("*.key"))
        assert has_key or after < told_key
        if has_key and has_configuration:
            assert xpub in remains.dcrvoter("key", "show")
            calls = remains.dcrvoter("votes", "--export", may_say="nothing was kept yet")
            assert after < voted or calls.count('"mined"') >= 5


def test_writes_little_when_idle(configured, start):
    """The bytes that reach the card in an hour, once it runs, and the file system that has grown is as it stays."""
    from qmp import Qmp

    hour, most_a_day = 3600, 10 * 10**6
    machine = start(configured)
    machine.wait_for_ready()
    machine.wait_until_able()
    machine.run("while pgrep ext4lazyinit; do sleep 1; done; sync", 600)
    qmp = Qmp(machine.folder / "qmp")
    before = qmp.bytes_written()
    with pytest.raises(subprocess.TimeoutExpired):
        machine.process.wait(hour)
    written = qmp.bytes_written() - before
    print(f"written in an hour: {written} bytes")
    assert written * 24 <= most_a_day
