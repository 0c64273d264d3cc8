"""What is in a package: files, modes, dependencies, size; what lintian says; and that it is made the same again."""

import gzip
import os
import pathlib
import re
import subprocess
import sys
import time

import pytest

from package import ROOT, VERSION, output

MOST_BYTES = 3_000_000
MACHINES = {"amd64": "x86-64", "arm64": "ARM aarch64", "armhf": "ARM, EABI5"}
DOCUMENTS = "usr/share/doc/dcrvoter"
FILES = """
-rw-r----- etc/dcrvoter/dcrvoter.toml
-rwxr-xr-x usr/bin/dcrvoter
-rw-r--r-- usr/lib/systemd/system/dcrvoter.path
-rw-r--r-- usr/lib/systemd/system/dcrvoter.service
-rw-r--r-- usr/lib/systemd/system/dcrvoter.socket
-rw-r--r-- usr/lib/sysusers.d/dcrvoter.conf
-rw-r--r-- usr/lib/tmpfiles.d/dcrvoter.conf
-rw-r--r-- usr/share/bash-completion/completions/dcrvoter
-rw-r--r-- usr/share/dcrvoter/monitoring/dcrvoter.rules.yml
-rw-r--r-- usr/share/dcrvoter/monitoring/grafana-dashboard.json
-rw-r--r-- usr/share/dcrvoter/monitoring/prometheus.yml
-rw-r--r-- usr/share/dcrvoter/openapi.yaml
-rw-r--r-- usr/share/lintian/overrides/dcrvoter
-rw-r--r-- usr/share/man/man1/dcrvoter.1.gz
-rw-r--r-- usr/share/zsh/vendor-completions/_dcrvoter
"""
SOURCES = {  # of what is packaged as it is
    "usr/lib/systemd/system/dcrvoter.service": "services/dcrvoter.service",
    "usr/lib/systemd/system/dcrvoter.socket": "services/dcrvoter.socket",
    "usr/lib/systemd/system/dcrvoter.path": "services/dcrvoter.path",
    "usr/lib/sysusers.d/dcrvoter.conf": "services/dcrvoter.sysusers.conf",
    "usr/lib/tmpfiles.d/dcrvoter.conf": "services/dcrvoter.tmpfiles.conf",
    "etc/dcrvoter/dcrvoter.toml": "config/dcrvoter.toml",
    "usr/share/dcrvoter/openapi.yaml": "docs/openapi.yaml",
    "usr/share/zsh/vendor-completions/_dcrvoter": "config/completions/_dcrvoter",
}


def test_name_and_size(package):
    assert package.field("Package") == "dcrvoter"
    assert package.field("Version") == VERSION
    assert package.field("Architecture") == package.architecture
    assert package.file.stat().st_size <= MOST_BYTES


def test_files_and_modes(package):
    entries = package.entries()
    assert {owner for _, owner, _ in entries.values()} == {"root/root"}
    files = {path.removeprefix("/"): mode for path, (mode, _, _) in entries.items() if not path.endswith("/")}
    documents = {path for path in files if path.startswith(DOCUMENTS)}
    assert sorted(f"{mode} {path}" for path, mode in files.items() if path not in documents) == sorted(FILES.split("\n")[1:-1])
    assert {files[path] for path in documents} == {"-rw-r--r--"}
    for name in ("changelog.gz", "copyright", "debian-package.md", "prepare-your-dcrd.md", "systemd.md", "monitoring.md",
                 "alerts.md", "configuration.md", "operating.md", "lost-card.md", "compiled-in/cli11", "compiled-in/fmt",
                 "compiled-in/spdlog", "compiled-in/tomlplusplus"):
        assert documents & {f"{DOCUMENTS}/{name}", f"{DOCUMENTS}/{name}.gz"}, name
    folders = {path: mode for path, (mode, _, _) in entries.items() if path.endswith("/")}
    assert folders.pop("/etc/dcrvoter/") == "drwxr-x---"
    assert set(folders.values()) == {"drwxr-xr-x"}


def test_texts_are_those_of_the_project(package, folder):
    tree = package.unpack(folder / "tree")
    for path, source in SOURCES.items():
        assert (tree / path).read_bytes() == (ROOT / source).read_bytes(), path
    documents = tree / DOCUMENTS
    said = subprocess.run([sys.executable, ROOT / "tools" / "links.py", *(path.name for path in documents.glob("*.md"))], cwd=documents,
                          stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert said.stdout == ""  # each link leads to what is in the package
    manual = gzip.decompress((tree / "usr/share/man/man1/dcrvoter.1.gz").read_bytes())
    assert manual == (ROOT / "docs" / "dcrvoter.1").read_bytes()


def test_program(package, folder):
    program = package.unpack(folder / "tree") / "usr/bin/dcrvoter"
    told = output("file", "--brief", program)
    assert MACHINES[package.architecture] in told
    assert "pie executable" in told and "dynamically linked" in told and re.search(r"\bstripped$", told.strip()), told


def test_dependencies(package):
    """Those that the program is linked with, and nothing that is inside of it."""
    depends = {re.sub(r"(t64)?(-?\d+)?(t64)?$", "", name) for name in package.relations("Depends")}
    assert {"libc", "liblmdb", "libmbedcrypto", "libmbedtls", "libmbedx509", "libqrencode", "libsecp256k1"} <= depends
    assert not {name for name in depends if "stdc++" in name or "fmt" in name or "spdlog" in name or "boost" in name}
    assert {"debconf", "systemd"} <= depends
    inside = package.relations("Static-Built-Using")
    assert {re.sub(r"[-\d.]+$", "", name) for name in inside} >= {"boost", "cli", "fmtlib", "gcc", "spdlog", "tomlplusplus"}


def test_control_files(package, folder):
    control = package.unpack(folder / "tree", control=True) / "DEBIAN"
    assert (control / "conffiles").read_text().split() == ["/etc/dcrvoter/dcrvoter.toml"]
    assert {file.name for file in control.iterdir()} >= {
        "conffiles", "control", "md5sums", "postinst", "postrm", "prerm", "templates"}
    for script in ("postinst", "postrm", "prerm"):
        subprocess.run(["sh", "-n", control / script], check=True)


def test_times_are_the_last_commits(package):
    stamp = output("git", "-c", f"safe.directory={ROOT}", "-C", ROOT, "log", "-1", "--format=%ct").strip()
    wanted = time.strftime("%Y-%m-%d %H:%M", time.gmtime(int(stamp)))
    assert {when for _, _, when in package.entries().values()} == {wanted}


def test_lintian(package):
    done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", "--display-level", ">=warning", package.file],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0 and not done.stdout, done.stdout


def test_made_again(package):
    """From the same build, with every file in it newly put together."""
    before = package.file.read_bytes()
    output(ROOT / "dev", "deb", package.name)
    assert package.file.read_bytes() == before


@pytest.mark.long
def test_built_again(folder):
    """From two clones, once with what earlier builds left in the cache, and once compiled anew."""
    packages = []
    for name, setting in (("cached", "TZ=UTC"), ("anew", "CCACHE_DISABLE=1")):
        tree = folder / name
        output("git", "-c", f"safe.directory={ROOT}", "clone", "--quiet", "--no-hardlinks", ROOT, tree)
        pathlib.Path(tree, "build").mkdir()
        os.symlink((ROOT / "build" / "cross").resolve(), tree / "build" / "cross")
        output("env", setting, tree / "dev", "deb", "amd64")
        packages.append(next((tree / "build" / "deb").glob("*.deb")).read_bytes())
    assert packages[0] == packages[1]
