#include "core/digest.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

TEST_CASE("vectors/hash160: BLAKE-256, then RIPEMD-160") {
  for_each_case("hash160.json", [](const Object& one) {
    const core::Bytes data = bytes(one, "data");
    CHECK(core::to_hex(core::blake256(data).bytes) == text(one, "blake256"));
    CHECK(core::to_hex(core::hash160(data).bytes) == text(one, "hash160"));
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
