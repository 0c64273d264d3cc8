package main

import (
	"encoding/hex"
	"encoding/json"

	"github.com/decred/dcrd/crypto/blake256"
	"github.com/decred/dcrd/dcrec"
	"github.com/decred/dcrd/dcrutil/v4"
	"github.com/decred/dcrd/hdkeychain/v3"
	"github.com/decred/dcrd/txscript/v4"
	"github.com/decred/dcrd/txscript/v4/stdaddr"
)

type keyAnswer struct {
	WIF     string `json:"wif"`
	PubKey  string `json:"pubkey"`
	Address string `json:"address"`
}

// makeKeys turns labels into keys, the same label always into the same key:
// private key = BLAKE256(label).
func makeKeys(in *json.Decoder) (any, error) {
	var labels []string
	if err := in.Decode(&labels); err != nil {
		return nil, err
	}
	keys := make([]keyAnswer, 0, len(labels))
	for _, label := range labels {
		private := blake256.Sum256([]byte(label))
		wif, err := dcrutil.NewWIF(private[:], params.PrivateKeyID, dcrec.STEcdsaSecp256k1)
		if err != nil {
			return nil, err
		}
		address, err := addressOf(wif)
		if err != nil {
			return nil, err
		}
		keys = append(keys, keyAnswer{wif.String(), hex.EncodeToString(wif.PubKey()), address.String()})
	}
	return keys, nil
}

// addressOf returns the P2PKH address of a key.
func addressOf(wif *dcrutil.WIF) (*stdaddr.AddressPubKeyHashEcdsaSecp256k1V0, error) {
	return stdaddr.NewAddressPubKeyHashEcdsaSecp256k1V0(stdaddr.Hash160(wif.PubKey()), params)
}

type scriptAnswer struct {
	Redeem  string `json:"redeem"`
	Address string `json:"address"`
}

// makeScript makes the script that any one of the given public keys may sign
// for, and its address.
func makeScript(in *json.Decoder) (any, error) {
	var keys []string
	if err := in.Decode(&keys); err != nil {
		return nil, err
	}
	builder := txscript.NewScriptBuilder().AddOp(txscript.OP_1)
	for _, text := range keys {
		key, err := hex.DecodeString(text)
		if err != nil {
			return nil, err
		}
		builder.AddData(key)
	}
	redeem, err := builder.AddInt64(int64(len(keys))).AddOp(txscript.OP_CHECKMULTISIG).Script()
	if err != nil {
		return nil, err
	}
	address, err := stdaddr.NewAddressScriptHashV0(redeem, params)
	if err != nil {
		return nil, err
	}
	return scriptAnswer{hex.EncodeToString(redeem), address.String()}, nil
}

type accountRequest struct {
	Seed     string `json:"seed"`     // hex
	CoinType uint32 `json:"cointype"` // 1 SLIP-0044, 115 legacy (simnet)
	Account  uint32 `json:"account"`
}

type accountAnswer struct {
	Private string `json:"private"` // sprv…
	Public  string `json:"public"`  // spub…
}

// deriveAccount derives m/44'/cointype'/account' with Child, whose handling of
// short keys is what dcrwallet uses in memory (account 0).
func deriveAccount(in *json.Decoder) (any, error) {
	var request accountRequest
	if err := in.Decode(&request); err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(request.Seed)
	if err != nil {
		return nil, err
	}
	key, err := hdkeychain.NewMaster(seed, params)
	if err != nil {
		return nil, err
	}
	for _, index := range []uint32{44, request.CoinType, request.Account} {
		if key, err = key.Child(hdkeychain.HardenedKeyStart + index); err != nil {
			return nil, err
		}
	}
	return accountAnswer{key.String(), key.Neuter().String()}, nil
}

type addressesRequest struct {
	Account string   `json:"account"` // spub…
	Branch  uint32   `json:"branch"`  // 0 external, 1 internal: that of voting addresses
	Indexes []uint32 `json:"indexes"`
}

// deriveAddresses gives an account's P2PKH addresses at these indexes.
func deriveAddresses(in *json.Decoder) (any, error) {
	var request addressesRequest
	if err := in.Decode(&request); err != nil {
		return nil, err
	}
	account, err := hdkeychain.NewKeyFromString(request.Account, params)
	if err != nil {
		return nil, err
	}
	branch, err := account.Child(request.Branch)
	if err != nil {
		return nil, err
	}
	addresses := make([]string, 0, len(request.Indexes))
	for _, index := range request.Indexes {
		key, err := branch.Child(index)
		if err != nil {
			return nil, err
		}
		hash := stdaddr.Hash160(key.SerializedPubKey())
		address, err := stdaddr.NewAddressPubKeyHashEcdsaSecp256k1V0(hash, params)
		if err != nil {
			return nil, err
		}
		addresses = append(addresses, address.String())
	}
	return addresses, nil
}
