"""The voting key: born, imported, backed up, restored on another box."""

import concurrent.futures
import os
import shutil

import pytest

import box as box_module
from box import NODE

WIF = "PmQdMn8xafwaQouk8ngs1CccRCB1ZmsqQxBaxNR4vhQi5a5QB5716"
REDEEM = ("512102d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c"
          "2102eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec452ae")


def test_a_key_is_born_once_and_asks_for_a_back_up(box):
    box.put_node()
    box.boot()
    born = box.accounts()
    assert len(born) == 1
    assert "put an empty file named backup-key here" in box.status()
    box.boot()
    assert box.accounts() == born


def test_it_is_born_after_the_kernel_is_seeded(box):
    """The program reads /dev/random, which gives nothing before that."""
    random = box.folder / "root/dev/random"
    random.unlink()
    os.mkfifo(random)
    box.put_node()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        booted = pool.submit(box.boot)
        with random.open("wb") as seeded:  # as soon as it is read
            assert not list((box.data / "dcrvoter").glob("keys/*.key"))
            seeded.write(b"\0\n")
        assert booted.result()
    assert len(box.accounts()) == 1


def test_keys_are_imported_once_and_wiped(box):
    box.put_node()
    box.put("voting-key.txt", f"# legacy\r\n{WIF} {REDEEM}\r\n".encode("utf-16"))
    box.boot()
    shown = box.voter("key", "show").stdout
    assert "DsoJs2JhHNbY8pHT5SNK7ftaWnKMiZDJ9o4" in shown
    assert shown.count("script ") == 1
    assert box.accounts() == []  # none was born
    assert not (box.card / "voting-key.txt").exists()
    assert "voting-key.txt: its keys vote here now, and the file was removed" in box.status()
    box.put("voting-key.txt", f"{WIF} {REDEEM}\n")
    box.boot()
    assert "its keys were here already, and the file was removed" in box.status()


OTHER_WIF = "PmQdH6Q49jhFY65K6ARkvrpVEuurMAaoc2dSoJxZdneYGNSVqrktj"
SEED = "abcdef0123456789" * 4


def test_a_new_key_beside_several_old_ones_is_used(box):
    """One file, which grows by a line for each ticket of a pool."""
    box.put_node()
    box.put("voting-key.txt", f"{WIF} {REDEEM}\n")
    box.boot()
    box.put("voting-key.txt", f"{WIF} {REDEEM}\n{OTHER_WIF}\n", box.stick)
    box.plug()
    assert "systemctl restart --no-block dcrvoter.service" in box.calls()
    assert "voting-key.txt: its keys vote here now, and the file was removed" in box.status(box.stick)


def test_words_of_a_seed_wait_until_the_network_is_clear(box):
    """Or they would become keys of another network, and leave the card."""
    box.put_node(NODE.replace("mainnet", "testnet"))
    box.put("voting-key.txt", SEED)
    box.boot()
    assert "voting-key.txt was not read, since it is not clear for which network" in box.problems()
    assert (box.card / "voting-key.txt").read_text() == SEED
    assert not list((box.data / "dcrvoter").glob("keys/*.key"))
    box.put_node(NODE.replace("mainnet", "testnet3"))
    box.boot()
    assert box.problems() == ""
    assert box.accounts()[0].startswith("tpub")
    assert not (box.card / "voting-key.txt").exists()


def test_what_an_import_warns_of_is_told(box):
    box.put_node()
    box.put("voting-key.txt", f"{SEED}\n")
    box.boot()
    assert box.problems() == ""
    assert "This seed may hold coins there and elsewhere" in box.status()
    box.put("voting-key.txt", f"{OTHER_WIF}\n{REDEEM}\n", box.stick)
    box.plug()
    assert "voting-key.txt: the redeem script of" in box.problems()
    assert "cannot vote: its private key is not here" in box.problems()
    assert "put its private key into a voting-key.txt" in box.status()


def test_a_key_that_cannot_be_read_is_told_on_the_card(box):
    """The voter may end for that, and show no page."""
    box.put_node()
    box.boot()
    file = next((box.data / "dcrvoter/keys").glob("*.key"))
    whole = file.read_bytes()
    file.write_bytes(b"\0" * 100)
    box.boot()
    words = f"a voting key on this card cannot be read, and its tickets are not voted: {file.name}: line 1"
    assert words in box.status() and words in box.problems()
    assert "flash a new card, with a back-up of the key" in box.status()
    assert "none yet" not in box.status()
    file.write_bytes(whole)
    box.boot()
    assert box.problems() == ""


@pytest.mark.parametrize("name", ["Voting-Key.txt", "VOTING-KEY.TXT"])
def test_names_have_no_case(box, name):
    box.put_node()
    box.put(name, "nonsense")
    box.boot()
    assert "no voting key was made, since voting-key.txt is to bring one" in box.problems()
    box.put(name, WIF)
    box.boot()
    assert not (box.card / name).exists()
    assert box.accounts() == []
    assert "voting-key.txt: its keys vote here now, and the file was removed" in box.status()


@pytest.mark.parametrize("text, words", [
    (f"{WIF}\nnonsense\n", "line 2: "),
    ("", "there is no key in the text"),
    ("x" * 5 * 1024 * 1024, "is larger than 4096 KiB"),
    (WIF[:-1] + "7\n", "line 1: "),
    ("Pt" + WIF[2:] + "\n", "line 1: "),
])
def test_a_file_that_is_wrong_is_left_explained_and_no_key_is_born(box, text, words):
    box.put_node()
    box.put("voting-key.txt", text)
    box.boot()
    assert "voting-key.txt" in box.problems() and words in box.problems()
    assert "no voting key was made, since voting-key.txt is to bring one" in box.problems()
    assert (box.card / "voting-key.txt").read_text() == text
    assert WIF[3:20] not in box.status()
    assert not list((box.data / "dcrvoter").glob("keys/*.key"))
    (box.card / "voting-key.txt").unlink()
    box.boot()
    assert len(box.accounts()) == 1


def test_a_key_that_a_stick_brings_later_ends_the_complaint(box):
    box.put_node()
    box.put("voting-key.txt", "nonsense")
    box.boot()
    assert "no voting key was made" in box.problems()
    (box.card / "voting-key.txt").unlink()
    box.put("voting-key.txt", WIF, box.stick)
    box.plug()
    assert "no voting key was made" not in box.problems()
    assert "systemctl restart --no-block dcrvoter.service" in box.calls()


def test_a_stick_without_a_key_does_not_end_the_wait_for_one(box):
    box.put_node()
    box.put("voting-key.txt", "nonsense")
    box.boot()
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n", box.stick)
    for _ in range(2):
        box.plug()
        assert not list((box.data / "dcrvoter").glob("keys/*.key"))
        for told in (box.problems(), box.status(), box.status(box.stick)):
            assert "voting-key.txt: nothing was imported" in told
            assert "no voting key was made, since voting-key.txt is to bring one" in told
        box.unplug()
        assert "no voting key was made, since voting-key.txt is to bring one" in box.status()
        box.put("backup-key", "", box.stick)
    (box.card / "voting-key.txt").unlink()
    box.boot()
    assert len(box.accounts()) == 1


def test_a_file_of_keys_on_a_stick_is_waited_for_as_long_as_it_is_there(box):
    box.put_node()
    box.put("voting-key.txt", "nonsense", box.stick)
    box.boot()
    assert not list((box.data / "dcrvoter").glob("keys/*.key"))
    box.plug()  # as udev does for the same stick
    assert not list((box.data / "dcrvoter").glob("keys/*.key"))
    assert "on the stick: voting-key.txt: nothing was imported" in box.status()
    (box.stick / "voting-key.txt").unlink()
    box.plug()
    assert len(box.accounts()) == 1
    assert "no voting key was made" not in box.problems()


def test_keys_under_a_name_that_is_not_read_are_waited_for(box):
    box.put_node()
    box.put("voting-key.txt.txt", WIF)
    box.boot()
    assert "voting-key.txt.txt is not read" in box.problems()
    assert "no voting key was made, since voting-key.txt is to bring one" in box.problems()
    assert not list((box.data / "dcrvoter").glob("keys/*.key"))


@pytest.mark.parametrize("how", ["born", "imported", "here before"])
def test_no_other_key_takes_the_place_of_one_that_is_gone(box, how):
    box.put_node()
    box.put("backup-key", "")
    box.boot()
    account, = box.accounts()
    saved = (box.card / "voting-key-backup.txt").read_text()
    if how == "here before":  # of a release that did not remember it
        (box.data / "card/had-key").unlink()
        box.boot()
    elif how == "imported":
        shutil.rmtree(box.data)
        (box.data / "dcrvoter").mkdir(parents=True)
        box.put_node()
        box.put("voting-key.txt", saved)
        box.boot()
    shutil.rmtree(box.data / "dcrvoter/keys")
    for _ in range(2):
        box.boot()
        assert "the voting key of this box is gone from its data partition" in box.problems()
        assert "voting-key.txt" in box.problems()
        assert not list((box.data / "dcrvoter").glob("keys/*"))
        box.put("voting-key.txt", "nonsense")  # which does not make it a box that never had a key
    assert "voting-key.txt: nothing was imported" in box.problems()
    assert "makes a key of its own" not in box.problems()
    box.put("voting-key.txt", saved)
    box.boot()
    assert box.problems() == ""
    assert box.accounts() == [account]


def test_a_request_for_a_back_up_with_an_ending_too_much_is_told(box):
    box.put_node()
    box.put("backup-key.txt.txt", "")
    box.boot()
    assert "backup-key.txt.txt is not read" in box.problems()
    assert not (box.card / "voting-key-backup.txt").exists()


def test_a_waived_back_up_is_not_asked_for(box):
    box.put_node(NODE + '[keys]\nbackup = "waived"\n')
    box.boot()
    assert box.problems() == ""
    assert "put an empty file named backup-key" not in box.status()


@pytest.mark.parametrize("request_name", ["backup-key", "backup-key.txt", "Backup-Key", "BACKUP-KEY.TXT"])
def test_a_back_up_restores_all_keys_on_another_box(box, tmp_path, request_name):
    box.put_node()
    box.boot()
    box.put("voting-key.txt", f"{WIF} {REDEEM}\n", box.stick)
    box.plug()
    assert not (box.stick / "voting-key.txt").exists()
    assert "systemctl restart --no-block dcrvoter.service" in box.calls()
    box.put(request_name, "", box.stick)
    box.plug()
    backup = box.stick / "voting-key-backup.txt"
    text = backup.read_text()
    assert not (box.stick / request_name).exists()
    assert box.accounts()[0] in text and WIF in text and REDEEM in text
    assert "Its seed words" in text
    assert "put an empty file named backup-key" not in box.status()
    assert not list((box.data / "dcrvoter/keys").glob("*.words"))
    assert "voting-key-backup.txt is on the stick" in box.status(box.stick)

    other = box_module.Box(tmp_path / "other", box.folder / "programs/dcrvoter")
    other.put_node()
    other.put("voting-key.txt", text)
    other.boot()
    assert other.voter("key", "show").stdout.replace("imported account key", "seed, m/44'/42'/0'") == \
        box.voter("key", "show").stdout
    assert "put an empty file named backup-key" not in other.status()


def test_a_back_up_that_is_there_is_never_overwritten(box):
    box.put_node()
    box.put("backup-key", "")
    box.put("voting-key-backup.txt", "of another box")
    box.boot()
    assert (box.card / "voting-key-backup.txt").read_text() == "of another box"
    assert not (box.card / "backup-key").exists()
    assert "was not written again" in box.status()
    assert list((box.data / "dcrvoter/keys").glob("*.words"))


def test_a_write_protected_card_gets_no_back_up_and_the_words_stay(box):
    box.put_node()
    box.put("backup-key", "")
    box.folder.joinpath("write-protected").touch()
    box.boot()
    assert "voting-key-backup.txt could not be written" in box.problems()
    assert list((box.data / "dcrvoter/keys").glob("*.words"))
