"""The lines of dcrvoter's log that tests read: the one place that knows their form."""

import re

NOBODY_CONNECTED = re.compile(r"\bno node is connected\b")
ABLE_TO_VOTE = re.compile(r"\bable to vote\b")
TICKETS_FOUND = re.compile(r"\btickets found: (?P<live>\d+) live\b")
KNOWN_FROM_BEFORE = re.compile(r"store: (?P<tickets>\d+) tickets .* known from before")

# One line a vote, when it is sent ...
VOTE_CAST = re.compile(
    r"\bvote cast block=(?P<block>\w+) height=(?P<height>\d+) ticket=(?P<ticket>\w+) bits=(?P<bits>0x[0-9a-f]+) "
    r"vote=(?P<vote>\w+) ms=(?P<ms>[0-9.]+)")
# ... and one for what each node answers. A duplicate is a success, another voter was first.
VOTE_ACCEPTED = re.compile(r"\bvote accepted vote=(?P<vote>\w+) .*?\bnode=(?P<node>[^\s:]+:\d+)")
VOTE_DUPLICATE = re.compile(r"\bvote duplicate vote=(?P<vote>\w+) .*?\bnode=(?P<node>[^\s:]+:\d+)")
VOTE_REFUSED = re.compile(r"\bvote refused vote=(?P<vote>\w+) .*?\bnode=(?P<node>[^\s:]+:\d+): (?P<words>.*)")

# What is wrong with a node: one clear sentence each.
WRONG_LOGIN = re.compile(r"\brefused the login\b")
LIMITED_USER = re.compile(r"\blimited user\b", re.IGNORECASE)
WRONG_CERTIFICATE = re.compile(r"\bcertificate of\b.* is not the (configured|pinned) one\b")
EXPIRED_CERTIFICATE = re.compile(r"\bcertificate of\b.*\bvalid from\b", re.IGNORECASE)
NO_CLIENT_CERTIFICATE = re.compile(r"\bclient certificate\b", re.IGNORECASE)
WRONG_NETWORK = re.compile(r"\bon testnet3\b.*\bsimnet\b", re.IGNORECASE)
STILL_SYNCING = re.compile(r"\bsyncing\b", re.IGNORECASE)

# After SIGHUP.
CHOICES_READ = re.compile(r"\bchoices\b", re.IGNORECASE)

PUBLIC_ACCOUNT_KEY = re.compile(r"\b[dts]pub[1-9A-HJ-NP-Za-km-z]{80,}")
