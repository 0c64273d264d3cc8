"""What dcrwallet does not make, by the Go program ../craft. Amounts are atoms."""

import json
import subprocess

from . import paths


def _ask(verb, request):
    done = subprocess.run([paths.peer("craft"), verb], input=json.dumps(request), text=True, capture_output=True,
                          timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr.strip())
    return json.loads(done.stdout)


def keys(*labels):
    """A key for each label, the same one every time: dicts with wif, pubkey, address."""
    return _ask("keys", labels)


def script(*pubkeys):
    """The script that one of these keys suffices for: dict with redeem, address."""
    return _ask("script", pubkeys)


def account(seed, coin_type=1, number=0):
    """The extended keys of an account of a seed as dcrwallet derives them: dict with private, public."""
    return _ask("account", {"seed": seed, "cointype": coin_type, "account": number})


def addresses(public_account, branch, indexes):
    """P2PKH addresses of an account; tickets that dcrwallet buys use branch 1."""
    return _ask("addresses", {"account": public_account, "branch": branch, "indexes": list(indexes)})


def split(wif, coin, value, count):
    """A transaction that cuts a coin (dict with txid, vout, tree, amount) of this key into `count` of `value`."""
    return _ask("split", {"wif": wif, "coin": coin, "value": value, "count": count})


def tickets(wif, coins, voting, price):
    """A ticket of each coin, for the voting address at the same place of the list: dicts with txid, hex."""
    return _ask("tickets", {"wif": wif, "coins": coins, "voting": voting, "price": price})


def tspend(expiry, amount, address):
    """A treasury spend signed with simnet's Pi key: dict with txid, hex, pikey."""
    return _ask("tspend", {"expiry": expiry, "amount": amount, "address": address})


def certificates(folder, not_before, not_after):
    """Writes ca.pem, and rpc.cert and rpc.key signed by it with these dates (datetimes with a time zone)."""
    folder.mkdir(parents=True, exist_ok=True)
    _ask("certs", {"folder": str(folder), "not_before": not_before.isoformat(), "not_after": not_after.isoformat()})
