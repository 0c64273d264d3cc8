"""Updates from a stick, with files in the place of partitions."""

import gzip
import hashlib
import io
import os
import pathlib
import struct
import tarfile
import zlib

import pytest

from box import PARTS, Box, cuts

SIZE = 0x4000
VERSIONS = {"a": "0.1.0", "b": "0.2.0"}  # of the slots
ARCH = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, "armhf")


def boot_state(box) -> dict:
    """What U-Boot reads: a CRC-32 and texts with zero bytes between."""
    raw = (box.parts / "state").read_bytes()[:SIZE]
    assert struct.unpack("<I", raw[:4])[0] == zlib.crc32(raw[4:])
    pairs = raw[4:].split(b"\0\0")[0].decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs)


def u_boot_picks(box) -> str:
    """The boot script's choice, with its count: the slot that boots now."""
    state = boot_state(box)
    for slot in state["ORDER"].split():
        if int(state[f"{slot}_LEFT"]) > 0:
            state[f"{slot}_LEFT"] = str(int(state[f"{slot}_LEFT"]) - 1)
            with (box.parts / "state").open("r+b") as file:
                file.write(raw_state(state))
            return slot.lower()
    # Nobody has any left: each gets one more, and the board starts anew.
    with (box.parts / "state").open("r+b") as file:
        file.write(raw_state(state | {"A_LEFT": "1", "B_LEFT": "1"}))
    return u_boot_picks(box)


def raw_state(state: dict) -> bytes:
    text = "".join(f"{key}={value}\0" for key, value in sorted(state.items())).encode().ljust(SIZE - 4, b"\0")
    return struct.pack("<I", zlib.crc32(text)) + text


def parts(version: str) -> dict:
    return {"system.squashfs": f"system {version} ".encode() * 5000, "vmlinuz": f"kernel {version} ".encode() * 900,
            "initrd": f"initrd {version} ".encode() * 300}


def update_file(version: str, manifest: dict | None = None, content: dict | None = None, order=None) -> bytes:
    content = parts(version) | (content or {})
    lines = {"FORMAT": 1, "VERSION": version, "BUILD": f"b{version}", "ARCH": ARCH}
    for name, data in parts(version).items():
        lines[f"SHA256_{name}"] = hashlib.sha256(data).hexdigest()
        lines[f"SIZE_{name}"] = len(data)
    lines |= manifest or {}
    content = {"manifest": "".join(f"{key}={value}\n" for key, value in lines.items()).encode()} | content
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in order or content:
            info = tarfile.TarInfo(name)
            info.size = len(content[name])
            archive.addfile(info, io.BytesIO(content[name]))
    return out.getvalue()


@pytest.fixture(name="appliance")
def fixture_appliance(box):
    """Runs 0.1.0 from slot a; b is empty."""
    for slot in "ab":
        (box.parts / f"boot_{slot}").mkdir()
        (box.parts / f"system_{slot}").write_bytes(b"old" * 100_000)
    (box.parts / "state").write_bytes(b"\xff" * SIZE * 2)
    box.put_node()
    box.boot()
    box.stick.mkdir(parents=True)
    return box


def everything(box) -> dict:
    """All that an update may not touch when it is refused, and data when it is taken."""
    files = [path for path in (box.folder / "disk").rglob("*") if path.is_file() and "dcrvoter-status" not in path.name]
    return {path: path.read_bytes() for path in files}


def data_of(box) -> dict:
    return {path: path.read_bytes() for path in box.data.rglob("*") if path.is_file() and path.parent.name != "card"}


def holds(box, slot: str, version: str) -> bool:
    want = parts(version)
    system = (box.parts / f"system_{slot}").read_bytes()
    return system.startswith(want["system.squashfs"]) and all(
        (box.parts / f"boot_{slot}" / name).read_bytes() == want[name] for name in ("vmlinuz", "initrd"))


def restart(box, version_of: dict):
    """The board restarts: U-Boot picks a slot, and the system in it boots."""
    slot = u_boot_picks(box)
    box.runs(version_of[slot], slot)
    box.boot()
    return slot


def test_an_update_may_have_a_name_in_any_case(appliance):
    appliance.put("DCRVOTER.UPDATE", update_file("0.2.0"), appliance.stick)
    appliance.plug()
    assert holds(appliance, "b", "0.2.0")


def test_an_update_is_written_tried_and_done(appliance):
    box = appliance
    before = data_of(box)
    box.put("dcrvoter-0.2.0.update", update_file("0.2.0"), box.stick)
    box.plug()
    assert "systemctl reboot" in box.calls()
    assert holds(box, "b", "0.2.0")
    assert boot_state(box) == {"ORDER": "B A", "A_LEFT": "3", "B_LEFT": "3"}
    assert box.notes()["update"]["state"] == "trial"
    assert data_of(box) == before

    assert restart(box, VERSIONS) == "b"
    assert box.notes()["update"] == {"state": "trial", "release": "0.2.0",
                                     "words": "the update to release 0.2.0 is on trial"}
    box.program("trial", "passed")
    assert boot_state(box) == {"ORDER": "B A", "A_LEFT": "3", "B_LEFT": "3"}
    assert box.notes()["update"] == {"state": "done", "release": "0.2.0", "words": "the update to release 0.2.0 is done"}
    box.program("trial", "over")  # the timer fires all the same
    assert "systemctl reboot" not in box.calls()
    # The stick is still there: nothing more happens, now and later.
    box.plug()
    assert "systemctl reboot" not in box.calls()
    assert box.notes()["update"]["state"] == "done"
    assert "the update to release 0.2.0 is done" in box.status()
    for _ in range(4):
        assert restart(box, VERSIONS) == "b"
    # And the next one goes to the other slot.
    box.put("dcrvoter-0.10.0.update", update_file("0.10.0"), box.stick)
    box.plug()
    assert holds(box, "a", "0.10.0")
    assert boot_state(box)["ORDER"] == "A B"


def test_a_restart_of_the_voter_does_not_tear_what_is_written(appliance):
    """systemd tells all processes of dcrvoter-good.service to end, while they wait for the disk."""
    box = appliance
    box.put("a.update", update_file("0.2.0"), box.stick)
    box.plug()
    restart(box, VERSIONS)
    box.replace_program("sync", 'kill -TERM 0\nexec "$REAL" "$@"')
    box.program("trial", "passed")
    assert box.notes()["update"]["state"] == "done"
    assert boot_state(box)["B_LEFT"] == "3"


def test_a_system_that_never_boots_falls_back_and_is_not_tried_again(appliance):
    box = appliance
    box.put("x.update", update_file("0.2.0"), box.stick)
    box.plug()
    assert [u_boot_picks(box) for _ in range(3)] == ["b", "b", "b"]
    assert restart(box, {"a": "0.1.0"}) == "a"
    words = "the update to release 0.2.0 did not become ready, so the release before it runs again"
    assert box.notes()["update"] == {"state": "failed", "release": "0.2.0", "words": words}
    assert words in box.status()
    box.plug()
    assert "systemctl reboot" not in box.calls()
    assert box.notes()["update"]["words"] == words + "; it is not tried again"
    assert restart(box, {"a": "0.1.0"}) == "a"
    # A newer one is.
    box.put("y.update", update_file("0.2.1"), box.stick)
    box.plug()
    assert "systemctl reboot" in box.calls()
    assert holds(box, "b", "0.2.1")


def test_a_system_that_boots_but_is_not_ready_falls_back_at_once(appliance):
    box = appliance
    box.put("x.update", update_file("0.2.0"), box.stick)
    box.plug()
    assert restart(box, {"b": "0.2.0"}) == "b"
    box.program("trial", "over")
    assert "systemctl reboot" in box.calls()
    assert restart(box, {"a": "0.1.0"}) == "a"
    assert box.notes()["update"]["state"] == "failed"
    assert "did not become ready in time" in box.notes()["update"]["words"]
    box.plug()
    assert "systemctl reboot" not in box.calls()


@pytest.fixture(name="tried")
def fixture_tried(appliance):
    """0.2.0 was written to b, from which it runs now, on trial."""
    appliance.put("x.update", update_file("0.2.0"), appliance.stick)
    appliance.plug()
    assert restart(appliance, VERSIONS) == "b"
    return appliance


@pytest.fixture(name="updated")
def fixture_updated(tried):
    tried.program("trial", "passed")
    return tried


def give_up(box, slot):
    """It starts, and after five minutes the box restarts for the other one."""
    assert restart(box, VERSIONS) == slot
    box.program("trial", "over")
    assert "systemctl reboot" in box.calls()


def test_a_new_system_without_the_data_partition_falls_back(tried):
    """It cannot read that it is on trial."""
    box = tried
    box.lose_data()
    give_up(box, "b")
    assert boot_state(box)["B_LEFT"] == "0"
    box.find_data()
    assert restart(box, VERSIONS) == "a"
    assert box.notes()["update"]["state"] == "failed"
    assert boot_state(box) == {"ORDER": "A B", "A_LEFT": "3", "B_LEFT": "0"}


def test_a_lost_data_partition_restarts_the_box_once_at_most(updated):
    box = updated
    box.lose_data()
    give_up(box, "b")
    assert restart(box, VERSIONS) == "a"
    box.program("trial", "over")
    assert "systemctl reboot" not in box.calls()


def test_a_lost_data_partition_restarts_no_box_whose_other_system_is_damaged(updated):
    box = updated
    box.lose_data()
    give_up(box, "b")
    for tries in (3, 1):  # what was left to it, then what all get
        assert [u_boot_picks(box) for _ in range(tries)] == ["a"] * tries  # in vain
        assert restart(box, VERSIONS) == "b"
        box.program("trial", "over")
        assert "systemctl reboot" not in box.calls()


def test_the_system_that_can_use_the_data_partition_stays_the_first(tried):
    box = tried
    box.program("trial", "over")
    assert restart(box, VERSIONS) == "a"
    assert [u_boot_picks(box) for _ in range(4)] == ["a", "a", "a", "a"]  # the last one by the try that all get
    box.lose_data()
    assert restart(box, VERSIONS) == "b"
    box.find_data()
    assert restart(box, VERSIONS) == "a"
    assert boot_state(box) == {"ORDER": "A B", "A_LEFT": "3", "B_LEFT": "0"}


def test_a_trial_that_is_good_goes_on_voting_when_that_cannot_be_recorded(tried):
    box = tried
    box.replace_program("cp", 'case $* in *card/update*) exit 1 ;; *) exec $REAL "$@" ;; esac')
    box.program("trial", "passed", code=1)
    box.program("trial", "over")
    assert "systemctl reboot" not in box.calls()
    box.voter_is_ready(False)
    box.program("trial", "over")
    assert "systemctl reboot" in box.calls()


def test_a_stick_leaves_a_whole_update_alone_that_only_was_not_started(updated):
    box = updated
    assert [u_boot_picks(box) for _ in range(3)] == ["b", "b", "b"]
    assert restart(box, VERSIONS) == "a"
    box.plug()
    assert "systemctl reboot" not in box.calls()
    assert restart(box, VERSIONS) == "b"
    assert box.notes()["update"]["state"] == "done"


def test_a_box_with_one_system_keeps_it_without_its_data_partition(appliance):
    box = appliance
    box.lose_data()
    for _ in range(4):
        assert restart(box, VERSIONS) == "a"
        box.program("trial", "over")
        assert "systemctl reboot" not in box.calls()


def test_an_update_that_was_done_is_not_undone_by_three_cuts(updated):
    box = updated
    assert [u_boot_picks(box) for _ in range(3)] == ["b", "b", "b"]
    assert restart(box, VERSIONS) == "a"
    words = "release 0.2.0, to which this box was updated, does not run, so the release before it does"
    assert [problem["words"] for problem in box.notes()["problems"]] == [words]
    assert words in box.problems()
    box.program("trial", "over")
    assert "systemctl reboot" not in box.calls()  # it votes
    assert restart(box, VERSIONS) == "b"
    assert box.problems() == ""
    assert boot_state(box) == {"ORDER": "B A", "A_LEFT": "3", "B_LEFT": "3"}


def test_a_system_before_the_update_that_cannot_vote_is_left_again(updated):
    box = updated
    assert [u_boot_picks(box) for _ in range(3)] == ["b", "b", "b"]
    box.voter_is_ready(False)  # such as for a configuration that only 0.2.0 knows
    assert restart(box, VERSIONS) == "a"
    box.program("trial", "over")
    assert "systemctl reboot" in box.calls()
    assert restart(box, VERSIONS) == "b"


def test_a_stick_brings_an_update_anew_that_does_not_start_any_more(updated):
    box = updated
    (box.parts / "system_b").write_bytes(b"damaged".ljust((box.parts / "system_b").stat().st_size))
    assert [u_boot_picks(box) for _ in range(3)] == ["b", "b", "b"]
    assert restart(box, VERSIONS) == "a"
    box.plug()
    assert "systemctl reboot" in box.calls()
    assert holds(box, "b", "0.2.0")
    assert restart(box, VERSIONS) == "b"


def test_an_update_that_failed_is_left_whoever_starts_it(tried):
    """U-Boot gives everybody one more try when nobody has any left."""
    box = tried
    box.program("trial", "over")
    assert restart(box, VERSIONS) == "a"
    with (box.parts / "state").open("r+b") as file:
        file.write(raw_state({"ORDER": "A B", "A_LEFT": 0, "B_LEFT": 1}))
    assert restart(box, VERSIONS) == "b"
    assert boot_state(box) == {"ORDER": "A B", "A_LEFT": "3", "B_LEFT": "0"}
    assert "release 0.2.0 runs, whose update failed, since the release before it does not" in box.problems()
    box.voter_is_ready(False)
    box.program("trial", "over")
    assert "systemctl reboot" in box.calls()
    assert restart(box, VERSIONS) == "a"


def test_a_boot_state_that_cannot_be_written_ends_a_trial_all_the_same(tried):
    box = tried
    box.replace_program("dd", 'case $* in *of=*state*) exit 1 ;; *) exec $REAL "$@" ;; esac')
    box.program("trial", "over")
    assert "systemctl reboot" in box.calls()
    (box.folder / "programs/dd").unlink()
    box.voter_is_ready(False)
    assert restart(box, VERSIONS) == "b"  # of which it says that it does not run
    assert boot_state(box) == {"ORDER": "A B", "A_LEFT": "3", "B_LEFT": "0"}
    box.program("trial", "over")
    assert "systemctl reboot" in box.calls()
    assert restart(box, VERSIONS) == "a"


@pytest.mark.parametrize("part", range(PARTS))
def test_whenever_the_power_fails_a_trial_ends(tried, tmp_path, part):
    def over(box):
        return box.program("trial", "over").returncode == 0
    for box in cuts(tried, tmp_path, over, part, least=4, step=PARTS):
        box.voter_is_ready(False)
        for _ in range(3):
            slot = restart(box, VERSIONS)
            box.program("trial", "over")
        assert slot == "a"
        assert box.notes()["update"]["state"] == "failed"


def test_a_good_system_is_never_left_for_an_old_one(appliance):
    box = appliance
    for _ in range(6):
        assert restart(box, {"a": "0.1.0"}) == "a"
    assert boot_state(box) == {"ORDER": "A B", "A_LEFT": "3", "B_LEFT": "0"}


REFUSED = [
    pytest.param("older", update_file("0.0.9"),
                 "release 0.0.9 is on the stick, which is older than the one that runs (0.1.0)"),
    pytest.param("architecture", update_file("0.2.0", {"ARCH": "riscv64"}),
                 f"the update to release 0.2.0 is for another kind of board (riscv64); this one takes {ARCH}"),
    pytest.param("hash", update_file("0.2.0", {"SHA256_initrd": "0" * 64}),
                 "the update to release 0.2.0 is damaged or not complete; copy it onto the stick again"),
    pytest.param("size", update_file("0.2.0", {"SIZE_vmlinuz": 7}), "0.2.0 is damaged or not complete"),
    pytest.param("changed", update_file("0.2.0", content={"system.squashfs": b"else"}), "0.2.0 is damaged"),
    pytest.param("no manifest", update_file("0.2.0", order=["vmlinuz"]), "x.update is damaged or not complete"),
    pytest.param("order", update_file("0.2.0", order=["manifest", "vmlinuz", "initrd", "system.squashfs"]),
                 "0.2.0 is damaged"),
    pytest.param("no part", update_file("0.2.0", order=["manifest", "system.squashfs", "vmlinuz"]), "0.2.0 is damaged"),
    pytest.param("kind", update_file("0.2.0", {"FORMAT": 2}), "x.update is of a newer kind"),
    pytest.param("version", update_file("0.2.0", {"VERSION": "$(reboot)"}), "x.update is damaged"),
    pytest.param("empty", b"", "x.update is damaged or not complete"),
    pytest.param("noise", os.urandom(30_000), "x.update is damaged or not complete"),
    pytest.param("compressed", gzip.compress(update_file("0.2.0")), "x.update is damaged"),
    pytest.param("no room", update_file("0.2.0", {"SIZE_system.squashfs": 10**9}),
                 "the update to release 0.2.0 is larger than the room for it on the card"),
]


@pytest.mark.parametrize("what, file, words", REFUSED, ids=[param.values[0] for param in REFUSED])
def test_a_wrong_file_is_refused_in_one_sentence_and_nothing_changes(appliance, what, file, words):
    box = appliance
    before = everything(box) | data_of(box)
    box.put("x.update", file, box.stick)
    box.plug()
    assert box.notes()["update"]["state"] == "refused", what
    assert words in box.notes()["update"]["words"]
    assert words in box.status()
    assert words in box.status(box.stick)
    assert "systemctl reboot" not in box.calls()
    assert everything(box) | data_of(box) == before
    box.unplug()
    assert box.notes()["update"]["state"] == "none"


@pytest.mark.parametrize("size", [100, 512, 1024, 5000, 40_000, -1])
def test_a_truncated_file_is_refused(appliance, size):
    box = appliance
    before = everything(box)
    whole = update_file("0.2.0")
    end = whole.rindex(b"initrd 0.2.0 ") if size == -1 else size
    box.put("x.update", whole[:end], box.stick)
    box.plug()
    assert box.notes()["update"]["state"] == "refused"
    assert everything(box) == before


def test_a_system_that_calls_itself_otherwise_than_its_file_is_not_written_again(appliance):
    box = appliance
    box.put("x.update", update_file("0.2.0"), box.stick)
    box.plug()
    assert restart(box, {"b": "0.1.9"}) == "b"
    box.program("trial", "passed")
    box.plug()
    assert "systemctl reboot" not in box.calls()
    assert box.notes()["update"]["state"] == "done"


def test_the_running_release_is_no_warning(appliance):
    box = appliance
    box.put("x.update", update_file("0.1.0"), box.stick)
    box.plug()
    assert box.notes()["update"]["state"] == "none"
    assert "release 0.1.0, which is on the stick, is the one that runs" in box.status()


def test_the_newest_of_several_is_taken(appliance):
    box = appliance
    for version in ("0.9.0", "0.10.0", "0.1.0"):
        box.put(f"{version}.update", update_file(version), box.stick)
    box.put("0.11.0.update", b"nothing", box.stick)
    box.plug()
    assert holds(box, "b", "0.10.0")


def test_a_slot_that_reads_back_something_else_is_not_tried(appliance):
    box = appliance
    box.put("x.update", update_file("0.2.0"), box.stick)
    box.replace_program("dd", 'case $* in *system_b*) head -c 100 | exec $REAL "$@" ;; *) exec $REAL "$@" ;; esac')
    box.plug()
    assert "could not be written: the card reads back something else" in box.notes()["update"]["words"]
    assert boot_state(box) == {"ORDER": "A B", "A_LEFT": "3", "B_LEFT": "0"}
    assert "systemctl reboot" not in box.calls()


@pytest.mark.parametrize("part", range(PARTS))
def test_whenever_the_power_fails_a_whole_system_boots(appliance, tmp_path, part):
    appliance.put("x.update", update_file("0.2.0"), appliance.stick)
    for box in cuts(appliance, tmp_path, Box.plug, part):
        slot = restart(box, VERSIONS)
        assert slot == "a" or holds(box, "b", "0.2.0")
        if slot == "a":
            box.plug()
            assert "systemctl reboot" in box.calls(), box.notes()["update"]
            assert restart(box, VERSIONS) == "b"
        box.program("trial", "passed")
        assert box.notes()["update"]["state"] == "done"
        assert holds(box, "b", "0.2.0")


@pytest.mark.parametrize("part", range(PARTS))
def test_whenever_the_stick_is_pulled_nothing_is_left_of_it(appliance, tmp_path, part):
    appliance.put("x.update", update_file("0.2.0"), appliance.stick)
    for box in cuts(appliance, tmp_path, Box.plug, part):
        box.unplug()
        state = box.notes()["update"]["state"]
        assert state in ("none", "trial")
        assert "is being written" not in box.status()
        assert state == "none" or "systemctl reboot" in box.calls()
        if state == "none":
            box.put("x.update", update_file("0.2.0"), box.stick)
            box.plug()
            assert holds(box, "b", "0.2.0")


def test_the_state_is_written_for_changes_alone(appliance):
    box = appliance
    file: pathlib.Path = box.parts / "state"
    box.boot()
    before = file.stat().st_mtime_ns
    box.boot()
    assert file.stat().st_mtime_ns == before
