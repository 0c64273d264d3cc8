"""A websocket client of dcrd that keeps every notification: how tests see what a node says and when."""

import base64
import json
import os
import select
import socket
import ssl
import struct
import threading
import time

from .rpc import RpcError, basic_auth, unchecked_tls
from .waiting import Deadline

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def _frame_of(kind, payload):
    """A frame as clients send it: masked."""
    mask = os.urandom(4)
    head = bytes([0x80 | kind])
    if len(payload) < 126:
        head += bytes([0x80 | len(payload)])
    elif len(payload) < 65536:
        head += struct.pack(">BH", 0x80 | 126, len(payload))
    else:
        head += struct.pack(">BQ", 0x80 | 127, len(payload))
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


class Observer:
    """Connected from construction to close(). Use as context manager.

    Replies and notifications are read by a thread of its own; `notifications` holds (time, method, params) in order,
    with time.monotonic() at the arrival of the frame.
    """

    def __init__(self, node, user=None, password=None):
        self._news = threading.Condition()
        self._tls_lock = threading.Lock()  # OpenSSL takes a read and a write of one connection one after the other only
        self._unread = bytearray()
        self._replies = {}
        self._last_id = 0
        self._ended = None
        self.notifications = []
        plain = socket.create_connection(("127.0.0.1", node.port), timeout=10)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = unchecked_tls(node.client_certificate).wrap_socket(plain, server_hostname="127.0.0.1")
        self._upgrade(node.address, basic_auth(user or node.user, password or node.password))
        self._socket.setblocking(False)
        self._reader = threading.Thread(target=self._read_all, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._reader.join(10)
        self._socket.close()

    def call(self, method, *params, timeout=30):
        """One call; raises RpcError, or Deadline without a reply in time."""
        request = self.ready(method, *params)
        self.send_ready([request])
        return self.reply_to(request, timeout)

    def ready(self, method, *params):
        """A request that only needs to be sent: (number, method, frame)."""
        with self._news:
            self._last_id += 1
            number = self._last_id
        request = {"jsonrpc": "1.0", "id": number, "method": method, "params": list(params)}
        return number, method, _frame_of(TEXT, json.dumps(request).encode())

    def send_ready(self, requests):
        """Sends them in one go."""
        self._send(b"".join(frame for _, _, frame in requests))

    def reply_to(self, request, timeout=30):
        number, method, _ = request
        reply = self._wait(lambda: self._replies.pop(number, None), f"the reply to {method}", timeout)
        if reply["error"]:
            raise RpcError(method, reply["error"]["code"], reply["error"]["message"])
        return reply["result"]

    def subscribe(self, *calls):
        """Calls such as "notifyblocks"; "notifynewtransactions" asks for the verbose kind."""
        for method in calls:
            self.call(method, *([True] if method == "notifynewtransactions" else []))

    def wait_for(self, method, fits=lambda params: True, timeout=30, after=0):
        """The first notification of this method, from index `after` on, whose params fit: (time, method, params)."""
        return self._wait(
            lambda: next((n for n in self.notifications[after:] if n[1] == method and fits(n[2])), None),
            f"a fitting notification {method}", timeout)

    def winners(self, block_hash, timeout=30):
        """(time, the five tickets drawn on this block), as winningtickets told."""
        at, _, params = self.wait_for("winningtickets", lambda params: params[0] == block_hash, timeout)
        return at, set(params[2].values())

    def accepted_votes(self, block_hash):
        """Of txacceptedverbose so far: {ticket: (time, txid)} of the votes on this block."""
        reference = "6a24" + bytes.fromhex(block_hash)[::-1].hex()
        with self._news:
            seen = list(self.notifications)
        return {
            params[0]["vin"][1]["txid"]: (at, params[0]["txid"])
            for at, method, params in seen
            if method == "txacceptedverbose" and params[0]["vout"][0]["scriptPubKey"]["hex"].startswith(reference)}

    def wait_votes(self, block_hash, count=5, timeout=30):
        """accepted_votes() as soon as there are `count` of them."""

        def enough():
            votes = self.accepted_votes(block_hash)
            return votes if len(votes) >= count else None

        return self._wait(enough, f"{count} votes on {block_hash} in the mempool", timeout)

    def _wait(self, find, what, timeout):
        end = time.monotonic() + timeout
        with self._news:
            while True:
                found = find()
                if found is not None:
                    return found
                if self._ended:
                    raise AssertionError(f"the node closed the observer's connection ({self._ended}) before {what}")
                if not self._news.wait(end - time.monotonic()):
                    raise Deadline(f"waited {timeout} s in vain for: {what}")

    def _upgrade(self, host, authorization):
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall((
            f"GET /ws HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nAuthorization: {authorization}\r\n\r\n").encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = self._socket.recv(1)
            if not byte:
                break
            head += byte
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise AssertionError(f"no websocket: {head[:100]!r}")

    def _send(self, frames):
        while frames:
            with self._tls_lock:
                try:
                    frames = frames[self._socket.send(frames):]
                    continue
                except ssl.SSLWantWriteError:
                    pass
            select.select([], [self._socket], [])

    def _exactly(self, count):
        while len(self._unread) < count:
            with self._tls_lock:
                try:
                    more = self._socket.recv(65536)
                    if not more:
                        raise ConnectionError("end of stream")
                    self._unread += more
                    continue
                except ssl.SSLWantReadError:
                    pass
            select.select([self._socket], [], [])
        data = bytes(self._unread[:count])
        del self._unread[:count]
        return data

    def _frame(self):
        first, second = self._exactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self._exactly(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self._exactly(8))
        return bool(first & 0x80), first & 0x0F, self._exactly(length)

    def _read_all(self):
        message = b""
        try:
            while True:
                final, kind, payload = self._frame()
                if kind == PING:
                    self._send(_frame_of(PONG, payload))
                elif kind == CLOSE:
                    raise ConnectionError("close frame")
                elif kind != PONG:
                    message += payload
                    if final:
                        at = time.monotonic()
                        self._deliver(json.loads(message), at)
                        message = b""
        except (OSError, ValueError) as error:
            with self._news:
                self._ended = str(error) or type(error).__name__
                self._news.notify_all()

    def _deliver(self, message, at):
        with self._news:
            if message.get("id") is None:
                self.notifications.append((at, message["method"], message["params"]))
            else:
                self._replies[message["id"]] = message
            self._news.notify_all()
