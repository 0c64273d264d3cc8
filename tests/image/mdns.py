"""A cable to the box's second network card, over which multicast DNS is asked and answered: Ethernet frames in UDP
packets, as QEMU's "dgram" network has them, so that nothing of this machine's network takes part."""

import socket
import struct

from harness.ports import free_port

GROUP = "ff02::fb"
GROUP_MAC = bytes.fromhex("3333000000fb")
OUR_MAC = bytes.fromhex("02dc70000001")
OUR_ADDRESS = "fe80::dc7:1"
PORT = 5353
AAAA = 28


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF or 0xFFFF


def question(name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    return struct.pack("!6H", 0, 0, 1, 0, 0, 0) + labels + struct.pack("!2H", AAAA, 1)


def frame(payload):
    """An Ethernet frame with an IPv6 packet to the group of multicast DNS."""
    ours, group = (socket.inet_pton(socket.AF_INET6, address) for address in (OUR_ADDRESS, GROUP))
    length = 8 + len(payload)
    header = struct.pack("!4H", PORT, PORT, length, 0)
    pseudo = ours + group + struct.pack("!II", length, 17)
    datagram = struct.pack("!4H", PORT, PORT, length, checksum(pseudo + header + payload)) + payload
    return GROUP_MAC + OUR_MAC + b"\x86\xdd" + struct.pack("!IHBB", 6 << 28, length, 17, 255) + ours + group + datagram


class Cable:
    def __init__(self):
        self.here, self.there = free_port(), free_port()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", self.here))
        self.socket.settimeout(1)

    def arguments(self):
        """For QEMU."""
        return ["-netdev", f"dgram,id=n1,local.type=inet,local.host=127.0.0.1,local.port={self.there},"
                           f"remote.type=inet,remote.host=127.0.0.1,remote.port={self.here}",
                "-device", "virtio-net-device,netdev=n1"]  # fmt: skip

    def ask(self, name):
        """An answer to the question for its IPv6 address within a second: the address, or None."""
        self.socket.sendto(frame(question(name)), ("127.0.0.1", self.there))
        labels = question(name)[12:-4]
        try:
            while True:
                packet = self.socket.recv(65536)
                answered = packet[:6] == GROUP_MAC and packet[12:14] == b"\x86\xdd" and packet[62:]
                if answered and answered[2] & 0x80 and labels in answered:
                    at = answered.index(labels) + len(labels)
                    kind, _, _, size = struct.unpack("!2HIH", answered[at : at + 10])
                    if kind == AAAA and size == 16:
                        return socket.inet_ntop(socket.AF_INET6, answered[at + 10 : at + 26])
        except TimeoutError:
            return None
