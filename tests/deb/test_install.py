"""Install, upgrade, remove and purge where no systemd runs: a fresh minimal root, as in a chroot or an image."""

import re

import pytest

from console import Console
from fresh import enabled
from package import VERSION

CONFIGURATION = "/etc/dcrvoter/dcrvoter.toml"
STATE = "/var/lib/dcrvoter"
LINKS = ["multi-user.target.wants/dcrvoter.path", "multi-user.target.wants/dcrvoter.service",
         "sockets.target.wants/dcrvoter.socket"]


@pytest.fixture
def installed(installable, fresh):
    fresh.said = fresh.install(installable.file)
    return fresh


def new_key(fresh):
    """Makes one; the public account key."""
    return re.search(r"\bdpub\w+", fresh.do("dcrvoter", "key", "new")).group()


def shown_key(fresh):
    return re.search(r"\bdpub\w+", fresh.do("dcrvoter", "key", "show")).group()


def keys(fresh):
    return sorted(file.name for file in fresh.path(STATE + "/keys").glob("*"))


def test_fresh(installed):
    assert installed.status() == "ii"
    assert installed.do("dpkg", "--audit") == ""
    assert "dcrvoter does not run yet" in installed.said and "key new" in installed.said
    assert installed.owner("/etc/dcrvoter") == "750 root:dcrvoter"
    assert installed.owner(CONFIGURATION) == "640 root:dcrvoter"
    assert installed.owner(STATE) == "700 dcrvoter:dcrvoter"
    user = installed.do("getent", "passwd", "dcrvoter").strip().split(":")
    assert user[5:] == [STATE, "/usr/sbin/nologin"] and 0 < int(user[2]) < 1000
    assert enabled(installed.root) == LINKS
    assert "dcrvoter " + VERSION in installed.do("dcrvoter", "version")
    code, text = installed.run("dcrvoter", "check", "--offline")
    assert code == 2 and "rpc.cert" in text


def test_key_belongs_to_the_service(installed):
    new_key(installed)
    for name in keys(installed):
        assert installed.owner(f"{STATE}/keys/{name}") == "600 dcrvoter:dcrvoter"
    assert installed.do("setpriv", "--reuid=dcrvoter", "--regid=dcrvoter", "--clear-groups",
                        "dcrvoter", "key", "show").count("dpub")


def test_upgrade(installed, installable, folder):
    key = new_key(installed)
    configuration = installed.path(CONFIGURATION)
    configuration.write_text(configuration.read_text().replace("192.168.1.20", "192.168.1.21"))
    mine = configuration.read_text()
    installed.install(installable.newer(folder, VERSION + "+1"))
    assert installed.status() == "ii"
    assert installed.do("dpkg-query", "--show", "--showformat=${Version}", "dcrvoter") == VERSION + "+1"
    assert configuration.read_text() == mine
    assert installed.owner(CONFIGURATION) == "640 root:dcrvoter"
    assert shown_key(installed) == key
    assert enabled(installed.root) == LINKS


def test_upgrade_with_another_configuration(installed, installable, folder):
    """A configuration that nobody touched is replaced, one that somebody did is not."""
    def change(tree):
        file = tree / CONFIGURATION.removeprefix("/")
        file.write_text(file.read_text() + "# new\n")

    newer = installable.newer(folder, VERSION + "+1", change)
    installed.install(newer)
    assert installed.path(CONFIGURATION).read_text().endswith("# new\n")
    assert installed.owner(CONFIGURATION) == "640 root:dcrvoter"
    installed.path(CONFIGURATION).write_text("# mine\n")
    installed.install(installable.newer(folder / "tree", VERSION + "+2"), "-o", "Dpkg::Options::=--force-confdef")
    assert installed.path(CONFIGURATION).read_text() == "# mine\n"


def test_what_was_disabled_stays_so(installed, installable, folder):
    for link in LINKS:
        installed.path("/etc/systemd/system/" + link).unlink()
    installed.install(installable.newer(folder, VERSION + "+1"))
    assert enabled(installed.root) == []


def test_removed_and_installed_again(installed, installable):
    key = new_key(installed)
    before = keys(installed)
    installed.apt("remove", "dcrvoter")
    assert installed.status() == "rc"
    assert not installed.path("/usr/bin/dcrvoter").exists()
    assert not list(installed.path("/usr/lib/systemd/system").glob("dcrvoter.*"))
    assert installed.path(CONFIGURATION).exists()
    assert keys(installed) == before
    installed.install(installable.file)
    assert shown_key(installed) == key
    assert enabled(installed.root) == LINKS


@pytest.mark.parametrize("command", ["purge", "remove, purge"])
def test_purge_without_an_answer_keeps_the_keys(installed, installable, command):
    key = new_key(installed)
    before = keys(installed)
    for word in command.split(", "):
        said = installed.apt(word, "dcrvoter")
    assert f"voting keys and history were kept: {STATE}" in said
    assert installed.status() == ""
    assert keys(installed) == before
    assert not installed.path("/etc/dcrvoter").exists()
    assert enabled(installed.root) == []
    installed.install(installable.file)
    assert installed.owner(STATE) == "700 dcrvoter:dcrvoter"
    assert shown_key(installed) == key


def test_purge_with_an_answer_given_beforehand(installed):
    new_key(installed)
    installed.do("debconf-set-selections", text="dcrvoter dcrvoter/delete-keys boolean true\n")
    assert "kept" not in installed.apt("purge", "dcrvoter")
    assert not installed.path(STATE).exists()


@pytest.mark.parametrize("answer, kept, removed", [("yes", False, False), ("yes", False, True), ("no", True, True)])
def test_purge_asks(installed, answer, kept, removed):
    """A person at a terminal, of the package or of what a removal left."""
    new_key(installed)
    if removed:
        installed.apt("remove", "dcrvoter")
    before = keys(installed)
    console = Console(installed, "dpkg", "--purge", "dcrvoter")
    assert "gives no reward" in console.read_until("Delete the voting keys and the history of votes?")
    console.answer(answer)
    assert console.end() == 0
    assert keys(installed) == (before if kept else [])
    assert installed.path(STATE).exists() == kept


def test_purge_without_debconf_keeps_the_keys(installed):
    new_key(installed)
    installed.path("/usr/share/debconf/confmodule").unlink()
    assert "voting keys and history were kept" in installed.do("dpkg", "--purge", "dcrvoter")
    assert keys(installed)


@pytest.mark.parametrize("linked", [False, True])
def test_purge_asks_for_a_history_without_keys(installed, linked):
    """A key that is a credential lies elsewhere."""
    store = installed.path(STATE + "/store")
    if linked:
        installed.path(STATE).rename(installed.path("/srv/dcrvoter"))
        installed.path(STATE).symlink_to("/srv/dcrvoter")
        store = installed.path("/srv/dcrvoter/store")
    store.mkdir()
    store.joinpath("data.mdb").touch()
    assert "voting keys and history were kept" in installed.apt("purge", "dcrvoter")
    assert store.joinpath("data.mdb").exists()


def test_purge_deletes_behind_a_link(installed):
    installed.path(STATE).rename(installed.path("/srv/dcrvoter"))
    installed.path(STATE).symlink_to("/srv/dcrvoter")
    new_key(installed)
    installed.do("debconf-set-selections", text="dcrvoter dcrvoter/delete-keys boolean true\n")
    assert "kept" not in installed.apt("purge", "dcrvoter")
    assert not list(installed.path("/srv/dcrvoter").iterdir())


def test_what_the_unit_alone_is_handed_is_not_judged(installed, installable):
    installed.path(CONFIGURATION).write_text('[[node]]\naddress = "192.0.2.1"\nuser = "voter"\n'
                                             'password_credential = "node-password"\ncertificate = "rpc.cert"\n')
    installed.apt("remove", "dcrvoter")
    assert "does not run yet" not in installed.install(installable.file)


def test_purge_with_nothing_to_keep_asks_nothing(installed):
    said = installed.apt("purge", "dcrvoter")
    assert "kept" not in said
    assert not installed.path(STATE).exists()
    assert not installed.path("/etc/dcrvoter").exists()


def test_purge_leaves_what_the_owner_put_beside_the_configuration(installed):
    installed.path("/etc/dcrvoter/rpc.cert").write_text("mine\n")
    installed.apt("purge", "dcrvoter")
    assert [file.name for file in installed.path("/etc/dcrvoter").iterdir()] == ["rpc.cert"]
