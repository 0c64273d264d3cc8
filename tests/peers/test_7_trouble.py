"""What is wrong with a node, a login or a certificate is said in one clear sentence, in the log and by `check`, and
dcrvoter recovers by itself when it is mended."""

import ctypes
import datetime
import hashlib
import shutil
import ssl

import pytest

from harness import craft, log_lines
from harness.node import Node
from harness.voter import Voter
from harness.waiting import wait_until

OK, WARNINGS, CANNOT_VOTE = 0, 1, 2
LONGEST_PAUSE = 30  # seconds between two tries after a wrong login, certificate or network

# What dcrd's log has for each try, by how far it gets.
LOGIN_REFUSED = "authentication failure"
LOGIN_TAKEN = "New websocket client"
HANDSHAKE_BROKEN = "TLS handshake error"

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def tries(node, trace):
    return node.process.log_file.read_text(errors="replace").count(trace)


def check_fails(voter, sentence):
    code, text = voter.check()
    assert code == CANNOT_VOTE, text
    failed = [line for line in text.splitlines() if line.lstrip().startswith("FAIL")]
    assert any(sentence.search(line) for line in failed), text


def says_once(voter, sentence, node, trace):
    """`check` says it; so does the log, and not again when dcrvoter has tried twice more."""
    check_fails(voter, sentence)
    before = tries(node, trace)
    voter.start()
    voter.wait_line(sentence)
    wait_until(lambda: tries(node, trace) >= before + 3, "dcrvoter to try again", timeout=20)
    assert len(voter.matches(sentence)) == 1, "the same sentence again and again"
    assert not voter.matches(log_lines.ABLE_TO_VOTE)


def recovers(voter, timeout=LONGEST_PAUSE + 10):
    voter.wait_line(log_lines.ABLE_TO_VOTE, timeout=timeout)
    code, text = voter.check()
    assert code != CANNOT_VOTE, text
    voter.stop()


def test_all_is_well(chain, voter):
    """What the cases below are compared with."""
    chain.node.start()
    code, text = voter.check()
    assert code in (OK, WARNINGS), text
    assert "FAIL" not in text
    assert str(chain.node.port) in text


def test_certificate_pin(chain, voter):
    chain.node.start()
    der = ssl.PEM_cert_to_DER_cert(chain.node.certificate.read_text())
    del voter.nodes[0]["certificate"]
    voter.nodes[0]["pin"] = "sha256:" + hashlib.sha256(der).hexdigest()
    voter.start()
    recovers(voter)
    voter.nodes[0]["pin"] = "sha256:" + hashlib.sha256(b"another certificate").hexdigest()
    check_fails(voter, log_lines.WRONG_CERTIFICATE)


def test_client_certificate(folder, chain, voter):
    """Login without a password, and what is said when the node asks for a certificate that we have not."""
    craft.certificates(folder / "client", NOW - DAY, NOW + DAY)
    certificate, key = folder / "client" / "rpc.cert", folder / "client" / "rpc.key"
    chain.node.client_certificate = (certificate, key)
    chain.node.start()
    says_once(voter, log_lines.NO_CLIENT_CERTIFICATE, chain.node, HANDSHAKE_BROKEN)
    voter.stop()
    for word in ("user", "password"):
        del voter.nodes[0][word]
    voter.nodes[0].update(client_certificate=str(certificate), client_key=str(key))
    voter.start()
    recovers(voter)


def test_wrong_password(folder, chain, voter):
    chain.node.start()
    password = folder / "password"
    password.touch(0o600)
    password.write_text("not-the-password\n")
    del voter.nodes[0]["password"]
    voter.nodes[0]["password_file"] = str(password)
    says_once(voter, log_lines.WRONG_LOGIN, chain.node, LOGIN_REFUSED)
    assert not any("not-the-password" in line for line in voter.log())
    password.write_text(chain.node.password + "\n")
    recovers(voter, timeout=5)  # at once, since its file has changed


def test_limited_user(chain, voter):
    chain.node.options = ["rpclimituser=guest", "rpclimitpass=secret"]
    chain.node.start()
    voter.nodes[0].update(user="guest", password="secret")
    says_once(voter, log_lines.LIMITED_USER, chain.node, LOGIN_TAKEN)
    chain.node.stop()
    chain.node.options = []
    chain.node.user, chain.node.password = "guest", "secret"
    chain.node.start()
    recovers(voter)


def test_wrong_certificate(folder, chain, voter):
    chain.node.start()
    craft.certificates(folder / "other", NOW - DAY, NOW + DAY)
    certificate = folder / "configured.cert"
    shutil.copy(folder / "other" / "rpc.cert", certificate)
    voter.nodes[0]["certificate"] = str(certificate)
    says_once(voter, log_lines.WRONG_CERTIFICATE, chain.node, HANDSHAKE_BROKEN)
    shutil.copy(chain.node.certificate, certificate)
    recovers(voter, timeout=5)


def test_expired_certificate_that_is_the_configured_one(chain, voter):
    """Byte for byte the one in the configuration: the date is worth a warning and no more."""
    craft.certificates(chain.node.folder, NOW - 3 * DAY, NOW - 2 * DAY)
    chain.node.start()
    voter.start_and_wait()
    assert len(voter.matches(log_lines.EXPIRED_CERTIFICATE)) == 1
    code, text = voter.check()
    assert code == WARNINGS, text
    assert log_lines.EXPIRED_CERTIFICATE.search(text)
    voter.stop()


def clock_is_synchronised():
    """As the kernel has it: a machine that does not know may not judge by dates."""
    buffer = ctypes.create_string_buffer(512)
    return ctypes.CDLL(None).adjtimex(buffer) not in (-1, 5)  # 5: TIME_ERROR


def test_expired_certificate_of_an_authority(folder, chain, voter):
    craft.certificates(folder / "authority", NOW - 3 * DAY, NOW - 2 * DAY)
    for name in ("rpc.cert", "rpc.key"):
        shutil.copy(folder / "authority" / name, chain.node.folder)
    chain.node.start()
    certificate = folder / "authority" / "ca.pem"
    voter.nodes[0]["certificate"] = str(certificate)
    if clock_is_synchronised():
        says_once(voter, log_lines.EXPIRED_CERTIFICATE, chain.node, HANDSHAKE_BROKEN)
    else:
        voter.start_and_wait()
        assert len(voter.matches(log_lines.EXPIRED_CERTIFICATE)) == 1
    since = voter.mark()
    craft.certificates(folder / "authority", NOW - DAY, NOW + DAY)
    for name in ("rpc.cert", "rpc.key"):  # read anew by the node when they have changed
        shutil.copy(folder / "authority" / name, chain.node.folder)
    chain.node.restart()
    voter.wait_line(log_lines.ABLE_TO_VOTE, since, timeout=LONGEST_PAUSE)
    assert not voter.matches(log_lines.EXPIRED_CERTIFICATE, since)
    voter.stop()


@pytest.fixture
def testnet(folder):
    """A fresh testnet3 node that has nobody to learn the chain from."""
    return Node(folder / "testnet", "testnet", "testnet dcrd")


def test_wrong_network(chain, voter, testnet):
    """A testnet3 node where ours should be, on the same port and with the same certificate."""
    testnet.folder.mkdir()
    for name in ("rpc.cert", "rpc.key"):
        shutil.copy(chain.node.folder / name, testnet.folder)
    testnet.port = chain.node.port
    testnet.start()
    says_once(voter, log_lines.WRONG_NETWORK, testnet, LOGIN_TAKEN)
    testnet.stop()
    chain.node.start()
    recovers(voter)


def test_node_still_syncing(folder, testnet):
    testnet.start()
    voter = Voter(folder / "voter", testnet, network="testnet3")
    voter.new_key()
    check_fails(voter, log_lines.STILL_SYNCING)
    voter.start()
    voter.wait_line(log_lines.STILL_SYNCING)
    # It goes on asking without a word more.
    height = testnet.rpc.getblockcount()
    assert height == 0 and len(voter.matches(log_lines.STILL_SYNCING)) == 1
    assert not voter.matches(log_lines.ABLE_TO_VOTE)
    voter.stop()
