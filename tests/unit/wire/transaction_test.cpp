#include "wire/transaction.hpp"

#include "core/digest.hpp"
#include "hex.hpp"
#include "wire/samples.hpp"

#include <limits>

namespace dcrvoter::wire {
namespace {

using core::Bytes;
using core::ByteView;
using core::Errc;
using testing::kind_of;
using testing::ok;
using testing::unhex;

constexpr TxForm kForms[] = {TxForm::full, TxForm::no_witness, TxForm::only_witness};

Transaction vote() {
  return ok(Transaction::parse(unhex(samples::kVote)));
}

TEST_CASE("wire/transaction: the fields of a real vote") {
  const Transaction tx = vote();
  CHECK(tx.version == 1);
  REQUIRE(tx.inputs.size() == 2);
  CHECK(tx.inputs[0].previous == OutPoint{});
  CHECK(tx.inputs[0].value_in == 187174959);
  CHECK(tx.inputs[0].signature_script == unhex("0000"));
  CHECK(tx.inputs[1].previous.index == 0);
  CHECK(tx.inputs[1].previous.tree == kTreeStake);
  CHECK(tx.inputs[1].sequence == kMaxSequence);
  CHECK(tx.inputs[1].value_in == 200000000);
  CHECK(tx.inputs[1].block_height == 667);
  CHECK(tx.inputs[1].block_index == 1);
  CHECK(tx.inputs[1].signature_script.size() == 107);
  REQUIRE(tx.outputs.size() == 3);
  CHECK(tx.outputs[1].script == unhex("6a020100"));
  CHECK(tx.outputs[2].value == 387174959);
  CHECK(tx.lock_time == 0);
  CHECK(tx.expiry == 0);
  CHECK(tx.txid().to_string() == samples::kVoteId);
}

TEST_CASE("wire/transaction: hashes of the genesis coinbase") {
  const Transaction tx = ok(Transaction::parse(unhex(samples::kGenesisCoinbase)));
  CHECK(tx.txid().to_string() == "e7dfbceac9fccd6025c70a1dfa9302b3e7b5aa22fa51c98a69164ad403d60a2c");
  CHECK(tx.full_hash().to_string() == "66aa7491b9adce110585ccab7e3fb5fe280de174530cca10eba2c6c3df01c10d");
}

// dcrd: wire/msgtx_test.go, TestTxHash
TEST_CASE("wire/transaction: txid of a transaction that was put together") {
  Transaction tx;
  tx.inputs.emplace_back();
  tx.outputs.push_back({5000000000, 0xf0f0,
                        unhex("4104d64bdfd09eb1c5fe295abdeb1dca4281be988e2da0b6c1c6a59dc226c28624e18175e851c9"
                              "6b973d81b01cc31f047834bc06d6d6edf620d184241a6aed8b63a6ac")});
  CHECK(tx.txid().to_string() == "4538fc1618badd058ee88fd020984451024858796be0a1ed111877f887e1bd53");
}

// dcrd: wire/msgtx_test.go, multiTx
TEST_CASE("wire/transaction: the witness alone") {
  TxForm form = TxForm::full;
  const Bytes raw = unhex("010002000112121212121212121515151534343434070431dc001b0162");
  const Transaction tx = ok(Transaction::parse(raw, &form));
  CHECK(form == TxForm::only_witness);
  REQUIRE(tx.inputs.size() == 1);
  CHECK(tx.inputs[0].value_in == 0x1212121212121212);
  CHECK(tx.inputs[0].block_height == 0x15151515);
  CHECK(tx.inputs[0].block_index == 0x34343434);
  CHECK(tx.inputs[0].signature_script == unhex("0431dc001b0162"));
  CHECK(tx.inputs[0].previous == OutPoint{});
  CHECK(tx.outputs.empty());
  CHECK(tx.serialize(TxForm::only_witness) == raw);
}

TEST_CASE("wire/transaction: the empty transaction") {
  CHECK(core::to_hex(Transaction{}.serialize()) == "010000000000000000000000000000");
  CHECK(ok(Transaction::parse(Transaction{}.serialize())) == Transaction{});
}

TEST_CASE("wire/transaction: each form round trips, has its size, and leaves null what it lacks") {
  const Transaction tx = vote();
  for (const TxForm form : kForms) {
    CAPTURE(static_cast<int>(form));
    const Bytes raw = tx.serialize(form);
    CHECK(tx.serialized_size(form) == raw.size());
    TxForm found = TxForm::full;
    const Transaction again = ok(Transaction::parse(raw, &found));
    CHECK(found == form);
    CHECK(again.serialize(form) == raw);
    CHECK((again == tx) == (form == TxForm::full));
  }
  const Transaction bare = ok(Transaction::parse(tx.serialize(TxForm::no_witness)));
  CHECK(bare.inputs[1].value_in == -1);
  CHECK(bare.inputs[1].block_index == kMaxIndex);
  CHECK(bare.inputs[1].signature_script.empty());
  CHECK(bare.txid() == tx.txid());
}

TEST_CASE("wire/transaction: the hashes are of the forms they say") {
  const Transaction tx = vote();
  CHECK(tx.txid() == core::blake256(tx.serialize(TxForm::no_witness)));
  CHECK(tx.witness_hash() == core::blake256(tx.serialize(TxForm::only_witness)));
  const core::Hash txid = tx.txid();
  const core::Hash witness = tx.witness_hash();
  Bytes both(txid.bytes.begin(), txid.bytes.end());
  both.insert(both.end(), witness.bytes.begin(), witness.bytes.end());
  CHECK(tx.full_hash() == core::blake256(both));
}

TEST_CASE("wire/transaction: nothing of the witness changes the txid") {
  Transaction tx = vote();
  tx.inputs[1].signature_script.clear();
  tx.inputs[0].value_in = 1;
  tx.inputs[1].block_height = 5;
  CHECK(tx.txid().to_string() == samples::kVoteId);
  tx.inputs[1].sequence = 0;
  CHECK(tx.txid().to_string() != samples::kVoteId);
}

TEST_CASE("wire/transaction: cut at any byte it is truncated") {
  for (const TxForm form : kForms) {
    const Bytes raw = vote().serialize(form);
    for (std::size_t length = 0; length < raw.size(); ++length) {
      CAPTURE(static_cast<int>(form));
      CAPTURE(length);
      CHECK(kind_of(Transaction::parse(ByteView(raw).first(length))) == Errc::truncated);
    }
  }
}

TEST_CASE("wire/transaction: refuses bytes after the end, unless it is read from the front") {
  Bytes raw = unhex(samples::kVote);
  raw.push_back(0);
  CHECK(kind_of(Transaction::parse(raw)) == Errc::trailing);
  Reader reader(raw);
  CHECK(ok(Transaction::read(reader)) == vote());
  CHECK(reader.remaining() == 1);
}

TEST_CASE("wire/transaction: reading for a block takes the full form only") {
  for (const TxForm form : {TxForm::no_witness, TxForm::only_witness}) {
    const Bytes raw = vote().serialize(form);
    Reader strict(raw);
    CHECK(kind_of(Transaction::read(strict)) == Errc::unsupported);
    Reader any(raw);
    TxForm found = TxForm::full;
    CHECK(Transaction::read(any, &found));
    CHECK(found == form);
  }
}

TEST_CASE("wire/transaction: refuses other serialization types") {
  for (const unsigned kind : {3U, 4U, 0xffU, 0x100U, 0xffffU}) {
    CAPTURE(kind);
    Bytes raw = unhex(samples::kVote);
    raw[2] = static_cast<std::uint8_t>(kind);
    raw[3] = static_cast<std::uint8_t>(kind >> 8U);
    CHECK(kind_of(Transaction::parse(raw)) == Errc::unsupported);
  }
}

TEST_CASE("wire/transaction: refuses a witness of another number of inputs") {
  const Transaction tx = vote();
  const std::size_t witness_at = tx.serialize(TxForm::no_witness).size();
  for (const std::uint8_t count : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{3}}) {
    CAPTURE(count);
    Bytes raw = tx.serialize();
    REQUIRE(raw[witness_at] == 2);
    raw[witness_at] = count;
    CHECK(kind_of(Transaction::parse(raw)) == Errc::malformed);
  }
}

TEST_CASE("wire/transaction: refuses varints that are longer than needed, wherever they stand") {
  const Transaction tx = vote();
  const std::size_t outputs_at = 4 + 1 + 2 * 41;
  const std::size_t script_at = outputs_at + 1 + 10;
  const std::size_t witness_at = tx.serialize(TxForm::no_witness).size();
  for (const std::size_t at : {std::size_t{4}, outputs_at, script_at, witness_at, witness_at + 17}) {
    CAPTURE(at);
    Bytes raw = tx.serialize();
    const std::uint8_t value = raw[at];
    const Bytes longer = {0xfd, value, 0x00};
    raw.erase(raw.begin() + static_cast<std::ptrdiff_t>(at));
    raw.insert(raw.begin() + static_cast<std::ptrdiff_t>(at), longer.begin(), longer.end());
    CHECK(kind_of(Transaction::parse(raw)) == Errc::non_canonical);
  }
}

TEST_CASE("wire/transaction: amounts keep their sign and size") {
  Transaction tx;
  tx.inputs.emplace_back().value_in = std::numeric_limits<std::int64_t>::min();
  tx.outputs.push_back({std::numeric_limits<std::int64_t>::max(), 0xffff, Bytes(70000, 0xee)});
  tx.version = 0xffff;
  tx.lock_time = 0xfffffffe;
  tx.expiry = 0x80000000;
  CHECK(ok(Transaction::parse(tx.serialize())) == tx);
}

TEST_CASE("wire/transaction: an error says that it is of a transaction, and where") {
  const Bytes raw = unhex(samples::kVote);
  const auto refused = Transaction::parse(ByteView(raw).first(50));
  REQUIRE(!refused);
  CHECK(refused.error().text.starts_with("transaction: "));
  CHECK(refused.error().text.find("offset") != std::string::npos);
}

}  // namespace
}  // namespace dcrvoter::wire
