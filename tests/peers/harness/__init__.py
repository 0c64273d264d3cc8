"""What the functional tests drive: real dcrd and dcrwallet, and dcrvoter.

paths      where programs and folders are
waiting    the one way to wait: for a condition, with a deadline
process    a child process with a log, that dies with the tests
rpc        JSON-RPC over HTTPS; observer: the same over a websocket, with notifications
node       a dcrd; wallet: a dcrwallet; voter: a dcrvoter and its configuration
log_lines  the lines of dcrvoter's log that tests read
chain      a chain with its ticket buyer, and the base chains that tests start from
votes      votes as they stand in blocks
craft      what dcrwallet does not make (the Go program ../craft)

Standard library only.
"""
