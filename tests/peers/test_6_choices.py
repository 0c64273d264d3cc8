"""Choices of the configuration stand in the mined votes."""

import signal

from harness import chain as chains
from harness import craft, log_lines, votes
from harness.observer import Observer
from harness.waiting import wait_until

BLOCK_APPROVED = 0x0001
MAX_TREASURY_SPEND_YES = 0x0004
MAX_TREASURY_SPEND_NO = 0x0002


def test_agendas_and_their_change(chain, voter):
    """For all tickets, for one ticket, and after SIGHUP; an abstention of a ticket stands against the rest."""
    node = chain.node
    node.start()
    voter.choices = {"agendas": {"maxtreasuryspend": "yes"}}
    tickets = sorted(node.rpc.livetickets()["tickets"])
    # The tickets are drawn at random: so many are set apart that every block has some of each sort.
    against, abstaining = tickets[::3], tickets[1::3]
    voter.choices["ticket"] = {
        **{ticket: {"agendas": {"maxtreasuryspend": "no"}} for ticket in against},
        **{ticket: {"agendas": {"maxtreasuryspend": "abstain"}} for ticket in abstaining}}
    voter.start_and_wait()

    chain.mine()  # votes with the base chain's tip, which may be anybody's
    mined = votes.listed(node, chain.mine(12))
    expected = {
        **{ticket: MAX_TREASURY_SPEND_NO for ticket in against}, **{ticket: 0 for ticket in abstaining}}
    assert len(mined) == 60
    for vote in mined:
        assert vote.bits == BLOCK_APPROVED | expected.get(vote.ticket, MAX_TREASURY_SPEND_YES)
        assert vote.version == 12
    assert len({vote.bits for vote in mined}) == 3

    voter.choices = {}
    voter.write()
    tip = node.tip
    voter.wait_votes_cast(tip)
    since = voter.mark()
    voter.process.signal(signal.SIGHUP)
    voter.wait_line(log_lines.CHOICES_READ, since)
    hashes = chain.mine(3)
    assert {vote.bits for vote in votes.votes_in(node, hashes[0])} != {BLOCK_APPROVED}, "a cast vote never changes"
    assert {vote.bits for vote in votes.listed(node, hashes[1:])} == {BLOCK_APPROVED}
    voter.stop()


def test_treasury_spends(chain, voter):
    """By Pi key, by the spend itself, by ticket; one known before dcrvoter starts, others come later."""
    node = chain.node
    node.start()
    payee, = craft.keys("payee")
    expiry = chains.tspend_expiry(node.height)
    early, late, unwanted, refused_by_some = (craft.tspend(expiry, 10**8 + n, payee["address"]) for n in range(4))
    tickets = sorted(node.rpc.livetickets()["tickets"])
    some = tickets[::2]
    voter.choices = {
        "treasury": {early["pikey"]: "yes", unwanted["txid"]: "no"},
        "ticket": {ticket: {"treasury": {refused_by_some["txid"]: "abstain"}} for ticket in some}}
    node.rpc.sendrawtransaction(early["hex"])
    voter.start_and_wait()

    chain.mine()
    mined = votes.listed(node, chain.mine(3))
    assert len(mined) == 15
    for vote in mined:
        assert vote.treasury == {early["txid"]: "yes"}

    with Observer(node) as observer:
        observer.subscribe("notifytspend")
        since = voter.mark()
        for spend in (late, unwanted, refused_by_some):
            node.rpc.sendrawtransaction(spend["hex"])
            observer.wait_for("tspend", lambda params: params[0] == spend["hex"])
            wait_until(lambda: any(spend["txid"] in line for line in voter.log()[since:]),
                       "dcrvoter to say that it knows the new treasury spend")
    chain.mine()  # its votes may be older than the spends
    mined = votes.listed(node, chain.mine(8))
    assert len(mined) == 40
    for vote in mined:
        expected = {early["txid"]: "yes", late["txid"]: "yes", unwanted["txid"]: "no", refused_by_some["txid"]: "yes"}
        if vote.ticket in some:
            del expected[refused_by_some["txid"]]
        assert vote.treasury == expected
    assert {vote.ticket in some for vote in mined} == {True, False}
    voter.stop()
