"""A dcrvoter: its configuration, its commands, its log."""

import json
import os
import subprocess

from . import log_lines, paths
from .process import Process
from .waiting import wait_until

# What a service is given by its unit must not come from the machine that tests.
_NOT_OURS = ("STATE_DIRECTORY", "RUNTIME_DIRECTORY", "CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET", "JOURNAL_STREAM")
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}

SECONDS_TO_STOP = 2


def _value(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value)  # strings, numbers, booleans and lists of them are written alike in TOML


class Voter:
    """A dcrvoter whose configuration and keys are in `folder`.

    `nodes` are [[node]] tables as dicts, `choices` the table [choices] with "agendas", "treasury" and "ticket" (a
    dict of the first two for each ticket). Change them, then call write(), which each command does by itself.
    """

    def __init__(self, folder, *nodes, network="simnet"):
        self.folder = folder
        self.network = network
        self.nodes = [self.entry(node) for node in nodes]
        self.choices = {}
        self.page = {"listen": []}  # the table [page]
        self.environment = {}  # what else the service is given
        self.process = Process(f"dcrvoter {folder.name}", folder / "output.log")

    @staticmethod
    def entry(node):
        """The [[node]] table for a Node."""
        return {"address": node.address, "user": node.user, "password": node.password,
                "certificate": str(node.certificate)}

    @property
    def configuration(self):
        return self.folder / "dcrvoter.toml"

    def write(self):
        lines = [f"network = {_value(self.network)}", f"state = {_value(str(self.folder / 'state'))}"]
        for node in self.nodes:
            lines += ["", "[[node]]", *(f"{key} = {_value(value)}" for key, value in node.items())]
        lines += ["", "[choices]"]
        lines += [f"{key} = {_value(self.choices[key])}" for key in ("agendas", "treasury") if key in self.choices]
        for ticket, choices in self.choices.get("ticket", {}).items():
            lines += ["", f'[choices.ticket."{ticket}"]', *(f"{key} = {_value(value)}" for key, value in choices.items())]
        lines += ["", "[page]", *(f"{key} = {_value(value)}" for key, value in self.page.items())]
        (self.folder / "state").mkdir(parents=True, exist_ok=True)
        self.configuration.write_text("\n".join(lines) + "\n")
        self.configuration.chmod(0o600)  # it holds a password

    def command(self, *words, stdin="", timeout=60):
        """Runs a command to its end; (exit code, all it wrote)."""
        self.write()
        done = subprocess.run([paths.DCRVOTER, *words, "--config", self.configuration], input=stdin, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_ENVIRONMENT, timeout=timeout)
        return done.returncode, done.stdout

    def _succeeds(self, *words, **options):
        code, text = self.command(*words, **options)
        assert code == 0, f"dcrvoter {' '.join(words)} ended with {code}:\n{text}"
        return text

    def new_key(self):
        """Makes the voting key; returns the public account key that the buyer imports."""
        return log_lines.PUBLIC_ACCOUNT_KEY.search(self._succeeds("key", "new")).group()

    def show_key(self):
        return self._succeeds("key", "show")

    def import_key(self, text):
        """Imports what stands in `text` (seed, account key, WIFs with redeem scripts) from standard input."""
        return self._succeeds("key", "import", "-", stdin=text + "\n")

    def check(self):
        """The doctor's verdict: (exit code, all it wrote)."""
        return self.command("check")

    # The service.

    def start(self):
        self.write()
        self.process.start([paths.DCRVOTER, "run", "--config", self.configuration],
                           env=_ENVIRONMENT | self.environment)

    def start_and_wait(self, timeout=30):
        """Starts it and returns once it knows its tickets."""
        mark = self.mark()
        self.start()
        self.wait_line(log_lines.TICKETS_FOUND, mark, timeout)

    def stop(self):
        """SIGTERM: it must end by itself, with 0, in time."""
        code = self.process.stop(SECONDS_TO_STOP)
        assert code == 0, f"dcrvoter ended with {code}:\n{self.process.tail()}"

    def kill(self):
        self.process.kill()

    # Its log.

    def log(self):
        """All complete lines so far, of all its runs."""
        if not self.process.log_file.exists():
            return []
        return self.process.log_file.read_text(errors="replace").split("\n")[:-1]

    def mark(self):
        """Where the log ends now, to be given to the searches below as `since`."""
        return len(self.log())

    def matches(self, pattern, since=0):
        return [match for match in map(pattern.search, self.log()[since:]) if match]

    def wait_line(self, pattern, since=0, timeout=30):
        """The first match of `pattern` in the lines since then; fails at once if dcrvoter ends without it."""
        found = self.process.wait_ready(lambda: self.matches(pattern, since),
                                        f"a line like {pattern.pattern!r}", timeout)
        return found[0]

    def votes_cast(self, block_hash=None, since=0):
        """The votes that the log calls cast, by ticket, of one block or of all: {ticket: vote's txid}."""
        return {match["ticket"]: match["vote"] for match in self.matches(log_lines.VOTE_CAST, since)
                if block_hash in (None, match["block"])}

    def wait_votes_cast(self, block_hash, count=5, timeout=10):
        """Waits until the log calls that many votes on this block cast; returns them as votes_cast()."""

        def enough():
            cast = self.votes_cast(block_hash)
            return cast if len(cast) >= count else None

        return wait_until(enough, f"dcrvoter to cast {count} votes on {block_hash}", timeout)

    def answered(self, vote, pattern, since=0):
        """Whether a node's answer to this vote was of that kind (VOTE_ACCEPTED, VOTE_DUPLICATE, VOTE_REFUSED)."""
        return any(match["vote"] == vote for match in self.matches(pattern, since))
