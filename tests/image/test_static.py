"""The image as it lies there: what is in it, what is not, and what is published beside it."""

import hashlib
import json
import lzma
import os
import re
import stat
import subprocess
import tarfile

import pytest

from card import OUT, ROOT, Card, copy_out, first_of_the_old_table, partitions, released, told

MOST_COMPRESSED = 120 * 10**6
MOST_WRITTEN = 2**30
WORLD_WRITABLE = {"tmp", "var/tmp"}  # folders with the sticky bit


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The root file system, taken out of the image."""
    path = tmp_path_factory.mktemp("system")
    squashfs = copy_out(released(".img"), "system_a", path / "system.squashfs")
    told("unsquashfs", "-q", "-n", "-d", path / "tree", squashfs)
    return path / "tree"


def walk(tree):
    for folder, folders, files in os.walk(tree):
        for name in folders + files:
            path = os.path.join(folder, name)
            yield os.path.relpath(path, tree), os.lstat(path)


def locked():
    """The lines of the lock file: kind, name, version, sha256, size, path."""
    return [line.split() for line in released(".packages.lock").read_text().split("\n")
            if line and not line.startswith("#")]


def test_is_small_enough():
    print(f"compressed {os.path.getsize(released('.img.xz'))}, written {os.path.getsize(released('.img'))} bytes")
    assert os.path.getsize(released(".img.xz")) <= MOST_COMPRESSED
    assert os.path.getsize(released(".img")) <= MOST_WRITTEN


def test_partitions_are_as_designed():
    assert list(partitions(released(".img"))) == ["DCRVOTER", "boot_a", "boot_b", "state", "system_a", "system_b", "data"]
    problems = told("sgdisk", "--verify", released(".img")).decode()
    assert "No problems found" in problems
    assert first_of_the_old_table(released(".img")) == (0x0C, 2048)


def test_nobody_gets_more_rights(tree):
    assert [name for name, status in walk(tree) if stat.S_ISREG(status.st_mode) and status.st_mode & 0o6000] == []


def test_nobody_may_write_what_is_not_his(tree):
    writable = {name for name, status in walk(tree)
                if status.st_mode & 0o002 and not stat.S_ISLNK(status.st_mode) and not stat.S_ISCHR(status.st_mode)}
    assert writable <= WORLD_WRITABLE


def test_there_is_no_password(tree):
    for line in (tree / "etc/shadow").read_text().split("\n"):
        if line:
            assert line.split(":")[1] in ("*", "!", "!*"), line


def test_wifi_of_the_boards_has_its_firmware(tree):
    firmware = tree / "usr/lib/firmware"
    for name in ("brcm/brcmfmac43430-sdio.bin", "brcm/brcmfmac43430-sdio.clm_blob", "brcm/brcmfmac43455-sdio.bin",
                 "brcm/brcmfmac43455-sdio.clm_blob", "regulatory.db", "regulatory.db.p7s"):
        assert (firmware / name).stat().st_size > 0, name  # of what a link points to, too


def test_root_may_log_in_by_a_key(tree):
    """Dropbear lets nobody in whose shell is none of these."""
    root = (tree / "etc/passwd").read_text().split("\n")[0].split(":")
    assert root[0] == "root"
    assert root[6] in (tree / "etc/shells").read_text().split("\n")


def test_nothing_of_one_machine_is_in_it(tree):
    assert (tree / "etc/machine-id").read_text() == ""
    for pattern in ("etc/ssh/ssh_host_*", "etc/dropbear/*_host_key", "var/lib/dcrvoter/*", "var/lib/systemd/random-seed",
                    "var/log/*.log", "data/*", "root/.*"):  # fmt: skip
        assert list(tree.glob(pattern)) == [] or pattern == "root/.*", pattern


def test_every_file_has_the_date_of_the_lock_file(tree):
    """Not that of a checkout: or a build elsewhere has other bytes."""
    stamp = int(re.search(r"^# EPOCH=(\d+)$", released(".packages.lock").read_text(), re.M)[1])
    assert {path: stat.st_mtime for path, stat in walk(tree) if stat.st_mtime != stamp} == {}


def test_raspberry_pi_finds_its_firmware(folder):
    """The programs that the first one looks for, as config.txt has it. For less than 32 MiB of its own it takes others:
    https://www.raspberrypi.com/documentation/computers/configuration.html (start_cd.elf)."""
    card = Card(folder / "card.img")
    settings = dict(line.split("=", 1) for line in card.text("config.txt").split("\n") if line and line[0] != "#")
    names = set(card.names())
    kind = "_cd" if int(settings.get("gpu_mem", 64)) < 32 else ""
    four = kind.removeprefix("_")
    assert names >= {"bootcode.bin", f"start{kind}.elf", f"fixup{kind}.dat", f"start4{four}.elf", f"fixup4{four}.dat"}
    assert names >= {settings["kernel"], "boot.scr"}
    assert settings["upstream_kernel"] == "1" and names >= {"bcm2837-rpi-3-b.dtb", "bcm2711-rpi-4-b.dtb"}


def test_every_package_keeps_its_licence(tree):
    for kind, name, *_ in locked():
        folder = tree / "usr/share/doc" / name
        assert (folder / "copyright").exists() or folder.is_symlink() and (folder.resolve() / "copyright").exists(), name
    assert (tree / "usr/share/doc/dcrvoter/copyright").read_text() == (ROOT / "services/debian/copyright").read_text()
    for name in ("GPL-2", "GPL-3", "LGPL-2.1", "Apache-2.0"):  # that these texts refer to
        assert (tree / "usr/share/common-licenses" / name).stat().st_size > 0


def test_lists_are_complete(tree):
    """What dpkg says is installed, the lock file and the SBOM name the same packages."""
    installed = dict(re.findall(r"^Package: (\S+)\nStatus: install ok installed\n.*?^Version: (\S+)$",
                                (tree / "var/lib/dpkg/status").read_text(), re.M | re.S))
    lock = {name: version for kind, name, version, *_ in locked() if kind == "install"}
    assert installed == lock
    sbom = json.loads((tree / "usr/share/dcrvoter/sbom.spdx.json").read_text())
    assert sbom == json.loads(released(".spdx.json").read_text())
    assert sbom["spdxVersion"] == "SPDX-2.3"
    listed = {(p["name"], p["versionInfo"]) for p in sbom["packages"]}
    assert listed >= {(name, version) for _, name, version, *_ in locked()}
    assert "dcrvoter" in {name for name, _ in listed}
    assert (tree / "usr/share/dcrvoter/packages.lock").read_text() == released(".packages.lock").read_text()


def of_file(path, digest=None):
    digest = digest or hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def test_hashes_are_right():
    told("sha256sum", "--check", "--quiet", released(".sha256"), cwd=OUT)
    entry = json.loads(released(".os_list.json").read_text())["os_list"][0]
    image, packed = released(".img"), released(".img.xz")
    assert entry["image_download_size"] == os.path.getsize(packed)
    assert entry["image_download_sha256"] == of_file(packed)
    assert entry["url"].endswith("/" + packed.name)
    assert entry["icon"] == entry["url"].removesuffix(packed.name) + released(".svg").name
    # rpi-imager: doc/json-schema/os-list-schema.json
    assert entry.keys() >= {"name", "description", "icon", "url", "extract_size", "extract_sha256", "image_download_size",
                            "release_date"}  # fmt: skip
    digest, size = hashlib.sha256(), 0
    with lzma.open(packed) as unpacked:
        while piece := unpacked.read(2**20):
            digest.update(piece)
            size += len(piece)
    assert (entry["extract_size"], entry["extract_sha256"]) == (size, digest.hexdigest())
    assert entry["extract_sha256"] == of_file(image)


def test_block_map_writes_the_whole_card(folder):
    """What bmaptool writes over old data is the image, but for the empty system's place."""
    image, written = released(".img"), folder / "card"
    size = os.path.getsize(image)
    with open(written, "wb") as card:
        for _ in range(size // 2**20):
            card.write(b"\xa5" * 2**20)
    told("bmaptool", "--quiet", "copy", "--bmap", released(".bmap"), image, written, stderr=subprocess.STDOUT)
    end_of_system = sum(partitions(image)["system_a"])
    start_of_data = partitions(image)["data"][0]
    with open(image, "rb") as wanted, open(written, "rb") as found:
        at = 0
        while piece := wanted.read(2**20):
            same = found.read(2**20) == piece
            assert same or partitions(image)["system_a"][0] < at < start_of_data, f"differs at {at}"
            at += len(piece)
    assert end_of_system <= start_of_data


def test_update_file_is_what_the_manifest_says():
    with tarfile.open(released(".update")) as update:
        assert update.getnames() == ["manifest", "system.squashfs", "vmlinuz", "initrd"]
        manifest = dict(line.split("=", 1) for line in update.extractfile("manifest").read().decode().split())
        assert manifest["FORMAT"] == "1" and manifest["ARCH"] == "arm64"
        for name in update.getnames()[1:]:
            assert int(manifest[f"SIZE_{name}"]) == update.getmember(name).size
            assert manifest[f"SHA256_{name}"] == hashlib.sha256(update.extractfile(name).read()).hexdigest()


def test_card_shows_its_owner_one_file_to_edit(folder):
    card = Card(folder / "card.img")
    names = card.names()
    assert {"dcrvoter.toml", "wifi.txt", "boot.scr", "config.txt", "u-boot.bin", "bootcode.bin", "start.elf", "start4.elf",
            "bcm2837-rpi-3-b.dtb", "bcm2711-rpi-4-b.dtb"} <= set(names)  # fmt: skip
    assert card.read("dcrvoter.toml") == (ROOT / "config" / "dcrvoter.toml").read_bytes()
