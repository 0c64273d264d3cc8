"""The lines of dcrvoter's log that tests read: the one place that knows their form."""

import re

ABLE_TO_VOTE = re.compile(r"\bable to vote\b")

# One line a vote, when it is sent ...
VOTE_CAST = re.compile(
    r"\bvote cast block=(?P<block>\w+) height=(?P<height>\d+) ticket=(?P<ticket>\w+) bits=(?P<bits>0x[0-9a-f]+) "
    r"vote=(?P<vote>\w+)")
# ... and one for what each node answers.
VOTE_ACCEPTED = re.compile(r"\bvote accepted vote=(?P<vote>\w+) node=(?P<node>\S+)")
VOTE_DUPLICATE = re.compile(r"\bvote duplicate vote=(?P<vote>\w+) node=(?P<node>\S+)")
VOTE_REFUSED = re.compile(r"\bvote refused vote=(?P<vote>\w+) node=(?P<node>\S+?):? (?P<words>.*)")

PUBLIC_ACCOUNT_KEY = re.compile(r"\b[dts]pub[1-9A-HJ-NP-Za-km-z]{80,}")
