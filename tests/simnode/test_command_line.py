"""What is written about the command line beside the program: the man page, and completions for bash and zsh."""

import os
import pty
import re
import signal
import subprocess

import pytest

from harness import paths
from harness.waiting import wait_until

COMPLETIONS = paths.ROOT / "config" / "completions"
PAGE = paths.ROOT / "docs" / "dcrvoter.1"


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    return done.returncode, done.stdout


def explained(*command):
    """What --help says of a command: its options and the commands below it."""
    code, text = run(paths.DCRVOTER, *command, "--help")
    assert code == 0, text
    options = set(re.findall(r"(?<![\w-])--[a-z-]+(?= |$)", text.split("Options:")[1].split("\n\n")[0], re.MULTILINE))
    listed = text.split("Subcommands:")[1].split("\n\n")[0] if "Subcommands:" in text else ""
    return options, re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)


def all_commands(*above):
    _, below = explained(*above)
    for name in below:
        yield (*above, name)
        yield from all_commands(*above, name)


@pytest.fixture(scope="module")
def commands():
    found = list(all_commands())
    assert ("run",) in found and ("key", "import") in found
    return found


def test_man_page_has_no_mistake():
    code, text = run("mandoc", "-Tlint", "-W", "warning", PAGE)
    assert code == 0 and text == "", text


def test_man_page_names_all(commands):
    code, text = run("mandoc", "-Tascii", "-c", PAGE)
    shown = re.sub(".\b", "", text)
    assert code == 0
    for command in commands:
        assert re.search(rf"^ +{' '.join(command)}\b", shown, re.MULTILINE), command
        for option in explained(*command)[0]:
            assert option in shown, (command, option)


def completed_by_bash(*words):
    """What bash offers behind these words; the last one is being written."""
    script = 'source "$1"; shift; COMP_WORDS=(dcrvoter "$@"); COMP_CWORD=$#; _dcrvoter; printf "%s\\n" "${COMPREPLY[@]}"'
    code, text = run("bash", "-c", script, "bash", COMPLETIONS / "dcrvoter.bash", *words)
    assert code == 0, text
    return set(text.split())


def test_bash_completes_all(commands):
    for command in [(), *commands]:
        options, below = explained(*command)
        assert options <= completed_by_bash(*command, "--") | {"--version"}, command
        assert set(below) <= completed_by_bash(*command, ""), command
    assert completed_by_bash("--log-level", "w") == {"warning"}
    assert completed_by_bash("--config", "/dev/null", "st") == {"status"}
    assert completed_by_bash("key", "e") == {"export"}
    assert "--json" not in completed_by_bash("run", "--")


class Screen:
    """What programs write to a terminal."""

    def __init__(self):
        self.master, self.other = pty.openpty()
        self.shown = b""

    def started(self, *words, **options):
        """A program that has the terminal for its output; nobody else has it from then on."""
        program = subprocess.Popen([str(word) for word in words], stdout=self.other, **options)
        os.close(self.other)
        return program

    def wait(self, pattern, what, timeout=30):
        """Until the pattern stands in what came since the last wait that found one."""
        def look():
            self.shown += os.read(self.master, 65536)
            return re.search(pattern, self.shown)
        wait_until(look, what, timeout)
        found, self.shown = self.shown, b""
        return found


def completed_by_zsh(line):
    """The same of an interactive zsh, whose own words come with it."""
    listing = ("autoload -Uz compinit; compinit -u -D; zstyle ':completion:*' verbose no; "
               "comppostfuncs=(); LISTMAX=9999; unsetopt automenu listambiguous beep; PS1='ready> '")
    screen = Screen()
    child = screen.started("zsh", "-f", "-i", stdin=screen.other, stderr=screen.other, start_new_session=True,
                           env=os.environ | {"TERM": "dumb", "COLUMNS": "200"})
    try:
        os.write(screen.master, f"fpath=({COMPLETIONS} $fpath); {listing}\n".encode())
        screen.wait(rb"\nready> |\rready> ", "zsh to be ready", 20)
        os.write(screen.master, line.encode() + b"\t\x15echo en''d\n")
        return screen.wait(rb"\nend", "zsh to complete", 20).decode(errors="replace")
    finally:
        child.kill()
        child.wait()
        os.close(screen.master)


def test_zsh_completes_all(commands):
    code, text = run("zsh", "-n", COMPLETIONS / "_dcrvoter")
    assert code == 0 and text == "", text
    file = (COMPLETIONS / "_dcrvoter").read_text(encoding="utf-8")
    for command in commands:
        assert re.search(rf"'{command[-1]}:", file), command
        for option in explained(*command)[0]:
            assert option in file, (command, option)
    for line, offered in (("dcrvoter ", "version"), ("dcrvoter key ", "export"), ("dcrvoter votes --", "--import")):
        assert offered in completed_by_zsh(line), line


def test_version_names_every_library():
    code, text = run(paths.DCRVOTER, "version")
    assert code == 0
    for library in ("Boost", "mbedTLS", "libsecp256k1", "toml++", "CLI11", "spdlog", "fmt", "LMDB", "libqrencode"):
        assert re.search(rf"{re.escape(library)} \d+\.\d+", text), library


def test_status_is_drawn_anew(stage):
    node = stage.node()
    stage.voter.start_and_wait()
    screen = Screen()
    watching = screen.started(paths.DCRVOTER, "status", "--watch", "--config", stage.voter.configuration)
    try:
        screen.wait(rb"\x1b\[1;3", "a coloured line")
        block = node.call()
        assert node.wait_votes(block) == set(block["drawn"])
        screen.wait(str(block["height"]).encode(), "the next block")
        stage.voter.stop()
        screen.wait(b"run", "that nothing runs")
    finally:
        watching.send_signal(signal.SIGINT)
        assert watching.wait(10) == -signal.SIGINT
        os.close(screen.master)


def test_status_has_no_colours_elsewhere(stage):
    stage.node()
    stage.voter.start_and_wait()
    assert "\x1b" not in stage.voter.command("status")[1]
