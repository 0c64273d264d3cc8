"""Wi-Fi and ssh from a card; the status file as the box learns its address."""

import pytest

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl owner@desk"


def iwd(box, ssid: str, ending: str = "psk"):
    return box.data / "etc/iwd" / f"={ssid.encode().hex()}.{ending}"


def test_a_network_is_taken_and_its_password_leaves_the_card(box):
    box.put("wifi.txt", "# at home\r\nssid = My net = ours\r\npassword = correct horse\r\ncountry = de\r\n")
    box.boot()
    assert box.problems() == ""
    assert iwd(box, "My net = ours").read_text() == "[Security]\nPassphrase=correct horse\n"
    assert iwd(box, "My net = ours").stat().st_mode & 0o777 == 0o600
    assert (box.data / "etc/iwd/main.conf").read_text() == "[General]\nCountry=DE\n"
    text = (box.card / "wifi.txt").read_bytes().decode()
    assert text == "# at home\r\nssid = My net = ours\r\npassword = (kept on the box)\r\ncountry = de\r\n"
    box.boot()
    assert "wifi.txt, as before" in box.status()
    # An edit keeps the password; another network has none here.
    box.put("wifi.txt", text.replace("de", "FR"))
    box.boot()
    assert iwd(box, "My net = ours").read_text() == "[Security]\nPassphrase=correct horse\n"
    assert (box.data / "etc/iwd/main.conf").read_text() == "[General]\nCountry=FR\n"
    box.put("wifi.txt", text.replace("ours", "theirs"))
    box.boot()
    assert "the password of this network is not on the box" in box.problems()
    assert iwd(box, "My net = ours").exists()


def test_quotes_and_backslashes_and_keys(box):
    box.put("wifi.txt", 'ssid = "Café"\npassword = " a\\b c d "\n')
    box.boot()
    assert iwd(box, "Café").read_text() == "[Security]\nPassphrase=\\sa\\\\b c d \n"
    box.put("wifi.txt", "ssid = other\npassword = " + "ab" * 32 + "\n")
    box.boot()
    assert iwd(box, "other").read_text() == "[Security]\nPreSharedKey=" + "ab" * 32 + "\n"
    assert not iwd(box, "Café").exists()


def test_an_open_network_and_none(box):
    box.put("wifi.txt", "ssid=open\n")
    box.boot()
    assert iwd(box, "open", "open").exists()
    box.put("wifi.txt", "")
    box.boot()
    assert not list((box.data / "etc/iwd").glob("=*"))


@pytest.mark.parametrize("text, words", [
    ("ssid = a\npassword = short\n", "the password has not 8 to 63 bytes"),
    ("ssid = " + "x" * 33 + "\n", "longer than 32 bytes"),
    ("ssid = a\ncountry = Germany\n", "no code of two letters"),
    ("ssid = a\nchannel = 5\n", "wifi.txt, line 2: neither ssid, password nor country"),
    ("ssid = a\0b\n", "wifi.txt is no plain text"),
    ("#" * 1024 * 1024, "wifi.txt is larger than 64 KiB"),
])
def test_bad_texts_are_explained_and_the_network_stays(box, text, words):
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n")
    box.boot()
    good = iwd(box, "a").read_text()
    box.put("wifi.txt", text)
    box.boot()
    assert words in box.problems()
    assert iwd(box, "a").read_text() == good
    assert "short" not in box.problems()


def test_a_password_without_a_network_stays_where_it_is(box):
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n")
    box.boot()
    box.put("wifi.txt", "ssid =\npassword = 87654321\n")
    box.boot()
    assert "87654321" in (box.card / "wifi.txt").read_text()


def test_a_stick_restarts_the_wireless_service_only(box):
    box.put_node()
    box.boot()
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n", box.stick)
    box.plug()
    assert "systemctl restart --no-block iwd.service" in box.calls()
    assert "systemctl restart --no-block dcrvoter.service" not in box.calls()


def test_ssh_is_on_for_the_keys_of_this_boot(box):
    keys = box.run / "authorized_keys"
    box.put("authorized_keys", "\ufeff# mine\r\n" + KEY + "\r\n")
    box.boot()
    assert keys.read_text() == KEY + "\n"
    assert keys.stat().st_mode & 0o777 == 0o600
    assert "ssh is on, for 1 key" in box.status()
    assert (box.card / "authorized_keys").exists()
    (box.card / "authorized_keys").unlink()
    box.boot()
    assert not keys.exists()


@pytest.mark.parametrize("line", ['command="reboot" ' + KEY, "-----BEGIN OPENSSH PRIVATE KEY-----", "ssh-ed25519", "x"])
def test_what_is_no_key_alone_lets_nobody_in(box, line):
    box.put("authorized_keys", KEY + "\n" + line + "\n")
    box.boot()
    assert not (box.run / "authorized_keys").exists()
    assert "authorized_keys, line 2: no public key of ssh" in box.problems()


def test_the_status_file_follows_the_address_and_is_written_for_changes_alone(box):
    box.put_node()
    (box.folder / "addresses").write_text("")
    box.boot()
    assert "(the box has no address in the network yet)" in box.status()
    assert "Connect the box to your network" in box.status()
    (box.folder / "addresses").write_text("2: e inet 10.0.0.5/8 scope global e\n2: e inet6 fd00::5/64 scope global\n")
    box.program("card", "status")
    assert "http://10.0.0.5/" in box.status()
    assert "http://[fd00::5]/" in box.status()
    assert ".local/" in box.status()
    before = (box.card / "dcrvoter-status.txt").stat().st_mtime_ns
    box.program("card", "status")
    assert (box.card / "dcrvoter-status.txt").stat().st_mtime_ns == before


def test_the_status_file_says_what_runs(box):
    box.put_node()
    box.boot()
    text = box.status()
    assert "System      release 0.1.0, build b0.1.0, slot a" in text
    assert "Voting key  " + box.accounts()[0] in text
    assert "importxpub dcrvoter " + box.accounts()[0] in text
    assert box.notes()["release"] == "0.1.0"
    assert box.notes()["slot"] == "a"
