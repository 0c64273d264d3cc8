"""A WebSocket JSON-RPC client of the standard library only, to look at simnode as any client would."""
import base64
import json
import os
import socket
import ssl
import struct


class Closed(Exception):
    """The connection ended; `status` is the HTTP status when the upgrade was refused."""

    def __init__(self, text, status=None):
        super().__init__(text)
        self.status = status


class Client:
    def __init__(self, address, cafile, user=None, password=None, certificate=None, key=None, deadline=20):
        host, port = address.rsplit(":", 1)
        context = ssl.create_default_context(cafile=cafile)
        context.verify_flags |= ssl.VERIFY_X509_STRICT  # as Python 3.13 has it
        if certificate:
            context.load_cert_chain(certificate, key)
        raw = socket.create_connection((host, int(port)), timeout=deadline)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(raw, server_hostname=host)
        self.received = bytearray()
        self.notifications = []
        self.replies = {}
        self.last_id = 0
        self._upgrade(host, user, password)

    def _upgrade(self, host, user, password):
        lines = ["GET /ws HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode()]
        if user is not None:
            lines.append("Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.received:
            self._more()
        head = self._take(self.received.index(b"\r\n\r\n") + 4)
        status = int(head.split()[1])
        if status != 101:
            while True:
                try:
                    self._more()
                except Closed:
                    break
            raise Closed(self.received.decode(), status)

    def _more(self):
        try:
            data = self.socket.recv(1 << 20)
        except (ConnectionError, ssl.SSLError) as error:
            raise Closed(str(error)) from error
        if not data:
            raise Closed("end of stream")
        self.received += data

    def _take(self, count):
        while len(self.received) < count:
            self._more()
        data = bytes(self.received[:count])
        del self.received[:count]
        return data

    def send_frame(self, opcode, payload):
        mask = os.urandom(4)
        n = len(payload)
        size = struct.pack("!B", 0x80 | n) if n < 126 else \
            struct.pack("!BH", 0x80 | 126, n) if n < 65536 else struct.pack("!BQ", 0x80 | 127, n)
        mask_stream = (mask * (n // 4 + 1))[:n]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(mask_stream, "big")).to_bytes(n, "big")
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def receive_text(self):
        """The next message as text; answers pings on the way."""
        while True:
            first, second = self._take(2)
            opcode = first & 0x0F
            if first & 0x70 or opcode not in (1, 8, 9, 10) or second & 0x80:
                raise Closed("no frame of a server")
            n = second & 0x7F
            if n == 126:
                n = struct.unpack("!H", self._take(2))[0]
            elif n == 127:
                n = struct.unpack("!Q", self._take(8))[0]
            payload = self._take(n)
            if opcode == 1:
                assert first & 0x80, "dcrd sends each message as one frame"
                return payload.decode()
            if opcode == 8:
                raise Closed("close frame")
            if opcode == 9:
                self.send_frame(10, payload)
            if opcode == 10:
                self.replies["pong"] = payload

    def receive(self):
        message = json.loads(self.receive_text())
        if isinstance(message, dict) and message.get("id") is None and "method" in message:
            self.notifications.append(message)
        elif isinstance(message, dict):
            self.replies[message["id"]] = message
        return message

    def start(self, method, *params, version="1.0"):
        self.last_id += 1
        self.send_frame(1, json.dumps({"jsonrpc": version, "id": self.last_id, "method": method,
                                       "params": list(params)}).encode())
        return self.last_id

    def finish(self, number):
        while number not in self.replies:
            self.receive()
        return self.replies.pop(number)

    def raw_call(self, method, *params):
        """The whole reply."""
        return self.finish(self.start(method, *params))

    def call(self, method, *params):
        reply = self.raw_call(method, *params)
        assert reply["error"] is None, reply
        return reply["result"]

    def error(self, method, *params):
        reply = self.raw_call(method, *params)
        assert reply["result"] is None, reply
        return reply["error"]

    def next_notification(self, method):
        """The next one of this method; others stay in the list."""
        while True:
            for i, message in enumerate(self.notifications):
                if message["method"] == method:
                    return self.notifications.pop(i)["params"]
            self.receive()

    def close(self):
        self.socket.close()
