#include "core/hash.hpp"

#include "hex.hpp"

namespace dcrvoter::core {
namespace {

using testing::kind_of;

constexpr std::string_view kGenesis = "298e5cc3d985bfe7f81dc135f360abe089edd4396b86d2de66b0cef42b21d980";

TEST_CASE("core/hash: its text is the hex of the reversed bytes") {
  const Hash hash = testing::hash_of(kGenesis);
  CHECK(hash.bytes.front() == 0x80);
  CHECK(hash.bytes.back() == 0x29);
  CHECK(hash.to_string() == kGenesis);
}

TEST_CASE("core/hash: reads upper case too, but nothing that is not 64 digits") {
  CHECK(testing::hash_of("298E5CC3D985BFE7F81DC135F360ABE089EDD4396B86D2DE66B0CEF42B21D980").to_string() ==
        kGenesis);
  CHECK(kind_of(Hash::from_string("")) == Errc::malformed);
  CHECK(kind_of(Hash::from_string(kGenesis.substr(1))) == Errc::malformed);
  CHECK(kind_of(Hash::from_string(kGenesis.substr(2))) == Errc::malformed);
  CHECK(kind_of(Hash::from_string(std::string(kGenesis) + "00")) == Errc::malformed);
  CHECK(kind_of(Hash::from_string(std::string(63, '0') + "g")) == Errc::malformed);
}

TEST_CASE("core/hash: takes exactly 32 raw bytes as they are") {
  Bytes raw(32, 0);
  raw[0] = 1;
  const auto hash = Hash::from_bytes(raw);
  REQUIRE(hash);
  CHECK(hash->bytes[0] == 1);
  CHECK(kind_of(Hash::from_bytes(ByteView(raw).first(31))) == Errc::malformed);
  raw.push_back(0);
  CHECK(kind_of(Hash::from_bytes(raw)) == Errc::malformed);
}

TEST_CASE("core/hash: is_zero, order and table hash") {
  Hash one;
  CHECK(one.is_zero());
  one.bytes[31] = 1;
  CHECK(!one.is_zero());
  CHECK(Hash{} < one);
  CHECK(std::hash<Hash>{}(testing::hash_of(kGenesis)) == std::hash<Hash>{}(testing::hash_of(kGenesis)));
  Hash other;
  other.bytes[0] = 1;
  CHECK(std::hash<Hash>{}(other) != std::hash<Hash>{}(Hash{}));
}

}  // namespace
}  // namespace dcrvoter::core
