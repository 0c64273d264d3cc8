// From an address back to its place: whatever the hashes are like.
#include "keys/place_table.hpp"

#include <doctest/doctest.h>

#include <random>
#include <unordered_map>

using namespace dcrvoter;
using keys::Place;
using keys::PlaceTable;

namespace {

/// A table, and a plain map that says the same.
struct Twin {
  std::vector<core::Hash160> hashes{};
  std::unordered_map<core::Hash160, Place> plain{};
  PlaceTable table{[this](const Place& at) -> const core::Hash160& { return hashes.at(at.index); }};

  void insert(const core::Hash160& hash) {
    const Place place{static_cast<std::uint32_t>(hashes.size()),
                      static_cast<std::uint16_t>(hashes.size() % 1000),
                      static_cast<std::uint8_t>(hashes.size() % 2)};
    hashes.push_back(hash);
    plain.try_emplace(hash, place);
    table.insert(hash, place);
  }
  void check() const {
    for (const auto& [hash, place] : plain) {
      REQUIRE(table.find(hash) == place);
    }
  }
};

core::Hash160 random_hash(std::mt19937& random) {
  core::Hash160 hash;
  for (auto& byte : hash.bytes) {
    byte = static_cast<std::uint8_t>(random());
  }
  return hash;
}

}  // namespace

TEST_CASE("keys/place_table: finds what was inserted, and nothing else, at every size") {
  std::mt19937 random(1);  // always the same
  Twin twin;
  CHECK_FALSE(twin.table.find(random_hash(random)));
  CHECK_FALSE(twin.table.any());
  for (int i = 0; i < 5000; ++i) {
    twin.insert(random_hash(random));
    CHECK_FALSE(twin.table.find(random_hash(random)));
    if (i % 97 == 0) {
      twin.check();
    }
  }
  twin.check();
  const auto any = twin.table.any();
  REQUIRE(any);
  CHECK(twin.table.find(twin.hashes.at(any->index)) == any);
}

TEST_CASE("keys/place_table: hashes that begin alike are told apart") {
  Twin twin;
  core::Hash160 hash;
  hash.bytes.fill(0xff);
  for (int i = 0; i < 600; ++i) {  // more than twice its first size, all at its last place
    hash.bytes[18] = static_cast<std::uint8_t>(i / 256);
    hash.bytes[19] = static_cast<std::uint8_t>(i % 256);
    CHECK_FALSE(twin.table.find(hash));
    twin.insert(hash);
  }
  twin.check();
}

TEST_CASE("keys/place_table: the first place of a hash stays") {
  Twin twin;
  const core::Hash160 hash{{1, 2, 3}};
  twin.insert(hash);
  twin.insert(hash);
  CHECK(twin.table.find(hash) == Place{0, 0, 0});
}
