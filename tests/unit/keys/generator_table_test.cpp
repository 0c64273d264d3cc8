#include "keys/generator_table.hpp"

#include "keys/context.hpp"
#include "keys/extended_key.hpp"
#include "keys/public_branch.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <thread>

using namespace dcrvoter;
using namespace dcrvoter::keys;

namespace {

using Scalar = std::array<std::uint8_t, 32>;

constexpr Scalar kOrder{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                        0xff, 0xff, 0xff, 0xff, 0xfe, 0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48,
                        0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41};

secp256k1_pubkey point(std::uint8_t secret) {
  Scalar scalar{};
  scalar.back() = secret;
  secp256k1_pubkey made;
  REQUIRE(secp256k1_ec_pubkey_create(context(), &made, scalar.data()) == 1);
  return made;
}

wire::PublicKey bytes(const secp256k1_pubkey& key) {
  wire::PublicKey out{};
  std::size_t size = out.size();
  secp256k1_ec_pubkey_serialize(context(), out.data(), &size, &key, SECP256K1_EC_COMPRESSED);
  return out;
}

/// What the library makes of the same.
std::optional<wire::PublicKey> expected(secp256k1_pubkey from, const Scalar& scalar) {
  if (secp256k1_ec_pubkey_tweak_add(context(), &from, scalar.data()) != 1) {
    return std::nullopt;
  }
  return bytes(from);
}

void check(const GeneratorTable& table, const secp256k1_pubkey& from, const Scalar& scalar) {
  const auto sum = table.add(from, scalar);
  const auto wanted = expected(from, scalar);
  REQUIRE(sum.has_value() == wanted.has_value());
  if (sum) {
    CHECK(bytes(*sum) == *wanted);
  }
}

}  // namespace

TEST_CASE("keys/generator_table: sums are those of the library") {
  const GeneratorTable table;
  std::mt19937_64 random(7);
  for (int i = 0; i < 300; ++i) {
    Scalar scalar;
    for (auto& byte : scalar) {
      byte = static_cast<std::uint8_t>(random());
    }
    check(table, point(3), scalar);
  }
  for (unsigned bit = 0; bit < 256; ++bit) {  // each digit alone, and the one above it
    Scalar scalar{};
    scalar[31 - bit / 8] = static_cast<std::uint8_t>(1U << (bit % 8));
    check(table, point(5), scalar);
    scalar.back() |= 1;
    check(table, point(5), scalar);
  }
}

TEST_CASE("keys/generator_table: no sum for 0, for the group's order and above, and at infinity") {
  const GeneratorTable table;
  CHECK_FALSE(table.add(point(1), Scalar{}));
  CHECK_FALSE(table.add(point(1), kOrder));
  Scalar scalar = kOrder;
  scalar.back() += 1;
  CHECK_FALSE(table.add(point(1), scalar));
  scalar.fill(0xff);
  CHECK_FALSE(table.add(point(1), scalar));
  scalar = kOrder;
  scalar.back() -= 2;
  check(table, point(1), scalar);  // -2 + 1
  CHECK(table.add(point(1), scalar));
  scalar.back() += 1;
  check(table, point(1), scalar);  // -1 + 1
  CHECK_FALSE(table.add(point(1), scalar));
}

TEST_CASE("keys/generator_table: one more of the same point doubles it") {
  const GeneratorTable table;
  Scalar one{};
  one.back() = 1;
  check(table, point(1), one);
}

TEST_CASE("keys/generator_table: a branch's public way gives the keys of the private way") {
  const std::array<std::uint8_t, 32> seed{4, 2};
  const auto branch =
      ExtendedKey::master(seed, wire::network(wire::NetworkId::mainnet)).value().child(1).value();
  const PublicBranch open(branch.to_public());
  const GeneratorTable table;
  for (const std::uint32_t index : {0U, 1U, 255U, 256U, 70'000U, kHardened - 1}) {
    CAPTURE(index);
    const auto made = open.compute(index, table);
    const auto key = branch.child_key(index);
    REQUIRE(key);
    REQUIRE(made.exists());
    CHECK(made.key == key->public_key());
    CHECK(made.hash == key->public_key_hash());
  }
}

TEST_CASE("keys/generator_table: threads may share one that is not made yet") {
  const GeneratorTable table;
  Scalar scalar{};
  scalar.fill(0x5a);
  const auto wanted = expected(point(9), scalar).value();
  std::array<wire::PublicKey, 4> sums{};
  {
    std::array<std::jthread, 4> threads;
    for (std::size_t i = 0; i < threads.size(); ++i) {
      threads[i] = std::jthread([&, i] { sums[i] = bytes(table.add(point(9), scalar).value()); });
    }
  }
  for (const auto& sum : sums) {
    CHECK(sum == wanted);
  }
}
