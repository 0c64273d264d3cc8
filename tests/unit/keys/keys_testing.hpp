/// What several tests of keys need: known keys, and keys from texts.
#pragma once

#include "hex.hpp"
#include "keys/account.hpp"
#include "keys/extended_key.hpp"
#include "keys/wif.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace dcrvoter::testing {

using keys::CoinType;
using keys::ExtendedKey;
using keys::PrivateKey;
using keys::Secret;
using keys::SecretBytes;

// The specification's worked examples (dcrd: dcrutil/wif_test.go, dcrwallet: wallet/addresses_test.go).
inline constexpr std::string_view kWif = "PmQdMn8xafwaQouk8ngs1CccRCB1ZmsqQxBaxNR4vhQi5a5QB5716";
inline constexpr std::string_view kWifSecret =
    "0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d";
inline constexpr std::string_view kWifPublic =
    "02d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c";
inline constexpr std::string_view kWifTestnet = "PtWVDUidYaiiNT5e2Sfb1Ah4evbaSopZJkkpFBuzkJYcYteugvdFg";
inline constexpr std::string_view kRedeem =
    "512102d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c"
    "2102eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec452ae";
inline constexpr std::string_view kSimnetSeed =
    "b46bc6502a30beb92f0aebc776403c3dbf11bfb68305967c36dac9ef8d641567";
/// Account 0 of 32 zero bytes on mainnet, SLIP-0044 (dcrwallet: wallet/wallet_test.go).
inline constexpr std::string_view kZeroAccount =
    "dprv3oaf1h1hLxLZNHn6Gn9AaUaMJxhpHAj2KGMMHTi2AnoiHdRhCciKbwf3dB6zpPEq8ffdT4NZ7gjtrZBQhSWDm2RVXbphmpdPnbq2"
    "99ddB8a";

inline const wire::Network& mainnet() {
  return wire::network(wire::NetworkId::mainnet);
}
inline const wire::Network& simnet() {
  return wire::network(wire::NetworkId::simnet);
}

inline PrivateKey key_from_wif(std::string_view wif, const wire::Network& network = mainnet()) {
  auto key = keys::parse_wif(wif, network);
  REQUIRE(key);
  return std::move(*key);
}
/// A key with this number, from 1 to 255, as its secret.
inline PrivateKey small_key(std::uint8_t number) {
  Secret<32> secret;
  secret.fill()[31] = number;
  auto key = PrivateKey::from_secret(std::move(secret));
  REQUIRE(key);
  return std::move(*key);
}
inline ExtendedKey simnet_account(CoinType coin = CoinType::legacy) {
  auto key = keys::account_of_seed(unhex(kSimnetSeed), simnet(), coin, 0);
  REQUIRE(key);
  return std::move(*key);
}
inline std::string text_of(const ExtendedKey& key) {
  SecretBytes out;
  key.append_text(out);
  return std::string(out.expose_text());
}

}  // namespace dcrvoter::testing
