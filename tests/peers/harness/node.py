"""A dcrd."""

import shutil

from . import paths
from .ports import free_port
from .process import Process
from .rpc import Rpc, RpcError

# Branch 0, index 0 (SLIP-0044) of the buyer's seed, see chain.py.
MINING_ADDRESS = "SsXciQNTo3HuV5tX3yy4hXndRWgLMRVC7Ah"


class Node:
    """A dcrd in `folder`, with ports of its own that stay the same over restarts.

    What stands in `options` (a line each of dcrd's configuration) and the logins may be changed while it is down.
    """

    def __init__(self, folder, network="simnet", name="dcrd"):
        self.folder = folder
        self.network = network
        self.user, self.password = "user", "pass"
        self.client_certificate = None  # files of a certificate and its key: logins by certificate then, not password
        self.options = []
        self.port = free_port()
        self.peer_port = free_port()
        self.process = Process(name, folder / "output.log")

    @property
    def certificate(self):
        return self.folder / "rpc.cert"

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    @property
    def rpc(self):
        return Rpc(self.port, self.user, self.password, self.client_certificate)

    def _write_configuration(self):
        lines = ["[Application Options]", f"{self.network}=1", f"rpclisten={self.address}", "nodiscoverip=1"]
        if self.client_certificate:
            lines += ["authtype=clientcert", f"clientcafile={self.folder}/clients.pem"]
            shutil.copy(self.client_certificate[0], self.folder / "clients.pem")
        else:
            lines += [f"rpcuser={self.user}", f"rpcpass={self.password}"]
        if self.network == "simnet":
            lines += [f"listen=127.0.0.1:{self.peer_port}", f"miningaddr={MINING_ADDRESS}"]
        else:
            # A public network: nobody is to be found or let in.
            lines += ["nolisten=1", "noseeders=1", "connect=127.0.0.1:1"]
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "dcrd.conf").write_text("\n".join(lines + self.options) + "\n")

    def start(self, *flags):
        self._write_configuration()
        self.process.start([paths.peer("dcrd"), "-A", self.folder, *flags])
        self.process.wait_ready(self._answers, "answers RPC")

    def _answers(self):
        try:
            return self.rpc.getblockcount(timeout=5) >= 0
        except (OSError, RpcError):
            return False

    def stop(self):
        """Ends it by SIGTERM. Its mempool goes with it."""
        self.process.stop()

    def kill(self):
        self.process.kill()

    def restart(self):
        self.stop()
        self.start()

    def copy_to(self, folder, name="dcrd"):
        """A second node that starts from this one's chain and certificate; this one must be down."""
        assert not self.process.running
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("output.log", "logs"))
        return Node(folder, self.network, name)

    @property
    def height(self):
        return self.rpc.getblockcount()

    @property
    def tip(self):
        return self.rpc.getbestblockhash()

    def generate(self, count=1, timeout=60):
        """Mines blocks, each as soon as the votes for its parent are there; returns their hashes.

        dcrd waits 2.5 s for the rest when it has only three or four of five votes, and for ever for the third.
        """
        return self.rpc.generate(count, timeout=timeout)

    def block(self, block_hash):
        """getblock with all transactions decoded; `rawstx` are those of the stake tree."""
        return self.rpc.getblock(block_hash, True, True)
