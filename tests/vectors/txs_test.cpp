#include "vectors/vectors.hpp"
#include "wire/transaction.hpp"

#include <doctest/doctest.h>

#include <utility>

namespace dcrvoter::vectors {
namespace {

using wire::Transaction;
using wire::TxForm;

void check_prefix(const Object& fields, const Transaction& tx) {
  CHECK(tx.lock_time == unsigned_integer(fields, "lock_time"));
  CHECK(tx.expiry == unsigned_integer(fields, "expiry"));
  const auto& inputs = array(fields, "inputs");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Object& in = inputs[i].as_object();
    CHECK(tx.inputs[i].previous.hash == hash(in, "prev_hash"));
    CHECK(tx.inputs[i].previous.index == unsigned_integer(in, "prev_index"));
    CHECK(tx.inputs[i].previous.tree == unsigned_integer(in, "tree"));
    CHECK(tx.inputs[i].sequence == unsigned_integer(in, "sequence"));
  }
  const auto& outputs = array(fields, "outputs");
  REQUIRE(tx.outputs.size() == outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const Object& out = outputs[i].as_object();
    CHECK(tx.outputs[i].value == integer(out, "value"));
    CHECK(tx.outputs[i].version == unsigned_integer(out, "script_version"));
    CHECK(tx.outputs[i].script == bytes(out, "script"));
  }
}

void check_witness(const Object& fields, const Transaction& tx) {
  const auto& inputs = array(fields, "inputs");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Object& in = inputs[i].as_object();
    CHECK(tx.inputs[i].value_in == integer(in, "value_in"));
    CHECK(tx.inputs[i].block_height == unsigned_integer(in, "block_height"));
    CHECK(tx.inputs[i].block_index == unsigned_integer(in, "block_index"));
    CHECK(tx.inputs[i].signature_script == bytes(in, "sig_script"));
  }
}

// A part that a form lacks is zero in Go's parser and null in ours, so only what is there compares.
void check_parsed(const Object& fields, const Transaction& tx, TxForm form) {
  CHECK(tx.version == unsigned_integer(fields, "version"));
  CHECK(static_cast<std::uint64_t>(form) == unsigned_integer(fields, "ser_type"));
  REQUIRE(tx.inputs.size() == array(fields, "inputs").size());
  if (form != TxForm::only_witness) {
    check_prefix(fields, tx);
  }
  if (form != TxForm::no_witness) {
    check_witness(fields, tx);
  }
}

core::Errc refusal_of(const std::string& go_error) {
  if (go_error == "ErrNonCanonicalVarInt") {
    return core::Errc::non_canonical;
  }
  if (go_error == "ErrUnknownTxType") {
    return core::Errc::unsupported;
  }
  if (go_error == "ErrMismatchedWitnessCount") {
    return core::Errc::malformed;
  }
  // EOF, unexpected EOF, and counts that the remaining bytes cannot hold (ErrTooManyTxs).
  return core::Errc::truncated;
}

void check_hashes(const Object& one, const Transaction& tx, TxForm of) {
  if (of != TxForm::only_witness) {
    CHECK(tx.txid() == hash(one, "txid"));
  }
  if (of == TxForm::full) {
    CHECK(tx.witness_hash() == hash(one, "witness_hash"));
    CHECK(tx.full_hash() == hash(one, "full_hash"));
  }
  for (const auto& [name, form] : {std::pair{"no_witness_hex", TxForm::no_witness},
                                   std::pair{"witness_only_hex", TxForm::only_witness}}) {
    if (has(one, name)) {
      CHECK(tx.serialize(form) == bytes(one, name));
    }
  }
}

TEST_CASE("vectors/txs: parse, serialise and hash, and what cannot be decoded") {
  for_each_case("txs.json", [](const Object& one) {
    const core::Bytes raw = bytes(one, "hex");
    TxForm form = TxForm::full;
    const auto tx = Transaction::parse(raw, &form);
    if (has(one, "decode_error")) {
      REQUIRE(!tx);
      CHECK(tx.error().kind == refusal_of(text(one, "decode_error")));
      return;
    }
    REQUIRE(tx);
    CHECK(tx->serialize(form) == raw);
    CHECK(tx->serialized_size(form) == raw.size());
    check_hashes(one, *tx, form);
    if (form == TxForm::full) {
      CHECK(raw.size() == unsigned_integer(one, "size"));
    }
    for (const char* name : {"parsed", "parsed_witness"}) {
      if (has(one, name)) {
        check_parsed(object(one, name), *tx, form);
      }
    }
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
