#include "wire/schnorr.hpp"

#include "hex.hpp"

#include <algorithm>
#include <string>

namespace dcrvoter::wire {
namespace {

using testing::unhex;

PublicKey key_of(std::string_view text) {
  PublicKey key{};
  std::ranges::copy(unhex(text), key.begin());
  return key;
}

core::Hash in_byte_order(std::string_view text) {
  core::Hash hash;
  std::ranges::copy(unhex(text), hash.bytes.begin());
  return hash;
}

struct Row {
  std::string_view key, hash, signature;
};

constexpr std::string_view kOne = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
constexpr std::string_view kTwo = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
constexpr std::string_view kHash = "c301ba9de5d6053caad9f5eb46523f007702add2c62fa39de03146a36b8026b7";
constexpr std::string_view kOther = "dc063eba3c8d52a159e725c1a161506f6cb6b53478ad5ef3f08d534efa871d9f";

// dcrd: dcrec/secp256k1/schnorr/signature_test.go
constexpr Row kSigned[] = {
    {kOne, kHash,
     "4c68976afe187ff0167919ad181cb30f187e2af1c8233b2cbebbbe0fc97fff61"
     "e9ae2d0e306497236d4e328dc1a34244045745e87da69d806859348bc2a74525"},
    {kOne, kOther,
     "72e5666f4e9d1099447b825cf737ee32112f17a67e2ca7017ae098da31dfbb8b"
     "c19f5a4f815e9737f1b635075c50b3fa28dbbbebfcb98749b9f3c7b0fa748422"},
    {kTwo, kHash,
     "c6deb3a26c08842612bfd4411a91c90f64cfea2206c758cd1352ff2b93cc3611"
     "c9ffe5dd240f52d3ee199e29373030a5d795b674cd4da991fd07f5edefc3817d"},
    {kTwo, kOther,
     "f3632492a72eb8e175b93e1eb31ef382e49f3f3fe385892523beaef9171aa15d"
     "441e1a94ab9b1dafa93e0d48d08c26513d53449197e761c74bebb2fae97525c3"},
};

TEST_CASE("wire/schnorr: dcrd's signatures, and none with a bit changed") {
  for (const Row& row : kSigned) {
    core::Bytes signature = unhex(row.signature);
    const PublicKey key = key_of(row.key);
    const core::Hash hash = in_byte_order(row.hash);
    CHECK(is_schnorr_signed(key, hash, signature));
    for (std::size_t bit = 0; bit < signature.size() * 8; bit += 3) {
      signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      CHECK_FALSE(is_schnorr_signed(key, hash, signature));
      signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
    CHECK_FALSE(is_schnorr_signed(key_of(row.key == kOne ? kTwo : kOne), hash, signature));
    CHECK_FALSE(is_schnorr_signed(key, in_byte_order(row.hash == kHash ? kOther : kHash), signature));
    for (std::size_t size = 0; size < signature.size(); ++size) {
      CHECK_FALSE(is_schnorr_signed(key, hash, core::ByteView(signature).first(size)));
    }
  }
}

TEST_CASE("wire/schnorr: scalars out of range, and what is no key") {
  const core::Bytes good = unhex(kSigned[0].signature);
  const core::Hash hash = in_byte_order(kHash);
  core::Bytes large = good;
  std::fill(large.begin() + 32, large.end(), std::uint8_t{0xff});
  CHECK_FALSE(is_schnorr_signed(key_of(kOne), hash, large));
  CHECK_FALSE(is_schnorr_signed(key_of(kOne), hash, core::Bytes(kSchnorrSize, 0)));
  CHECK_FALSE(is_schnorr_signed(PublicKey{}, hash, good));
}

}  // namespace
}  // namespace dcrvoter::wire
