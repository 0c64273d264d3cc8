"""services/: what systemd makes of the units, and whether dcrvoter lives with what they forbid."""

import os
import re
import subprocess
import sys

import pytest

import sandbox
from harness import log_lines, paths

SERVICES = paths.ROOT / "services"
MOST_EXPOSURE = 15  # tenths


def analyze(*words):
    done = subprocess.run(["systemd-analyze", *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def test_exposure(capsys):
    version = analyze("--version")[1].split("\n")[0]
    code, text = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSURE}", "--no-pager",
                         SERVICES / "dcrvoter.service")
    assert code == 0, text
    with capsys.disabled():
        print(f"\n{re.search('Overall exposure.*', text).group()} ({version})")


def test_units_are_valid(folder):
    """With the program in the place of the one that a package installs."""
    for unit in SERVICES.glob("dcrvoter.*"):
        text = unit.read_text(encoding="utf-8").replace("/usr/bin/dcrvoter", str(paths.DCRVOTER))
        (folder / unit.name).write_text(text, encoding="utf-8")
    units = [folder / f"dcrvoter.{kind}" for kind in ("service", "socket", "path")]
    code, text = analyze("verify", "--man=no", *units)
    assert code == 0 and text == "", text


def test_user_and_folders(folder):
    for program, kind in (("systemd-sysusers", "sysusers"), ("systemd-tmpfiles", "tmpfiles")):
        file = SERVICES / f"dcrvoter.{kind}.conf"
        assert file.exists()
        arguments = ["--dry-run", str(file)] if kind == "sysusers" else ["--create", f"--root={folder}", str(file)]
        if kind == "tmpfiles":  # which needs the user
            (folder / "etc").mkdir()
            (folder / "etc" / "passwd").write_text("root:x:0:0::/:/bin/sh\ndcrvoter:x:0:0::/:/bin/false\n")
            (folder / "etc" / "group").write_text("root:x:0:\ndcrvoter:x:0:\n")
        done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout
    assert (folder / "etc" / "dcrvoter").stat().st_mode & 0o777 == 0o750
    assert (folder / "var" / "lib" / "dcrvoter").stat().st_mode & 0o777 == 0o700


def test_exit_codes_that_the_unit_relies_on(stage):
    assert sandbox.settings("RestartPreventExitStatus") == ["78"]
    stage.voter.write()
    stage.voter.configuration.write_text("network = 5\n", encoding="utf-8")
    done = subprocess.run([paths.DCRVOTER, "run", "--config", stage.voter.configuration], capture_output=True)
    assert done.returncode == 78


def test_it_is_started_again_for_ever():
    """But for a configuration that is wrong, which a path unit waits for."""
    assert sandbox.settings("Restart") == ["always"] and sandbox.settings("StartLimitIntervalSec") == ["0"]
    assert sandbox.settings("Type") == ["notify"] and sandbox.settings("WatchdogSec") == ["30s"]
    path = (SERVICES / "dcrvoter.path").read_text(encoding="utf-8")
    assert "\nPathChanged=/etc/dcrvoter/dcrvoter.toml\nUnit=dcrvoter.service\n" in path
    wanted = " ".join(sandbox.settings("Wants")).split()
    assert set(wanted) == {"dcrvoter.socket", "dcrvoter.path"}


@pytest.mark.not_sanitized
def test_votes_under_the_filter(stage):
    """It votes, keeps records and ends well with the system calls that the unit leaves."""
    node = stage.node()
    stage.voter.write()
    argv = [sys.executable, sandbox.__file__, paths.DCRVOTER, "run", "--config", stage.voter.configuration]
    stage.voter.process.start(argv, env=os.environ | stage.voter.environment)
    stage.voter.wait_line(log_lines.TICKETS_FOUND)
    status = dict(line.split(":\t", 1) for line in open(f"/proc/{stage.voter.process.pid}/status") if ":\t" in line)
    assert status["Seccomp"].strip() == "2"
    for _ in range(3):
        block = node.call()
        assert node.wait_votes(block) == set(block["drawn"])
    node.mine()
    code, text = stage.voter.command("status")
    assert code == 0 and "cannot" not in text.split("\n")[0].lower(), text
    stage.voter.stop()
    code, text = stage.voter.command("votes", "--export")
    assert code == 0 and text.count('"mined"') >= 10
    assert not [line for line in stage.voter.log() if "Operation not permitted" in line]
