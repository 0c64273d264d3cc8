#include "keys/nonce.hpp"

#include "hex.hpp"

#include <algorithm>
#include <array>

namespace dcrvoter::keys {
namespace {

using testing::unhex;

std::string nonce(std::string_view key, std::string_view hash, unsigned attempt) {
  std::array<std::uint8_t, 32> out{};
  REQUIRE(decred_nonce(out.data(), unhex(hash).data(), unhex(key).data(), nullptr, nullptr, attempt) == 1);
  return core::to_hex(out);
}

// dcrd: dcrec/secp256k1/nonce_test.go
TEST_CASE("keys/nonce: first and later candidates are dcrd's") {
  const std::string key = "0011111111111111111111111111111111111111111111111111111111111111";
  const std::string hash = "0000000000000000000000000000000000000000000000000000000000000001";
  CHECK(nonce(key, hash, 0) == "154e92760f77ad9af6b547edd6f14ad0fae023eb2221bc8be2911675d8a686a3");
  CHECK(nonce(key, hash, 1) == "66fca3fe494a6216e4a3f15cfbc1d969c60d9cdefda1a1c193edabd34aa8cd5e");
}

TEST_CASE("keys/nonce: a hash above the group's order has candidates of its own, all different") {
  const std::string key = "0011111111111111111111111111111111111111111111111111111111111111";
  const std::string hash(64, 'f');
  const std::array candidates{nonce(key, hash, 0), nonce(key, hash, 1), nonce(key, hash, 2)};
  CHECK(candidates[0] != candidates[1]);
  CHECK(candidates[1] != candidates[2]);
  CHECK(candidates[0] != nonce(key, "000000000000000000000000000000014551231950b75fc4402da1732fc9bebe", 0));
  CHECK(nonce(key, hash, 2) == candidates[2]);
}

}  // namespace
}  // namespace dcrvoter::keys
