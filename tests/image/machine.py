"""A box in QEMU: the released image on a card, started as it is released. What the tests add is told on the kernel's
command line alone: a unit of systemd with a shell on the serial port, so that they can look around inside."""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))

from card import copy_out, told  # noqa: E402
from harness.ports import free_port  # noqa: E402 (found through the line above)
from harness.socket_files import address_of, connected  # noqa: E402
from harness.waiting import wait_until  # noqa: E402

PATIENCE = float(os.environ.get("DCRVOTER_PATIENCE", "1"))
HOST_FROM_GUEST = "10.0.2.2"
SHELL = """[Unit]
DefaultDependencies=no
[Service]
ExecStart=/bin/sh
StandardInput=tty-force
StandardOutput=tty
StandardError=tty
TTYPath=/dev/{tty}
TTYReset=yes
"""


def shell_on(tty):
    """Kernel parameters that give the tests a shell there."""
    unit = base64.b64encode(SHELL.format(tty=tty).encode()).decode()
    return f"systemd.set_credential_binary=systemd.extra-unit.shell.service:{unit} systemd.wants=shell.service"


class Serial:
    """The serial port: everything that was written on it, and a way to write."""

    def __init__(self, path, log):
        self.socket = wait_until(lambda: self._connect(path), "QEMU's serial port", 30)
        self.text = ""
        self.changed = threading.Condition()
        self.ended = False
        self.log = open(log, "ab", buffering=0)
        threading.Thread(target=self._follow, daemon=True).start()

    @staticmethod
    def _connect(path):
        try:
            return connected(path)
        except OSError:
            return None

    def _follow(self):
        with contextlib.suppress(OSError):
            while piece := self.socket.recv(65536):
                self.log.write(piece)
                with self.changed:
                    self.text += piece.decode(errors="replace").replace("\r", "")
                    self.changed.notify_all()
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def mark(self):
        with self.changed:
            return len(self.text)

    def wait(self, pattern, seconds, mark=0):
        """The first match of a regular expression in what was written since `mark`."""
        with self.changed:
            found = None

            def is_there():
                nonlocal found
                found = re.search(pattern, self.text[mark:], re.M | re.S)
                return found or self.ended

            self.changed.wait_for(is_there, seconds * PATIENCE)
            assert found, f"{pattern!r} did not come within {seconds} s; the last of the serial port:\n{self.text[-3000:]}"
            return found

    def write(self, text):
        self.socket.sendall(text.encode())


class Machine:
    """QEMU's board "virt" with a card; ports of the guest are reached at `port[NUMBER]` of this machine."""

    def __init__(self, card, folder, arguments=(), append="", memory=512, network=True, ports=(80, 22), slot="a"):
        self.card, self.folder = card, pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = {number: free_port() for number in ports}
        self.commands = 0
        self.serial = self.process = None
        self.append = append
        self.slot = slot
        self.memory = memory
        self.arguments = list(arguments)
        self.network = network

    def kernel(self):
        """vmlinuz and initrd out of the card's partition of that slot, as U-Boot would load them."""
        boot = copy_out(self.card.path, f"boot_{self.slot}", self.folder / "boot")
        for name in ("vmlinuz", "initrd"):
            told("mcopy", "-n", "-o", "-i", boot, f"::/{name}", self.folder / name)
        boot.unlink()
        return self.folder / "vmlinuz", self.folder / "initrd"

    def forwards(self):
        return "".join(f",hostfwd=tcp:127.0.0.1:{here}-:{there}" for there, here in self.port.items())

    def drive(self):
        """The card, as QEMU's drive "d"."""
        return ["-drive", f"file={self.card.path},if=none,id=d,format=raw,cache=writeback"]

    def orders(self):
        """Where QEMU takes the orders of qmp.py."""
        return ["-qmp", f"unix:{address_of(self.folder / 'qmp')},server=on,wait=off"]

    def command_line(self, serial):
        vmlinuz, initrd = self.kernel()
        network = ["-netdev", f"user,id=n0{self.forwards()}", "-device", "virtio-net-device,netdev=n0"]
        return ["qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a53", "-smp", "2", "-m", str(self.memory),
                "-display", "none", "-no-reboot", "-serial", f"unix:{serial},server=on,wait=off",
                *self.orders(),
                "-kernel", vmlinuz, "-initrd", initrd,
                "-append", f"console=ttyAMA0 dcr.slot={self.slot} gpt panic=10 quiet loglevel=4 systemd.show_status=0 "
                           f"{shell_on('ttyAMA0')} {self.append}",
                *self.drive(), "-device", "virtio-blk-device,drive=d",
                *(network if self.network else ["-nic", "none"]), *self.arguments]  # fmt: skip

    def start(self):
        serial = self.folder / "serial"
        serial.unlink(missing_ok=True)
        with open(self.folder / "qemu.log", "ab") as log:
            self.process = subprocess.Popen([str(word) for word in self.command_line(address_of(serial))], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)  # fmt: skip
        self.serial = Serial(serial, self.folder / "serial.log")
        return self

    # Inside.

    def run(self, command, seconds=60):
        """What a command in the guest writes, when it ends well."""
        self.commands += 1
        end = f"done-{self.commands}"
        mark = self.serial.mark()
        # The quotes keep the echo of the line from being taken for its answer.
        self.serial.write(f"{{ {command}; }} 2>&1; echo \"{end}\"-$?-\n")
        found = self.serial.wait(rf"(?P<told>.*?){end}-(?P<code>\d+)-\n", seconds, mark)
        lines = [line for line in found["told"].split("\n") if f'"{end}"' not in line]
        text = re.sub(r"^(# |> )+", "", "\n".join(lines), flags=re.M)
        assert found["code"] == "0", f"{command!r} ended with {found['code']}:\n{text}"
        return text.strip("\n")

    def wait_for_shell(self, seconds=240):
        """Until the tests' shell is there; it echoes nothing from then on."""
        # Its prompt, after what systemd asks a terminal; not U-Boot's "## Flattened", of which only the half has come.
        self.serial.wait(r"(^|\x1b\[6n)# $", seconds)
        self.run("stty -echo; PS1=; PS2=; TERM=dumb; export TERM SYSTEMD_PAGER=cat SYSTEMD_COLORS=0; dmesg -n 1")

    def wait_for_ready(self, seconds=300):
        """Until systemd has started all that there is to start; its verdict."""
        self.wait_for_shell(seconds)
        return self.run("systemctl is-system-running --wait || true", seconds)

    # Outside.

    def get(self, path, host="dcrvoter.local", port=80):
        """(status, body) of the page, asked from this machine."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port[port], timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def json(self, path):
        """An answer of the page's door; None while there is none."""
        try:
            status, body = self.get(path)
        except (OSError, http.client.HTTPException):
            return None
        return json.loads(body) if status == 200 else None

    def wait_for(self, path, condition, what, seconds=120):
        """The first answer of which the condition holds."""
        def found():
            answer = self.json(path)
            return answer if answer is not None and condition(answer) else None
        return wait_until(found, what, seconds * PATIENCE, interval=0.5)

    def account(self, seconds=120):
        """The account key that the page shows its owner."""
        return self.wait_for("/api/v1/key", lambda key: key["accounts"], "a key on the page", seconds)["accounts"][0]["xpub"]

    def wait_until_able(self, seconds=120):
        """The status of a box that can vote."""
        return self.wait_for("/api/v1/status", lambda status: status["can_vote"], "the box can vote", seconds)

    def wait_for_tickets(self, tickets, seconds=120):
        """Until all of these can be drawn, and the box knows that."""
        self.wait_for("/api/v1/status", lambda status: status["tickets"]["live"] == len(tickets), "the tickets are found",
                      seconds)  # fmt: skip

    # The end.

    def power_off(self, seconds=120):
        """An orderly end, as QEMU's power button or systemctl poweroff makes it."""
        self.serial.write("systemctl poweroff\n")
        self.wait_for_end(seconds)

    def wait_for_end(self, seconds=120):
        code = self.process.wait(seconds * PATIENCE)
        assert code == 0, f"QEMU ended with {code}: {(self.folder / 'qemu.log').read_text()}"

    def kill(self):
        """A cut of the power."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
