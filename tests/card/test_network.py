"""Wi-Fi and ssh from a card; the status file as the box learns its address."""

import fnmatch

import pytest

from box import PROGRAMS

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl owner@desk"


def iwd(box, name: str):
    """The file of a network, under the name by which iwd looks for it: iwd.network(5), NAMING."""
    return box.data / "etc/iwd" / name


OURS = "=" + b"My net = ours".hex() + ".psk"


def test_a_network_is_taken_and_its_password_leaves_the_card(box):
    box.put("wifi.txt", "# at home\r\nssid = My net = ours\r\npassword = correct horse\r\ncountry = de\r\n")
    box.boot()
    assert box.problems() == ""
    assert iwd(box, OURS).read_text() == "[Security]\nPassphrase=correct horse\n"
    assert iwd(box, OURS).stat().st_mode & 0o777 == 0o600
    assert (box.data / "etc/iwd/main.conf").read_text() == "[General]\nCountry=DE\n"
    text = (box.card / "wifi.txt").read_bytes().decode()
    assert text == "# at home\r\nssid = My net = ours\r\npassword = (kept on the box)\r\ncountry = de\r\n"
    box.boot()
    assert "wifi.txt, as before" in box.status()
    # An edit keeps the password; another network has none here.
    box.put("wifi.txt", text.replace("de", "FR"))
    box.boot()
    assert iwd(box, OURS).read_text() == "[Security]\nPassphrase=correct horse\n"
    assert (box.data / "etc/iwd/main.conf").read_text() == "[General]\nCountry=FR\n"
    box.put("wifi.txt", text.replace("ours", "theirs"))
    box.boot()
    assert "the password of this network is not on the box" in box.problems()
    assert iwd(box, OURS).exists()


def test_quotes_and_backslashes_and_keys(box):
    box.put("wifi.txt", 'ssid = "Café"\npassword = " a\\b c d "\n')
    box.boot()
    assert iwd(box, "=436166c3a9.psk").read_text() == "[Security]\nPassphrase=\\sa\\\\b c d \n"
    box.put("wifi.txt", "ssid = other\npassword = " + "ab" * 32 + "\n")
    box.boot()
    assert iwd(box, "other.psk").read_text() == "[Security]\nPreSharedKey=" + "ab" * 32 + "\n"
    assert not iwd(box, "=436166c3a9.psk").exists()


def test_an_open_network_and_none(box):
    box.put("wifi.txt", "ssid=open\n")
    box.boot()
    assert iwd(box, "open.open").exists()
    box.put("wifi.txt", "")
    box.boot()
    assert networks(box) == ["main.conf"]


def networks(box) -> list[str]:
    return sorted(path.name for path in (box.data / "etc/iwd").iterdir())


@pytest.mark.parametrize("line, name", [
    ("home", "home.psk"),
    ("home net-1_b", "home net-1_b.psk"),
    ('" home "', " home .psk"),
    ("-rf", "-rf.psk"),
    ("main", "main.psk"),
    ("x" * 32, "x" * 32 + ".psk"),
    ("home.net", "=686f6d652e6e6574.psk"),
    ("=686f6d65", "=" + b"=686f6d65".hex() + ".psk"),
    ("../../x", "=2e2e2f2e2e2f78.psk"),
    ("*", "=2a.psk"),
    ("it's", "=69742773.psk"),
    ("ü", "=c3bc.psk"),
])
def test_a_network_has_the_name_by_which_iwd_looks_for_it(box, line, name):
    box.put("wifi.txt", f"ssid = {line}\npassword = 12345678\n")
    box.boot()
    assert box.problems() == ""
    assert networks(box) == sorted([name, "main.conf"])
    box.boot()
    assert "wifi.txt, as before" in box.status()
    box.put("wifi.txt", (box.card / "wifi.txt").read_text() + "country = de\n")
    box.boot()
    assert box.problems() == ""
    assert iwd(box, name).read_text() == "[Security]\nPassphrase=12345678\n"


def test_one_network_takes_the_place_of_all_before(box):
    """Those of other kinds, and what iwd or a power cut left of them; not what else iwd keeps."""
    box.put("wifi.txt", "ssid = home\npassword = 12345678\n")
    box.boot()
    stay = [".known_network.freq", "main.conf", "hotspot"]
    for name in ("=2e.psk", "b c.psk", "home.open", "home.8021x", "a.psk.new", "a.psk.x7Yz01.tmp", *stay[:1]):
        iwd(box, name).write_text("secret")
    iwd(box, "hotspot").mkdir()
    box.put("wifi.txt", "ssid = next.door\npassword = 12345678\n")
    box.boot()
    assert networks(box) == sorted(["=" + b"next.door".hex() + ".psk", *stay])
    box.put("wifi.txt", "ssid = home\n")
    box.boot()
    assert networks(box) == sorted(["home.open", *stay])


def test_iwd_starts_only_where_there_is_a_network(box):
    unit = PROGRAMS.parent / "systemd/system/iwd.service.d/dcrvoter.conf"
    lines = [line.split("=", 1)[1] for line in unit.read_text().splitlines() if line.startswith("Condition")]
    assert len(lines) > 1 and all(line.startswith("|/data/etc/iwd/") for line in lines)  # any of them

    def starts():
        patterns = [line.removeprefix("|/data/etc/iwd/") for line in lines]
        return any(fnmatch.fnmatch(name, pattern) and not name.startswith(".")
                   for name in networks(box) for pattern in patterns)
    for text, expected in (("country = de\n", False), ("ssid = home\npassword = 12345678\n", True), ("", False),
                           ("ssid = a.b\npassword = 12345678\n", True), ("ssid = home\n", True)):
        box.put("wifi.txt", text)
        box.boot()
        iwd(box, ".known_network.freq").touch()
        assert starts() == expected, text


def test_a_password_that_is_not_ascii(box):
    box.put("wifi.txt", "ssid = a\npassword = grüße-geheim\n")
    box.boot()
    assert box.problems() == ""
    assert "Passphrase=grüße-geheim\n" in iwd(box, "a.psk").read_text()
    assert (box.card / "wifi.txt").read_text() == "ssid = a\npassword = (kept on the box)\n"


@pytest.mark.parametrize("text, words", [
    ("ssid = a\npassword = short\n", "the password has not 8 to 63 bytes"),
    ("ssid = " + "x" * 33 + "\n", "longer than 32 bytes"),
    ("ssid = a\ncountry = Germany\n", "no code of two letters"),
    ("ssid = a\nchannel = 5\n", "wifi.txt, line 2: neither ssid, password nor country"),
    ("ssid = a\nssid = b\npassword = 87654321\n", "wifi.txt, lines 1 and 2: ssid stands twice"),
    ("ssid = a\npassword = 87654321\n# new\npassword =\n", "wifi.txt, lines 2 and 4: password stands twice"),
    ("ssid = a\npassword = 87654321\npassword = 87654321\n", "wifi.txt, lines 2 and 3: password stands twice"),
    ("country = de\nssid = a\ncountry =\n", "wifi.txt, lines 1 and 3: country stands twice"),
    ("ssid = a\0b\n", "wifi.txt is no plain text"),
    ("ssid = a\npassword = grüße-geheim\n".encode("cp1252"), "wifi.txt is no plain text; save it as plain text (UTF-8)"),
    ("ssid = Füße\n".encode("latin-1"), "wifi.txt is no plain text"),
    ("ssid = a\rpassword = 87654321\r", "wifi.txt, line 1: a control character is in it"),
    ("ssid = a\npassword = 8765\x1b4321\n", "wifi.txt, line 2: a control character is in it"),
    ("#" * 1024 * 1024, "wifi.txt is larger than 64 KiB"),
])
def test_bad_texts_are_explained_and_the_network_stays(box, text, words):
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n")
    box.boot()
    good = iwd(box, "a.psk").read_text()
    box.put("wifi.txt", text)
    box.boot()
    assert words in box.problems()
    assert networks(box) == ["a.psk", "main.conf"]
    assert iwd(box, "a.psk").read_text() == good
    assert (box.data / "etc/iwd/main.conf").read_text() == ""
    assert (box.card / "wifi.txt").read_bytes() == (text if isinstance(text, bytes) else text.encode())
    assert "geheim" not in box.problems()
    assert "short" not in box.problems() and "87654321" not in box.problems()


def test_a_password_without_a_network_stays_where_it_is(box):
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n")
    box.boot()
    box.put("wifi.txt", "ssid =\npassword = 87654321\n")
    box.boot()
    assert "87654321" in (box.card / "wifi.txt").read_text()


def test_of_two_carriers_both_say_which_network_is_used(box):
    box.put_node()
    box.put("wifi.txt", "ssid = a\npassword = 12345678\n")
    box.put("wifi.txt", "ssid = b\npassword = 87654321\n", box.stick)
    for _ in range(2):
        box.boot()
        assert "wifi.txt on the card is not in force: the one from the stick was taken after it" in box.status()
    box.put("wifi.txt", "ssid = c\npassword = 12345678\n")
    box.boot()
    assert iwd(box, "c.psk").exists()
    assert "on the stick: wifi.txt on the stick is not in force: the one from the card was taken after it" in box.status()


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
    assert "- authorized_keys" in box.status()
    assert (box.card / "authorized_keys").exists()
    (box.card / "authorized_keys").unlink()
    box.boot()
    assert not keys.exists()


def test_open_ssh_is_told_as_long_as_it_is_open(box):
    """It lets in whoever has the key from all of the network, and whoever plugged the stick in may be gone with it."""
    box.put("authorized_keys", KEY + "\n")
    box.boot()
    assert "ssh is on for 1 key, from the card" in box.status() and "ssh" not in box.problems()
    assert "Wrong" not in box.status() and "Mend" not in box.status()
    box.put("authorized_keys", KEY + "\n" + KEY.replace("GKJl", "GKJm") + "\n", box.stick)
    box.plug()
    box.unplug()
    for told in (box.problems(), box.status()):
        assert "ssh is on for 2 keys, from the stick" in told and "from the card" not in told
    (box.card / "authorized_keys").unlink()
    box.boot()
    assert "ssh" not in box.problems() + box.status()


def test_the_keys_for_ssh_may_have_a_name_in_any_case(box):
    box.put("Authorized_Keys", KEY + "\n")
    box.boot()
    assert (box.run / "authorized_keys").read_text() == KEY + "\n"


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
