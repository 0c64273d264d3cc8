"""A stand-in for whom alarms go to: HTTP or HTTPS on a loopback port, which keeps what it was sent."""

import http.server
import ssl
import subprocess
import threading

from harness.waiting import wait_until


class Receiver:
    """`requests` are dicts with method, path, fields (lower case) and body. `status` is what it answers."""

    def __init__(self, certificate=None):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                receiver.requests.append({"method": self.command, "path": self.path, "body": body,
                                          "fields": {name.lower(): value for name, value in self.headers.items()}})
                self.send_response(receiver.status)
                if receiver.status in (301, 302, 307, 308):
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_):
                pass

        self.requests = []
        self.status = 200
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def wait(self, wanted, what, seconds=60):
        """The first request that `wanted` takes."""
        return wait_until(lambda: next((one for one in self.requests if wanted(one)), None), what, seconds)

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Authority:
    """An authority of our own that signs certificates."""

    def __init__(self, folder):
        self.folder = folder
        self.certificate = folder / "authority.pem"
        self._key = folder / "authority.key"
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                      "-keyout", self._key, "-out", self.certificate, "-subj", "/CN=test authority",
                      "-addext", "basicConstraints=critical,CA:TRUE")

    @staticmethod
    def _openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)

    def sign(self, name, days=30):
        """(certificate, key) files for this host name; `days` below zero: expired."""
        stem = self.folder / f"{name}{days}"
        request, certificate, key = (stem.with_suffix(end) for end in (".csr", ".pem", ".key"))
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                      "-out", request, "-subj", f"/CN={name}")
        names = stem.with_suffix(".ext")
        names.write_text(f"subjectAltName=DNS:{name}\n", encoding="ascii")
        self._openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial",
                      "-days", days, "-out", certificate, "-extfile", names)
        return certificate, key
