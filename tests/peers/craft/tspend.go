package main

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"

	"github.com/decred/dcrd/chaincfg/chainhash"
	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/txscript/v4"
	"github.com/decred/dcrd/txscript/v4/sign"
	"github.com/decred/dcrd/txscript/v4/stdaddr"
	"github.com/decred/dcrd/wire"
)

// treasuryKey is the private half of simnet's first Pi key, public knowledge
// (dcrd: chaincfg/simnetparams.go).
const treasuryKey = "62deae1ab2b1ebd96a28c80e870aee325bed359e83d8db2464ef999e616a9eef"

type tspendRequest struct {
	Expiry  uint32 `json:"expiry"`  // (expiry-2) mod 48 = 0, see dcrd: blockchain/standalone/treasury.go
	Amount  int64  `json:"amount"`  // paid out, without the fee
	Address string `json:"address"` // payee, P2PKH or P2SH
}

type tspendAnswer struct {
	txAnswer
	PiKey string `json:"pikey"`
}

// spendTreasury makes a treasury spend as the mempool takes it
// (dcrd: blockchain/stake/treasury.go CheckTSpend): output 0 commits to the
// value spent, the rest of its 32 bytes is random so that txids differ.
func spendTreasury(in *json.Decoder) (any, error) {
	var request tspendRequest
	if err := in.Decode(&request); err != nil {
		return nil, err
	}
	payee, err := stdaddr.DecodeAddressV0(request.Address, params)
	if err != nil {
		return nil, err
	}
	spent := request.Amount + relayFee
	var commitment [32]byte
	binary.LittleEndian.PutUint64(commitment[:8], uint64(spent))
	if _, err := rand.Read(commitment[8:]); err != nil {
		return nil, err
	}
	nullData, err := txscript.NewScriptBuilder().AddOp(txscript.OP_RETURN).AddData(commitment[:]).Script()
	if err != nil {
		return nil, err
	}
	tx := wire.NewMsgTx()
	tx.Version = wire.TxVersionTreasury
	tx.Expiry = request.Expiry
	tx.AddTxIn(wire.NewTxIn(wire.NewOutPoint(&chainhash.Hash{}, wire.MaxPrevOutIndex, wire.TxTreeRegular), spent, nil))
	tx.AddTxOut(wire.NewTxOut(0, nullData))
	_, script := payee.(stdaddr.StakeAddress).PayFromTreasuryScript()
	tx.AddTxOut(wire.NewTxOut(request.Amount, script))

	private, err := hex.DecodeString(treasuryKey)
	if err != nil {
		return nil, err
	}
	if tx.TxIn[0].SignatureScript, err = sign.TSpendSignatureScript(tx, private); err != nil {
		return nil, err
	}
	answer, err := answerOf(tx)
	if err != nil {
		return nil, err
	}
	public := secp256k1.PrivKeyFromBytes(private).PubKey().SerializeCompressed()
	return tspendAnswer{answer, hex.EncodeToString(public)}, nil
}
