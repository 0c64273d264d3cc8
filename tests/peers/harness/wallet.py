"""A dcrwallet: the buyer of tickets, or the voter that dcrvoter is compared with."""

import subprocess

from . import paths
from .ports import free_port
from .process import Process
from .rpc import Rpc, RpcError
from .waiting import wait_until

PASSPHRASE = "123"


class Wallet:
    """A dcrwallet in `folder`, connected to `node`. Options may be changed while it is down."""

    def __init__(self, folder, node, name="dcrwallet"):
        self.folder = folder
        self.node = node
        self.options = []
        self.gap_limit = 200
        self.port = free_port()
        self.process = Process(name, folder / "output.log")

    @property
    def rpc(self):
        return Rpc(self.port, "user", "pass")

    def _write_configuration(self):
        lines = ["[Application Options]", "simnet=1", f"appdata={self.folder}", f"logdir={self.folder}/logs",
                 f"username={self.node.user}", f"password={self.node.password}", f"pass={PASSPHRASE}",
                 f"rpcconnect={self.node.address}", f"cafile={self.node.certificate}",
                 f"rpclisten=127.0.0.1:{self.port}", "nogrpc=1", f"gaplimit={self.gap_limit}"]
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "dcrwallet.conf"
        configuration.write_text("\n".join(lines) + "\n")
        return configuration

    def create(self, seed):
        """Makes the wallet from a seed in hex; the questions that the answers belong to are in this order."""
        answers = ["y",   # use the configured passphrase
                   "n",   # no public encryption
                   "y",   # there is a seed
                   seed, "",
                   "no",  # no birthday
                   "no"]  # no account to import
        subprocess.run([paths.peer("dcrwallet"), "-C", self._write_configuration(), "--create"],
                       input="\n".join(answers) + "\n", text=True, check=True, timeout=60,
                       stdout=subprocess.DEVNULL)

    def launch(self, *flags):
        """Starts it without waiting."""
        self.process.start([paths.peer("dcrwallet"), "-C", self._write_configuration(), *flags])

    def start(self, *flags):
        """Starts it and waits until it has synced: only then its keys are those of coin type 1."""
        self.launch(*flags)
        self.process.wait_ready(self._synced, "is synced", timeout=60)

    def start_buying(self, account=None):
        """Starts it as ticket buyer, 8 a block, voting rights to the account of an imported xpub, or its own."""
        flags = ["--enableticketbuyer", "--ticketbuyer.limit=8"]
        if account:
            flags.append(f"--ticketbuyer.votingaccount={account}")
        self.start(*flags)

    def _synced(self):
        try:
            return self.rpc.syncstatus(timeout=5)["synced"]
        except (OSError, RpcError):
            return False

    def stop(self):
        self.process.stop()

    def kill(self):
        self.process.kill()

    def wait_height(self, height):
        wait_until(lambda: self.rpc.getblockcount() == height, f"{self.process.name} at height {height}")
