"""JSON-RPC over HTTPS, as dcrd and dcrwallet serve it."""

import base64
import http.client
import json
import ssl


class RpcError(Exception):
    def __init__(self, method, code, message):
        super().__init__(f"{method}: {code} {message}")
        self.code = code
        self.message = message


def unchecked_tls(client_certificate=None):
    """A TLS context that trusts anybody: the tests of trust are dcrvoter's, not this client's. It shows a client
    certificate if it is given the files of one and its key."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if client_certificate:
        context.load_cert_chain(*client_certificate)
    return context


def basic_auth(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Rpc:
    """Calls as methods: rpc.getblockcount(), rpc.generate(1, timeout=60)."""

    def __init__(self, port, user, password, client_certificate=None):
        self._port = port
        self._authorization = basic_auth(user, password)
        self._tls = unchecked_tls(client_certificate)

    def call(self, method, *params, timeout=30):
        # Both programs close the connection after each reply: nothing to keep.
        connection = http.client.HTTPSConnection("127.0.0.1", self._port, timeout=timeout, context=self._tls)
        try:
            body = json.dumps({"jsonrpc": "1.0", "id": 1, "method": method, "params": list(params)})
            headers = {"Authorization": self._authorization, "Content-Type": "application/json"}
            connection.request("POST", "/", body, headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        try:
            reply = json.loads(text)
        except ValueError:
            raise RpcError(method, response.status, text[:200].decode(errors="replace")) from None
        if reply.get("error"):
            raise RpcError(method, reply["error"]["code"], reply["error"]["message"])
        return reply["result"]

    def __getattr__(self, method):
        return lambda *params, **options: self.call(method, *params, **options)
