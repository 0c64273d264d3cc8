"""What a carrier brings: taken, refused, kept."""

import shutil

import pytest

from box import CERTIFICATE, NODE, PARTS, Box, cuts


def test_good_files_are_taken_and_the_password_leaves_the_card(box):
    box.put_node()
    box.boot()
    on_card = (box.card / "dcrvoter.toml").read_text()
    assert "hunter2" not in on_card
    assert 'password_file = "node-192.168.1.20.password"   # kept on the box' in on_card
    assert box.installed().read_text() == on_card
    secret = box.installed("node-192.168.1.20.password")
    assert secret.read_text() == "hunter2"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert box.installed().stat().st_mode & 0o777 == 0o600
    assert box.installed().parent.stat().st_mode & 0o777 == 0o755
    assert box.voter("check", "--configuration").returncode == 0
    assert box.notes()["problems"] == []
    assert "- dcrvoter.toml, rpc.cert" in box.status()
    assert "flash memory may" in box.status()
    assert not list(box.card.glob("dcrvoter-wipe*"))


def test_an_unchanged_file_is_not_taken_again_and_the_card_is_not_written(box):
    box.put_node()
    box.boot()
    box.boot()
    before = {path: path.stat().st_mtime_ns for path in [*box.card.iterdir(), box.installed()]}
    box.boot()
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert box.calls() == []  # nothing was mounted to be written
    assert "- dcrvoter.toml, as before" in box.status()
    assert "flash memory may" in box.status()


def test_an_edit_without_a_password_keeps_the_one_that_is_here(box):
    box.put_node()
    box.boot()
    text = (box.card / "dcrvoter.toml").read_text()
    box.put("dcrvoter.toml", text.replace('"voter"', '"somebody"'))
    box.boot()
    assert '"somebody"' in box.installed().read_text()
    assert box.installed("node-192.168.1.20.password").read_text() == "hunter2"
    assert box.notes()["problems"] == []


def test_a_new_password_in_the_kept_files_place_is_taken(box):
    box.put_node()
    box.boot()
    lines = (box.card / "dcrvoter.toml").read_text().splitlines()
    lines = ['password = "another"' if line.startswith("password_file") else line for line in lines]
    box.put("dcrvoter.toml", "\n".join(lines) + "\n")
    box.boot()
    assert box.installed("node-192.168.1.20.password").read_text() == "another"
    assert "another" not in (box.card / "dcrvoter.toml").read_text()


@pytest.mark.parametrize("form", [
    pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
    pytest.param(lambda text: text.encode("utf-8-sig"), id="bom"),
    pytest.param(lambda text: text.replace("\n", "\r\n").encode("utf-16"), id="utf-16"),
    pytest.param(lambda text: b"\xfe\xff" + text.encode("utf-16-be"), id="utf-16-be"),
    pytest.param(lambda text: text.encode("utf-16-le"), id="utf-16-without-mark"),
])
def test_texts_are_taken_as_editors_leave_them(box, form):
    box.put_node()
    box.put("dcrvoter.toml", form(NODE))
    box.boot()
    assert box.notes()["problems"] == []
    assert box.installed("node-192.168.1.20.password").read_text() == "hunter2"
    assert b"hunter2" not in (box.card / "dcrvoter.toml").read_bytes()
    box.boot()
    assert "as before" in box.status()


BAD = [
    pytest.param("dcrvoter.toml", NODE + "colour = 1\n", "dcrvoter.toml, line 7: node[1].colour", id="unknown key"),
    pytest.param("dcrvoter.toml", NODE.replace('"192', '192'), "dcrvoter.toml, line 3:", id="no toml"),
    pytest.param("dcrvoter.toml", "", "dcrvoter.toml: node: is missing", id="empty"),
    pytest.param("dcrvoter.toml", "#" * 1024 * 1024, "dcrvoter.toml is larger than 512 KiB", id="1 MB"),
    pytest.param("dcrvoter.toml", b"\0\1\2\3" * 500, "dcrvoter.toml is no plain text", id="binary"),
    pytest.param("dcrvoter.toml", 'state = "/tmp/x"\n' + NODE, "dcrvoter.toml sets state", id="state"),
    pytest.param("dcrvoter.toml", "'state' = \"/tmp/x\"\n" + NODE, "dcrvoter.toml sets state", id="quoted-state"),
    pytest.param("dcrvoter.toml", '"st\\u0061te" = "/tmp/x"\n' + NODE, "dcrvoter.toml sets state", id="escaped-state"),
    pytest.param("dcrvoter.toml", ("# schön\n" + NODE).encode("latin-1"), "dcrvoter.toml is no plain text", id="latin-1"),
    pytest.param("rpc.cert", "no certificate", "rpc.cert", id="certificate"),
    pytest.param("rpc.cert", "x" * 70000, "rpc.cert is larger than 64 KiB", id="large certificate"),
]


@pytest.mark.parametrize("name, text, words", BAD)
def test_a_bad_file_is_explained_and_the_last_good_configuration_stays(box, name, text, words):
    box.put_node()
    box.boot()
    good = box.installed().read_bytes()
    accounts = box.accounts()
    box.put("dcrvoter.toml", NODE.replace("voter", "changed"))
    box.put(name, text)
    box.boot()
    assert words in box.problems()
    assert words in box.status()
    assert "Wrong (what was good before stays in force)" in box.status()
    assert box.installed().read_bytes() == good
    assert box.voter("check", "--configuration").returncode == 0
    assert box.accounts() == accounts
    # It is said again at the next boot, and gone when it is mended.
    box.boot()
    assert words in box.problems()
    box.put_node()
    box.boot()
    assert box.problems() == ""


@pytest.mark.parametrize("name, text, words", BAD)
def test_a_box_with_a_bad_file_from_the_beginning_has_a_key_and_a_page(box, name, text, words):
    box.put_node()
    box.put(name, text)
    box.boot()
    assert words in box.problems()
    assert len(box.accounts()) == 1
    assert box.accounts()[0] in box.status()
    assert "node = []" in box.installed().read_text()
    assert box.voter("check", "--configuration").returncode == 1  # a warning: no node
    if name == "dcrvoter.toml" and "hunter2" in str(text):
        assert b"hunter2" in (box.card / name).read_bytes()  # it was not taken, so it stays


def test_folders_in_the_place_of_files(box):
    for name in ("dcrvoter.toml", "rpc.cert", "wifi.txt", "authorized_keys", "voting-key.txt", "backup-key"):
        (box.card / name).mkdir()
    box.boot()
    for name in ("dcrvoter.toml", "wifi.txt", "authorized_keys", "voting-key.txt", "backup-key"):
        assert f"on the card: {name} is a folder" in box.problems()


def test_folders_in_the_place_of_files_that_the_box_writes(box):
    for where in (box.card, box.stick):
        for name in ("dcrvoter-status.txt", "dcrvoter-new.txt", "dcrvoter-status.txt.new", "dcrvoter-wipe.0"):
            where.joinpath(name).mkdir(parents=True)
    box.put_node()
    box.put("dcrvoter.toml", "nonsense", box.stick)
    for _ in range(2):
        box.boot()
        box.plug()
        assert "dcrvoter-status.txt on the card is a folder" in box.problems()
        assert "dcrvoter-status.txt on the stick is a folder" in box.problems()
        assert "on the stick: dcrvoter.toml, line 1" in box.problems()
        assert 'user = "voter"' in box.installed().read_text()
        # It could not be put in the place of the text with the password, and so that stays as it was.
        assert (box.card / "dcrvoter.toml").read_text() == NODE
        assert "a password or key on the card is known to the box now, but could not be removed there" in box.problems()
    assert not list((box.card / "dcrvoter-new.txt").iterdir())
    assert not list((box.card / "dcrvoter-status.txt").iterdir())


def test_an_empty_card(box):
    box.boot()
    assert box.problems() == ""
    assert "1. Fill in dcrvoter.toml" in box.status()
    assert len(box.accounts()) == 1


def test_a_card_that_cannot_be_read(box):
    box.put_node()
    box.boot()
    box.folder.joinpath("unreadable-DCRVOTER").touch()
    box.boot()
    assert "the FAT partition DCRVOTER of the card cannot be read" in box.problems()
    assert box.voter("check", "--configuration").returncode == 0


def test_without_the_data_partition_no_key_is_made(box):
    box.put_node()
    box.folder.joinpath("no-data").touch()
    box.boot()
    assert "the data partition cannot be used" in box.problems()
    assert "the data partition cannot be used" in box.status()
    assert not list((box.data / "dcrvoter").iterdir())
    # What /data is then is in memory, and the page needs it: who is in no group finds it.
    assert "node = []" in box.installed().read_text()
    assert (box.data / "etc").stat().st_mode & 0o777 == box.installed().parent.stat().st_mode & 0o777 == 0o755
    assert "hunter2" in (box.card / "dcrvoter.toml").read_text()


def test_a_card_that_cannot_be_written(box):
    box.folder.joinpath("write-protected").touch()
    box.put_node()
    box.boot()
    assert box.installed("node-192.168.1.20.password").read_text() == "hunter2"
    assert "could not be removed there" in box.problems()
    assert "dcrvoter-status.txt could not be written" in box.problems()
    # As soon as it can be written again the password goes.
    box.folder.joinpath("write-protected").unlink()
    box.boot()
    assert "hunter2" not in (box.card / "dcrvoter.toml").read_text()
    assert box.problems() == ""


FULL = 'case " $*" in *" {}/"*) echo "cp: No space left on device" >&2; exit 1 ;; esac; exec $REAL "$@"'


def test_a_card_that_is_full(box):
    box.put_node()
    box.put("dcrvoter-status.txt", "as it was")
    box.replace_program("cp", FULL.format(box.run / "card"))
    assert box.boot(quiet=False)
    assert box.installed("node-192.168.1.20.password").read_text() == "hunter2"
    assert "known to the box now, but could not be removed there" in box.problems()
    assert "dcrvoter-status.txt could not be written: the card is full" in box.problems()
    assert (box.card / "dcrvoter-status.txt").read_text() == "as it was"
    assert (box.card / "dcrvoter.toml").read_text() == NODE
    (box.folder / "programs/cp").unlink()
    box.boot()
    assert box.problems() == ""
    assert "hunter2" not in (box.card / "dcrvoter.toml").read_text()


def test_a_data_partition_that_is_full(box):
    box.put_node()
    box.boot()
    good = box.installed().read_bytes()
    box.replace_program("install", FULL.format(box.data))
    box.put_node(NODE.replace("hunter2", "another"))
    assert box.boot(quiet=False)
    assert "could not be written to the data partition: it may be full" in box.problems()
    assert box.installed().read_bytes() == good
    assert "another" in (box.card / "dcrvoter.toml").read_text()
    (box.folder / "programs/install").unlink()
    box.boot()
    assert box.installed("node-192.168.1.20.password").read_text() == "another"


def test_nothing_leaves_the_card_before_the_box_has_it_for_good(box):
    box.put_node()
    box.replace_program("sync", f'[ "$2" != "{box.data}/etc" ] && exec $REAL "$@"')
    box.boot()
    assert "nothing was removed from the card" in box.problems()
    assert (box.card / "dcrvoter.toml").read_text() == NODE
    (box.folder / "programs/sync").unlink()
    box.boot()
    assert box.problems() == ""
    assert "hunter2" not in (box.card / "dcrvoter.toml").read_text()


def test_hidden_endings_are_pointed_out(box):
    box.put("dcrvoter.toml.txt", NODE)
    box.put("voting-key.txt.txt", "")
    box.boot()
    assert "dcrvoter.toml.txt is not read" in box.problems()
    assert "voting-key.txt.txt is not read" in box.problems()


@pytest.mark.parametrize("change", [str.upper, str.title, str.swapcase])
def test_names_have_no_case(box, change):
    """FAT has none, and computers write such names as they like; a card of a test has one, so what is there is looked up."""
    def left(name, text):
        box.put(change(name), text)
        return box.card / change(name)
    text = NODE.replace('password = "hunter2"', 'password_file = "node.password"')
    toml, _ = left("dcrvoter.toml", text), left("rpc.cert", CERTIFICATE)
    password = left("node.password", "hunter3")
    wifi = left("wifi.txt", "ssid = a\npassword = 12345678\n")
    box.boot()
    assert box.problems() == ""
    assert box.installed().read_text() == text
    assert box.installed("node.password").read_text() == "hunter3"
    assert not password.exists()
    assert wifi.read_text() == "ssid = a\npassword = (kept on the box)\n"
    box.boot()
    assert "dcrvoter.toml, as before" in box.status() and "wifi.txt, as before" in box.status()
    left("dcrvoter.toml", NODE)
    box.boot()
    assert box.problems() == ""
    assert "hunter2" not in toml.read_text() and "kept on the box" in toml.read_text()
    assert sorted(path.name for path in box.card.iterdir()) == \
        sorted([toml.name, wifi.name, change("rpc.cert"), "dcrvoter-status.txt"])


def test_a_broken_file_in_whatever_case_names_the_network_of_the_first_key(box):
    box.put("DCRVOTER.TOML", 'network = "testnet3"\n[[node]]\naddress = 5\n')
    box.boot()
    assert box.accounts()[0].startswith("tpub")


def test_a_password_file_is_not_the_configuration_itself(box):
    text = NODE.replace('password = "hunter2"', 'password_file = "DCRVOTER.toml"')
    box.put_node(text)
    box.boot()
    assert box.problems() != ""
    assert (box.card / "dcrvoter.toml").read_text() == text


@pytest.mark.parametrize("name", ["rpc.cert.txt", "RPC.CERT.TXT"])
def test_hidden_endings_of_what_the_configuration_names(box, name):
    box.put("dcrvoter.toml", NODE)
    box.put(name, CERTIFICATE)
    box.boot()
    assert f"{name} is not read: its name has an ending too much -> rename it to rpc.cert" in box.problems()
    assert "node = []" in box.installed().read_text()
    (box.card / name).rename(box.card / "rpc.cert")
    box.boot()
    assert box.problems() == ""
    # A renewed one, beside a configuration that is in force and known, or alone.
    (box.card / "rpc.cert").unlink()
    box.boot()
    box.put(name, CERTIFICATE)
    for _ in range(2):
        box.boot()
        assert f"{name} is not read" in box.problems()
        (box.card / "dcrvoter.toml").unlink(missing_ok=True)


def test_hidden_endings_in_whatever_case(box):
    for name in ("DCRVOTER.TOML.TXT", "Voting-Key.txt.txt", "WiFi.txt.TXT", "Authorized_Keys.txt"):
        box.put(name, "")
    box.boot()
    for name in ("DCRVOTER.TOML.TXT", "Voting-Key.txt.txt", "WiFi.txt.TXT", "Authorized_Keys.txt"):
        assert f"{name} is not read: its name has an ending too much" in box.problems()


@pytest.mark.parametrize("text", [b'network = "testnet3"\n[[node]]\naddress = 5\n', b'# sch\xf6n\nnetwork = "testnet3"\n'])
def test_the_first_key_is_of_the_network_that_a_broken_file_names(box, text):
    box.put("dcrvoter.toml", text)
    box.boot()
    assert box.accounts()[0].startswith("tpub")
    assert 'network = "testnet3"' in box.installed().read_text()


def test_no_key_is_made_for_a_network_that_is_not_clear(box):
    box.put("dcrvoter.toml", 'network = "testnet"\n')
    box.boot()
    assert "no voting key was made, since it is not clear for which network" in box.problems()
    assert box.accounts() == []
    assert "node = []" in box.installed().read_text()  # enough for the page
    before = box.installed().resolve()
    box.boot()
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n", box.stick)
    box.plug()
    assert "it is not clear for which network" in box.problems()
    assert box.accounts() == [] and box.installed().resolve() == before
    box.put("dcrvoter.toml", 'network = "simnet"\n[[node]]\naddress = 5\n', box.stick)
    box.plug()
    assert "it is not clear for which network" not in box.problems()
    assert box.accounts()[0].startswith("spub")


def test_a_network_stays_unclear_when_what_was_written_last_is_lost(box):
    """The configuration reached the disk, and what says where it is from did not: the power failed."""
    box.put("dcrvoter.toml", 'network = "testnet"\n')
    box.boot()
    (box.data / "card/in-force").unlink()
    box.boot()
    assert box.accounts() == []
    assert "it is not clear for which network" in box.problems()


def test_without_its_file_the_network_is_clear_again(box):
    box.put("dcrvoter.toml", "network = testnet3\n")
    box.boot()
    (box.card / "dcrvoter.toml").unlink()
    box.boot()
    assert box.accounts()[0].startswith("dpub")


def test_a_configuration_of_another_network_than_the_keys_is_refused(box):
    box.put_node()
    box.boot()
    box.put_node(NODE.replace("mainnet", "testnet3"))
    box.boot()
    assert "dcrvoter.toml, network:" in box.problems()
    assert "of mainnet" in box.problems()
    assert box.voter("check", "--configuration").returncode == 0
    assert 'network = "mainnet"' in box.installed().read_text()


def test_client_certificates_and_keys_are_moved(box):
    box.put_node(NODE.replace('user = "voter"\npassword = "hunter2"\n',
                              'client_certificate = "rpc.cert"\nclient_key = "client.key"\n'))
    key = (box.folder / "client.key")
    key.write_text("-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n")
    box.put("client.key", key.read_text())
    box.boot()
    # It is no key, so all stays where it was.
    assert "client" in box.problems()
    assert (box.card / "client.key").exists()


def test_a_password_file_is_moved(box):
    box.put_node(NODE.replace('password = "hunter2"', 'password_file = "node.password"'))
    box.put("node.password", "hunter3\r\n")
    box.boot()
    assert box.problems() == ""
    assert not (box.card / "node.password").exists()
    assert box.installed("node.password").read_bytes() == b"hunter3\r\n"
    assert box.installed("node.password").stat().st_mode & 0o777 == 0o600
    box.boot()
    assert "as before" in box.status()
    box.put("node.password", "hunter4")
    box.boot()
    assert box.installed("node.password").read_text() == "hunter4"
    assert not (box.card / "node.password").exists()


def test_a_renewed_certificate_alone_is_taken(box):
    box.put_node()
    box.boot()
    renewed = CERTIFICATE + "\n# renewed\n"
    box.put("rpc.cert", renewed)
    box.boot()
    assert box.installed("rpc.cert").read_text() == renewed


def test_a_renewed_certificate_alone_on_a_stick_leaves_the_text_in_force(box):
    box.put_node()
    renewed = CERTIFICATE + "\n# renewed\n"
    box.put("rpc.cert", renewed, box.stick)
    for _ in range(2):  # together with the first text, and once it is known
        box.boot()
        box.plug()  # as udev does for the same stick
        assert box.installed("rpc.cert").read_text() == renewed
        assert "hunter2" not in (box.card / "dcrvoter.toml").read_text()
        assert "not in force" not in box.status() + box.status(box.stick)
    box.put_node(NODE.replace("192.168.1.20", "192.168.1.22"))
    box.boot()
    assert "192.168.1.22" in box.installed().read_text()
    assert "hunter2" not in (box.card / "dcrvoter.toml").read_text()
    # The certificate that has lain beside that text since before is no newer.
    assert box.installed("rpc.cert").read_text() == renewed
    box.put("rpc.cert", CERTIFICATE + "\n# renewed again\n")
    box.boot()
    assert box.installed("rpc.cert").read_text() == CERTIFICATE + "\n# renewed again\n"
    box.unplug()
    box.boot()
    assert "not in force" not in box.status()
    assert box.installed("rpc.cert").read_text() == CERTIFICATE + "\n# renewed again\n"


def test_a_second_stick_is_not_read_while_the_first_is_in(box):
    other = box.folder / "sticks/zz"  # found after it, at a boot
    box.put_node()
    box.put("voting-key.txt", "nonsense", box.stick)
    box.put("wifi.txt", "ssid = a\n", other)
    box.boot()
    for device in (box.stick, other):  # as udev does for both
        box.program("card", "stick", device)
    assert "a second stick DCRVOTER is plugged in, and was not read" in box.problems()
    assert "on the stick: voting-key.txt: nothing was imported" in box.problems()
    assert not list((box.data / "dcrvoter").glob("keys/*.key"))
    assert not (other / "dcrvoter-status.txt").exists()
    shutil.rmtree(other)
    box.program("card", "unplugged", other)
    assert "second" not in box.problems()
    assert "on the stick: voting-key.txt: nothing was imported" in box.problems()
    box.put("wifi.txt", "ssid = a\n", other)
    box.program("card", "stick", other)
    box.unplug()
    assert "a second stick" in box.problems()  # which is to be plugged in anew
    shutil.rmtree(other)
    box.program("card", "unplugged", other)
    box.put("wifi.txt", "ssid = a\n", other)
    box.program("card", "stick", other)
    assert "a second stick" not in box.problems()
    assert "- wifi.txt (network a)" in box.status(other)


def test_a_stick_is_taken_without_a_restart_of_the_box(box):
    box.put_node()
    box.boot()
    box.put_node(NODE.replace("192.168.1.20", "192.168.1.21"), box.stick)
    box.plug()
    assert "192.168.1.21" in box.installed().read_text()
    assert "systemctl restart --no-block dcrvoter.service" in box.calls()
    assert "hunter2" not in (box.stick / "dcrvoter.toml").read_text()
    assert "- dcrvoter.toml, rpc.cert" in box.status(box.stick)
    assert "on the stick: dcrvoter.toml, rpc.cert" in box.status()
    box.plug()
    assert "systemctl restart --no-block dcrvoter.service" not in box.calls()


def test_a_bad_stick_is_forgotten_when_it_is_unplugged(box):
    box.put_node()
    box.boot()
    box.put("dcrvoter.toml", "nonsense", box.stick)
    box.plug()
    assert "on the stick: dcrvoter.toml, line 1" in box.problems()
    assert "line 1" in box.status(box.stick)
    box.unplug()
    assert box.problems() == ""


def test_a_stick_that_cannot_be_read(box):
    box.put_node()
    box.stick.mkdir(parents=True)
    box.folder.joinpath("unreadable-stick").touch()
    words = "the stick DCRVOTER cannot be read: it is not formatted as FAT or exFAT, or is damaged"
    box.boot()
    assert words in box.problems() and words in box.status()
    box.plug()
    assert words in box.problems() and words in box.status()
    box.unplug()
    assert box.problems() == "" and words not in box.status()


@pytest.mark.parametrize("part", range(PARTS))
def test_whenever_a_stick_is_pulled_all_of_it_is_used_or_nothing(box, tmp_path, part):
    box.put_node()
    box.boot()
    before = box.installed().read_text()
    box.put_node(OTHER, box.stick)
    for one in cuts(box, tmp_path, Box.plug, part):
        one.unplug()
        used = "systemctl restart --no-block dcrvoter.service" in one.calls()
        assert used or one.installed().read_text() == before, one.folder
        assert not (one.run / "stick").is_symlink()
        assert "stick" not in one.status()


def test_of_two_carriers_at_boot_the_stick_wins_and_both_say_so(box):
    box.put_node()
    box.put_node(NODE.replace("192.168.1.20", "192.168.1.21"), box.stick)
    box.boot()
    assert "192.168.1.21" in box.installed().read_text()
    box.boot()
    assert "dcrvoter.toml on the card is not in force: the one from the stick was taken after it" in box.status()
    assert "192.168.1.21" in box.installed().read_text()
    # An edit on the card is newer than what was taken from the stick.
    box.put_node(NODE.replace("192.168.1.20", "192.168.1.22"))
    box.boot()
    assert "192.168.1.22" in box.installed().read_text()
    assert "on the stick: dcrvoter.toml on the stick is not in force" in box.status()


OTHER = NODE.replace("192.168.1.20", "192.168.1.21").replace("hunter2", "hunter3")


def test_of_two_carriers_at_boot_the_first_keeps_what_the_box_does_not_use(box):
    box.put_node()
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n")
    box.put_node(OTHER, box.stick)
    box.put("wifi.txt", "ssid = b\npassword = 87654321\n", box.stick)
    for _ in range(2):
        box.boot()
        assert box.problems() == ""
        assert box.installed("node-192.168.1.21.password").read_text() == "hunter3"
        assert "hunter2" in (box.card / "dcrvoter.toml").read_text()
        assert "a password in it is left there" in box.status()
        assert "12345678" in (box.card / "wifi.txt").read_text()
        assert "hunter3" not in (box.stick / "dcrvoter.toml").read_text()
        assert "87654321" not in (box.stick / "wifi.txt").read_text()


def test_a_file_that_changes_before_it_is_settled_is_left_and_taken(box):
    box.put_node()
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n")

    def edit():
        box.put("dcrvoter.toml", OTHER)
        box.put("wifi.txt", "ssid = b\npassword = 87654321\n")
    box.boot(before_settling=edit)
    assert (box.card / "dcrvoter.toml").read_text() == OTHER
    assert "87654321" in (box.card / "wifi.txt").read_text()
    assert box.problems() == ""
    box.boot()
    assert box.installed("node-192.168.1.21.password").read_text() == "hunter3"
    assert "hunter3" not in (box.card / "dcrvoter.toml").read_text()
    assert "87654321" not in (box.card / "wifi.txt").read_text()


@pytest.mark.parametrize("again", [pytest.param(True, id="plugged in again"), pytest.param(False, id="gone")])
def test_a_stick_that_is_pulled_before_it_is_settled(box, again):
    box.put_node(where=box.stick)

    def change():
        if again:
            box.put("dcrvoter.toml", OTHER, box.stick)
        else:
            shutil.rmtree(box.stick)
    box.boot(before_settling=change)
    assert box.problems() == ""
    assert not list(box.run.glob("taking.*"))
    box.put_node(OTHER, box.stick)
    box.plug()
    assert box.installed("node-192.168.1.21.password").read_text() == "hunter3"
    assert "hunter3" not in (box.stick / "dcrvoter.toml").read_text()


def test_what_was_before_is_taken_again_after_another_that_was_not_settled(box):
    box.put_node()
    box.boot()
    before = (box.card / "dcrvoter.toml").read_text()
    box.put("dcrvoter.toml", before.replace('"voter"', '"somebody"'))
    box.boot(before_settling=lambda: box.put("dcrvoter.toml", before))
    assert '"somebody"' in box.installed().read_text()
    box.boot()
    assert '"voter"' in box.installed().read_text()


@pytest.mark.parametrize("size", [16383, 16384, 16385])
def test_a_text_around_what_is_read_at_once(box, size):
    text = NODE + "#" * (size - len(NODE) - 1) + "\n"
    box.put_node(text)
    box.boot()
    assert box.problems() == ""
    assert box.installed().read_text().replace('password_file = "node-192.168.1.20.password"', "").endswith("##\n")
    assert len(box.installed().read_text()) > size


def test_nothing_on_a_carrier_is_executed(box):
    trap = "#!/bin/sh\ntouch " + str(box.folder / "executed") + "\n"
    for name in ("dcrvoter", "autorun.sh", "cp", "$(touch executed)", "a;touch executed", "-rf"):
        box.put(name, trap)
        (box.card / name).chmod(0o755)
    box.put_node(NODE.replace('"rpc.cert"', '"$(touch executed)"'))
    touch = f"$(touch {box.folder}/executed)"
    box.put("wifi.txt", "".join(f"{key} = {touch}\n" for key in (touch, f"a[{touch}]", "ssid", "ssid", "password", "country")))
    box.boot()
    assert not list(box.folder.rglob("executed"))
    assert (box.card / "-rf").exists()
