#include "core/base58.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

core::Errc refusal_of(const std::string& go_error, const std::string& reason) {
  if (go_error == "base58.ErrChecksum") {
    return core::Errc::checksum;
  }
  // Go has one name for a wrong character and for a text that is too short.
  const bool is_short = reason == "shorter than prefix + checksum" || reason == "empty string";
  return is_short ? core::Errc::truncated : core::Errc::malformed;
}

TEST_CASE("vectors/base58check: both directions, and what must be refused") {
  for_each_case("base58check.json", [](const Object& one) {
    const std::string kind = text(one, "kind");
    const std::string encoded = text(one, "text");
    CAPTURE(encoded);
    if (kind == "raw") {
      const core::Bytes data = bytes(one, "data");
      CHECK(core::base58_encode(data) == encoded);
      CHECK(core::base58_decode(encoded) == data);
    } else if (kind == "check") {
      core::Bytes data = bytes(one, "prefix");
      const core::Bytes payload = bytes(one, "payload");
      data.insert(data.end(), payload.begin(), payload.end());
      CHECK(core::base58check_encode(data) == encoded);
      CHECK(core::base58check_decode(encoded) == data);
    } else {
      REQUIRE(kind == "check_invalid");
      const auto decoded = core::base58check_decode(encoded);
      REQUIRE(!decoded);
      CHECK(decoded.error().kind == refusal_of(text(one, "go_error"), text(one, "reason")));
    }
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
