#include "vectors/vectors.hpp"
#include "wire/block.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

void check_fields(const Object& one, const wire::BlockHeader& header) {
  CHECK(header.version == integer(one, "version"));
  CHECK(header.previous == hash(one, "prev_block"));
  CHECK(header.merkle_root == hash(one, "merkle_root"));
  CHECK(header.stake_root == hash(one, "stake_root"));
  CHECK(header.vote_bits == unsigned_integer(one, "vote_bits"));
  CHECK(((header.vote_bits & 1U) != 0) == boolean(one, "parent_approved"));
  CHECK(core::to_hex(header.final_state) == text(one, "final_state"));
  CHECK(header.voters == unsigned_integer(one, "voters"));
  CHECK(header.fresh_stake == unsigned_integer(one, "fresh_stake"));
  CHECK(header.revocations == unsigned_integer(one, "revocations"));
  CHECK(header.pool_size == unsigned_integer(one, "pool_size"));
  CHECK(header.bits == unsigned_integer(one, "bits"));
  CHECK(header.stake_difficulty == integer(one, "sbits"));
  CHECK(header.height == unsigned_integer(one, "height"));
  CHECK(header.size == unsigned_integer(one, "size"));
  CHECK(header.timestamp == unsigned_integer(one, "timestamp"));
  CHECK(header.nonce == unsigned_integer(one, "nonce"));
  CHECK(core::to_hex(header.extra_data) == text(one, "extra_data"));
  CHECK(header.stake_version == unsigned_integer(one, "stake_version"));
}

TEST_CASE("vectors/headers: fields and hash, and truncated headers") {
  for_each_case("headers.json", [](const Object& one) {
    const core::Bytes raw = bytes(one, "hex");
    const auto header = wire::BlockHeader::parse(raw);
    if (has(one, "decode_error")) {
      REQUIRE(!header);
      CHECK(header.error().kind == core::Errc::truncated);
      return;
    }
    REQUIRE(header);
    check_fields(one, *header);
    CHECK(header->hash() == hash(one, "hash"));
    CHECK(header->serialize() == raw);
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
