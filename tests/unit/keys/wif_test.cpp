#include "keys/wif.hpp"

#include "keys_testing.hpp"

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;

TEST_CASE("keys/wif: known answers of each network") {
  const PrivateKey key = key_from_wif(kWif);
  CHECK(core::to_hex(key.secret().expose()) == kWifSecret);
  CHECK(core::to_hex(key.public_key()) == kWifPublic);
  const auto& testnet = wire::network(wire::NetworkId::testnet3);
  CHECK(core::to_hex(key_from_wif(kWifTestnet, testnet).public_key()) ==
        "02eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec4");
  CHECK(key_from_wif("PsURoUb7FMeJQdTYea8pkbUQFBZAsxtfDcfTLGja5sCLZvLZWRtjK", simnet()).public_key() ==
        key_from_wif(kWifTestnet, testnet).public_key());
}

TEST_CASE("keys/wif: names the other network, and the type that no ticket has") {
  const auto foreign = parse_wif(kWifTestnet, mainnet());
  CHECK(kind_of(foreign) == Errc::wrong_network);
  CHECK(foreign.error().text == "this private key is of testnet3, not of mainnet");
  CHECK(kind_of(parse_wif("PsUUktzTqNKDRudiz3F4Chh5CKqqmp5W3ckRDhwECbwrSuWZ9m5fk", simnet())) ==
        Errc::unsupported);
}

TEST_CASE("keys/wif: refuses every truncation and every single changed character, showing none of it") {
  const std::string wif(kWif);
  for (std::size_t size = 0; size < wif.size(); ++size) {
    CHECK_FALSE(parse_wif(std::string_view(wif).substr(0, size), mainnet()));
    CHECK_FALSE(parse_wif(std::string_view(wif).substr(wif.size() - size), mainnet()));
  }
  for (std::size_t at = 0; at < wif.size(); ++at) {
    for (const char other : {'1', '2', 'P', 'm', 'z', 'Q', '0', 'l', ' ', '\n', '\0', '\xff'}) {
      std::string changed = wif;
      changed[at] = other;
      if (changed != wif) {
        const auto key = parse_wif(changed, mainnet());
        REQUIRE_FALSE(key);
        CHECK(key.error().text.find(wif.substr(5, 10)) == std::string::npos);
      }
    }
  }
  CHECK_FALSE(parse_wif(std::string(100'000, 'P'), mainnet()));
}

TEST_CASE("keys/private_key: refuses 0 and the group's order") {
  CHECK(kind_of(PrivateKey::from_secret(Secret<32>())) == Errc::out_of_range);
  Secret<32> order;
  REQUIRE(core::from_hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", order.fill()));
  CHECK(kind_of(PrivateKey::from_secret(std::move(order))) == Errc::out_of_range);
  Secret<32> largest;
  REQUIRE(core::from_hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", largest.fill()));
  CHECK(PrivateKey::from_secret(std::move(largest)));
}

}  // namespace
}  // namespace dcrvoter::keys
