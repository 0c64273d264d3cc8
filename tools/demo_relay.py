"""A wire between dcrvoter and a node that can be cut: bytes go both ways until then, and nobody is there after."""

import socket
import threading


class Relay:
    def __init__(self, target):
        host, port = target.rsplit(":", 1)
        self._target = (host, int(port))
        self._lock = threading.Lock()
        self._open = []
        self._listener = None
        self._port = 0
        self.mend()

    @property
    def address(self):
        return f"127.0.0.1:{self._port}"

    def mend(self):
        """Lets connections through, at the same address each time."""
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self):
        """Ends all connections; new ones are refused."""
        with self._lock:
            ended, self._open = [self._listener, *self._open], []
        for connection in ended:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # the other side was first
            connection.close()

    def _accept(self, listener):
        while True:
            try:
                inside, _ = listener.accept()
                outside = socket.create_connection(self._target)
            except OSError:
                return  # cut, or the node has ended
            with self._lock:
                self._open += [inside, outside]
            for source, sink in ((inside, outside), (outside, inside)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    @staticmethod
    def _pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # cut
