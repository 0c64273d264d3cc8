"""Clients of the page's door, from whichever loopback address, that say what they like."""

import contextlib
import http.client
import json
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "peers"))

from harness.ports import free_port  # noqa: E402 (found through the line above)

HERE = "127.0.0.1"


class Door:
    """The door of a stage's dcrvoter, at one port of 127.0.0.1."""

    def __init__(self, stage, **page):
        self.port = free_port()
        stage.voter.page = {"listen": [f"{HERE}:{self.port}"]} | page

    @classmethod
    def at(cls, port):
        """Of a dcrvoter that somebody else has started."""
        door = cls.__new__(cls)
        door.port = port
        return door

    def connect(self, source=HERE):
        return socket.create_connection((HERE, self.port), timeout=20, source_address=(source, 0))

    def say(self, data, source=HERE):
        """All that comes for these bytes; b"" when the door closes without a word."""
        with self.connect(source) as client:
            with contextlib.suppress(OSError):  # it may have closed before it has read all
                client.sendall(data)
                client.shutdown(socket.SHUT_WR)
            return read_all(client)

    def get(self, path, source=HERE, method="GET", **headers):
        """(status, headers, body) of a request as a browser would make it."""
        connection = http.client.HTTPConnection(HERE, self.port, timeout=20, source_address=(source, 0))
        with contextlib.closing(connection):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def json(self, path, **options):
        status, _, body = self.get(path, **options)
        assert status == 200, body
        return json.loads(body)


def read_all(client):
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := client.recv(65536):
            answer += chunk
    return answer


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0
