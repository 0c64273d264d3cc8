#include "wire/sighash.hpp"

#include "core/digest.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

TEST_CASE("vectors/sighash: what an input's signature signs, for SigHashAll") {
  std::size_t run = 0;
  for_each_case("sighash.json", [&run](const Object& one) {
    const auto tx = wire::Transaction::parse(bytes(one, "tx"));
    REQUIRE(tx);
    if (unsigned_integer(one, "hash_type") != wire::kSigHashAll) {
      REQUIRE(text(one, "name").starts_with("optional"));  // a vote needs no other
      return;
    }
    const auto index = number<std::size_t>(one, "input");
    const core::Bytes script = bytes(one, "script");
    CHECK(core::to_hex(tx->txid().bytes) == text(one, "prefix_hash"));
    CHECK(core::to_hex(wire::signature_hash(*tx, index, script).bytes) == text(one, "sighash"));
    CHECK(core::to_hex(core::blake256(bytes(one, "witness_preimage")).bytes) == text(one, "witness_hash"));
    CHECK(core::to_hex(
              core::blake256(from_hex("01000000" + text(one, "prefix_hash") + text(one, "witness_hash")))
                  .bytes) == text(one, "sighash"));
    CHECK(wire::signature_hash(*tx, index, script, tx->txid()) == wire::signature_hash(*tx, index, script));
    ++run;
  });
  CHECK(run > 0);
}

}  // namespace
}  // namespace dcrvoter::vectors
