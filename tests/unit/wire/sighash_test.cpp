#include "wire/sighash.hpp"

#include "hex.hpp"
#include "wire/samples.hpp"

#include <stdexcept>

namespace dcrvoter::wire {
namespace {

using testing::ok;
using testing::unhex;

// dcrd: txscript/testdata/sighash.json
TEST_CASE("wire/sighash: what the signature of a real vote signs") {
  const Transaction tx = ok(Transaction::parse(unhex(samples::kVote)));
  const core::Hash hash = signature_hash(tx, 1, unhex(samples::kVoteSubscript));
  CHECK(core::to_hex(hash.bytes) == "fa82c089367438879299258f26b4cfd8cedee3ebbb3f9c4a3e14aad530613899");
  CHECK(signature_hash(tx, 1, unhex(samples::kVoteSubscript), tx.txid()) == hash);
}

// The unsigned vote of the specification's second example, made with dcrd's libraries.
TEST_CASE("wire/sighash: an unsigned vote") {
  const Transaction tx = ok(Transaction::parse(
      unhex("01000100020000000000000000000000000000000000000000000000000000000000000000ffffffff00ffffffff"
            "1d48a78306ec73aecdd2e5a1b703c75d0e55a823a71045a4dc02ecc7abd44e1f0000000001ffffffff0300000000"
            "0000000000"
            "00266a240102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20e0c81000000000000000"
            "00000000086a0605000b000000e510abad0400000000001abb76a9142789d58cfa0957d206f025c2af056fc8a77c"
            "ebb088ac0000000000000000")));
  CHECK(tx.txid().to_string() == "2b123f142e044cdbdbff66f20d7713d57a304b39ea150634ee5f91dabb905a7a");
  const auto script = unhex("ba76a914f51906cda67ae249b90a78dc3ae4fe2f227a016288ac");
  CHECK(core::to_hex(signature_hash(tx, 1, script).bytes) ==
        "3280f351822333bce101e0c7174153bb44e6cd89c7fa301ac0de336dbd1b9b72");
}

TEST_CASE("wire/sighash: signs the prefix, the input's place and its script; nothing of the witness") {
  const Transaction tx = ok(Transaction::parse(unhex(samples::kVote)));
  const auto script = unhex(samples::kVoteSubscript);
  const core::Hash hash = signature_hash(tx, 1, script);
  Transaction other = tx;
  other.inputs[1].signature_script.clear();
  other.inputs[0].value_in = 0;
  CHECK(signature_hash(other, 1, script) == hash);
  other.outputs[2].value += 1;
  CHECK(signature_hash(other, 1, script) != hash);
  CHECK(signature_hash(tx, 0, script) != hash);
  CHECK(signature_hash(tx, 1, core::ByteView(script).subspan(1)) != hash);
}

TEST_CASE("wire/sighash: an input that is not there is a programming error") {
  const Transaction tx = ok(Transaction::parse(unhex(samples::kVote)));
  CHECK_THROWS_AS((void)signature_hash(tx, 2, {}), std::out_of_range);
}

}  // namespace
}  // namespace dcrvoter::wire
