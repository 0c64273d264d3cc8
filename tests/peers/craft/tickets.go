package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/decred/dcrd/chaincfg/chainhash"
	"github.com/decred/dcrd/dcrec"
	"github.com/decred/dcrd/dcrutil/v4"
	"github.com/decred/dcrd/txscript/v4"
	"github.com/decred/dcrd/txscript/v4/sign"
	"github.com/decred/dcrd/txscript/v4/stdaddr"
	"github.com/decred/dcrd/wire"
)

// relayFee is more than the node's minimum for any transaction made here
// below a kilobyte, and is paid for each kilobyte begun.
const relayFee = 10000

// coin is an unspent P2PKH output of the key that comes with it.
type coin struct {
	TxID   string `json:"txid"`
	Vout   uint32 `json:"vout"`
	Tree   int8   `json:"tree"`
	Amount int64  `json:"amount"`
}

type txAnswer struct {
	TxID string `json:"txid"`
	Hex  string `json:"hex"`
}

func (c *coin) input() (*wire.TxIn, error) {
	hash, err := chainhash.NewHashFromStr(c.TxID)
	if err != nil {
		return nil, err
	}
	return wire.NewTxIn(wire.NewOutPoint(hash, c.Vout, c.Tree), c.Amount, nil), nil
}

// signInputs signs every input as a P2PKH output of the key.
func signInputs(tx *wire.MsgTx, wif *dcrutil.WIF) error {
	address, err := addressOf(wif)
	if err != nil {
		return err
	}
	_, script := address.PaymentScript()
	for i := range tx.TxIn {
		signature, err := sign.SignatureScript(tx, i, script, txscript.SigHashAll, wif.PrivKey(),
			dcrec.STEcdsaSecp256k1, true)
		if err != nil {
			return err
		}
		tx.TxIn[i].SignatureScript = signature
	}
	return nil
}

func answerOf(tx *wire.MsgTx) (txAnswer, error) {
	raw, err := tx.Bytes()
	if err != nil {
		return txAnswer{}, err
	}
	return txAnswer{tx.TxHash().String(), hex.EncodeToString(raw)}, nil
}

type splitRequest struct {
	WIF   string `json:"wif"`
	Coin  coin   `json:"coin"`
	Value int64  `json:"value"` // of each new coin
	Count int    `json:"count"`
}

// splitCoin cuts one coin into count coins of the same key (outputs 0 to
// count-1); the rest goes back in the last output.
func splitCoin(in *json.Decoder) (any, error) {
	var request splitRequest
	if err := in.Decode(&request); err != nil {
		return nil, err
	}
	wif, err := dcrutil.DecodeWIF(request.WIF, params.PrivateKeyID)
	if err != nil {
		return nil, err
	}
	address, err := addressOf(wif)
	if err != nil {
		return nil, err
	}
	input, err := request.Coin.input()
	if err != nil {
		return nil, err
	}
	tx := wire.NewMsgTx()
	tx.AddTxIn(input)
	_, script := address.PaymentScript()
	for range request.Count {
		tx.AddTxOut(wire.NewTxOut(request.Value, script))
	}
	tx.AddTxOut(wire.NewTxOut(0, script))
	fee := int64(relayFee) * int64(1+(tx.SerializeSize()+108)/1000)
	rest := request.Coin.Amount - int64(request.Count)*request.Value - fee
	if rest <= 0 {
		return nil, fmt.Errorf("coin of %d atoms is too small for %d of %d", request.Coin.Amount,
			request.Count, request.Value)
	}
	tx.TxOut[request.Count].Value = rest
	if err := signInputs(tx, wif); err != nil {
		return nil, err
	}
	return answerOf(tx)
}

type ticketsRequest struct {
	WIF    string   `json:"wif"`    // pays, and is paid when a ticket votes
	Coins  []coin   `json:"coins"`  // one ticket each
	Voting []string `json:"voting"` // an address for each: P2PKH or P2SH
	Price  int64    `json:"price"`  // at least the node's stake difficulty for the next block
}

// buyTickets makes one ticket of each coin (dcrd: blockchain/stake/staketx.go,
// CheckSStx).  What the coin has above price and fee comes back as change.
func buyTickets(in *json.Decoder) (any, error) {
	var request ticketsRequest
	if err := in.Decode(&request); err != nil {
		return nil, err
	}
	wif, err := dcrutil.DecodeWIF(request.WIF, params.PrivateKeyID)
	if err != nil {
		return nil, err
	}
	if len(request.Coins) != len(request.Voting) {
		return nil, fmt.Errorf("%d coins for %d voting addresses", len(request.Coins), len(request.Voting))
	}
	tickets := make([]txAnswer, 0, len(request.Coins))
	for i := range request.Coins {
		address, err := stdaddr.DecodeAddressV0(request.Voting[i], params)
		if err != nil {
			return nil, err
		}
		voting, ok := address.(stdaddr.StakeAddress)
		if !ok {
			return nil, fmt.Errorf("address %s can not vote", address)
		}
		tx, err := ticket(&request.Coins[i], wif, voting, request.Price)
		if err != nil {
			return nil, err
		}
		tickets = append(tickets, tx)
	}
	return tickets, nil
}

func ticket(c *coin, wif *dcrutil.WIF, voting stdaddr.StakeAddress, price int64) (txAnswer, error) {
	change := c.Amount - price - relayFee
	if change < 0 {
		return txAnswer{}, fmt.Errorf("coin of %d atoms is below the price %d", c.Amount, price)
	}
	payee, err := addressOf(wif)
	if err != nil {
		return txAnswer{}, err
	}
	input, err := c.input()
	if err != nil {
		return txAnswer{}, err
	}
	tx := wire.NewMsgTx()
	tx.AddTxIn(input)
	_, script := voting.VotingRightsScript()
	tx.AddTxOut(wire.NewTxOut(price, script))
	_, script = payee.RewardCommitmentScript(price+relayFee, 0, 1e6)
	tx.AddTxOut(wire.NewTxOut(0, script))
	_, script = payee.StakeChangeScript()
	tx.AddTxOut(wire.NewTxOut(change, script))
	if err := signInputs(tx, wif); err != nil {
		return txAnswer{}, err
	}
	return answerOf(tx)
}
