// Command craft makes on simnet what dcrwallet does not: tickets with any voting
// address, also of a 1-of-2 script, treasury spends, certificates that have
// expired.  It also derives an account's extended keys from a seed, as
// dcrwallet does, since dcrwallet gives them away by gRPC only.
//
// It is called by the functional tests (tests/peers/harness/craft.py) as
//
//	craft VERB < request.json > answer.json
//
// Requests and answers are one JSON value each.  Hashes are written reversed
// as everywhere in Decred's RPC; amounts are atoms.  On an error it writes one
// line to stderr and exits 1.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/decred/dcrd/chaincfg/v3"
)

// params of the only network this program is for.
var params = chaincfg.SimNetParams()

// verbs maps a verb to what carries it out: it decodes its own request and
// returns what is written as the answer.
var verbs = map[string]func(*json.Decoder) (any, error){
	"keys":      makeKeys,
	"script":    makeScript,
	"account":   deriveAccount,
	"addresses": deriveAddresses,
	"split":     splitCoin,
	"tickets":   buyTickets,
	"tspend":    spendTreasury,
	"certs":     writeCertificates,
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: craft VERB < request.json")
	}
	verb, ok := verbs[os.Args[1]]
	if !ok {
		return fmt.Errorf("unknown verb %q", os.Args[1])
	}
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	answer, err := verb(decoder)
	if err != nil {
		return fmt.Errorf("%s: %w", os.Args[1], err)
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "craft:", err)
		os.Exit(1)
	}
}
