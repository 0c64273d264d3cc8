#include "wire/network.hpp"

#include "wire/agendas.hpp"

#include <algorithm>

namespace dcrvoter::wire {
namespace {

constexpr std::uint8_t digit(char c) {
  return static_cast<std::uint8_t>(c >= 'a' ? c - 'a' + 10 : c - '0');
}

/// Bytes from lower-case hex of the right length; anything else does not compile.
template <std::size_t Size>
constexpr std::array<std::uint8_t, Size> bytes(std::string_view hex) {
  if (hex.size() != 2 * Size) {
    throw "hex of another length";
  }
  std::array<std::uint8_t, Size> out{};
  for (std::size_t i = 0; i < Size; ++i) {
    out[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) << 4U | digit(hex[2 * i + 1]));
  }
  return out;
}

/// A block hash from its text, which is reversed.
constexpr core::Hash block_hash(std::string_view hex) {
  core::Hash hash{bytes<32>(hex)};
  std::ranges::reverse(hash.bytes);
  return hash;
}

constexpr Network kMainnet{
    .id = NetworkId::mainnet,
    .name = "mainnet",
    .magic = 0xd9b400f9,
    .genesis = block_hash("298e5cc3d985bfe7f81dc135f360abe089edd4396b86d2de66b0cef42b21d980"),
    .rpc_port = 9109,
    .p2pkh = {0x07, 0x3f},
    .p2sh = {0x07, 0x1a},
    .p2pk = {0x13, 0x86},
    .p2pkh_ed25519 = {0x07, 0x1f},
    .p2pkh_schnorr = {0x07, 0x01},
    .wif = {0x22, 0xde},
    .xpriv = {0x02, 0xfd, 0xa4, 0xe8},
    .xpub = {0x02, 0xfd, 0xa9, 0x26},
    .coin_type_slip0044 = 42,
    .coin_type_legacy = 20,
    .target_block_seconds = 300,
    .ticket_pool_size = 8192,
    .tickets_per_block = 5,
    .votes_needed = 3,
    .ticket_maturity = 256,
    .ticket_expiry = 40960,
    .coinbase_maturity = 256,
    .stake_enabled_height = 512,
    .stake_validation_height = 4096,
    .max_vote_age = 256,
    .minimum_stake_diff = 200000000,
    .base_subsidy = 3119582664,
    .block_one_subsidy = 168000000000000,
    .subsidy_interval = 6144,
    .split_r1_height = 657280,
    .split_r2_height = 794368,
    .rule_change_interval = 8064,
    .vote_version = 11,
    .agendas = agendas::kMainnet,
    .treasury_vote_interval = 288,
    .treasury_vote_multiplier = 12,
    .pi_keys = {bytes<33>("03f6e7041f1cf51ee10e0a01cd2b0385ce3cd9debaabb2296f7e9dee9329da946c"),
                bytes<33>("0319a37405cb4d1691971847d7719cfce70857c0f6e97d7c9174a3998cf0ab86dd")},
};

constexpr Network kTestnet3{
    .id = NetworkId::testnet3,
    .name = "testnet3",
    .magic = 0xb194aa75,
    .genesis = block_hash("a649dce53918caf422e9c711c858837e08d626ecfcd198969b24f7b634a49bac"),
    .rpc_port = 19109,
    .p2pkh = {0x0f, 0x21},
    .p2sh = {0x0e, 0xfc},
    .p2pk = {0x28, 0xf7},
    .p2pkh_ed25519 = {0x0f, 0x01},
    .p2pkh_schnorr = {0x0e, 0xe3},
    .wif = {0x23, 0x0e},
    .xpriv = {0x04, 0x35, 0x83, 0x97},
    .xpub = {0x04, 0x35, 0x87, 0xd1},
    .coin_type_slip0044 = 1,
    .coin_type_legacy = 11,
    .target_block_seconds = 120,
    .ticket_pool_size = 1024,
    .tickets_per_block = 5,
    .votes_needed = 3,
    .ticket_maturity = 16,
    .ticket_expiry = 6144,
    .coinbase_maturity = 16,
    .stake_enabled_height = 32,
    .stake_validation_height = 768,
    .max_vote_age = 1440,
    .minimum_stake_diff = 20000000,
    .base_subsidy = 2500000000,
    .block_one_subsidy = 10000000000000,
    .subsidy_interval = 2048,
    .split_r1_height = 877728,
    .split_r2_height = 1170048,
    .rule_change_interval = 5040,
    .vote_version = 12,
    .agendas = agendas::kTestnet3,
    .treasury_vote_interval = 60,
    .treasury_vote_multiplier = 4,
    .pi_keys = {bytes<33>("03beca9bbd227ca6bb5a58e03a36ba2b52fff09093bd7a50aee1193bccd257fb8a"),
                bytes<33>("03e647c014f55265da506781f0b2d67674c35cb59b873d9926d483c4ced9a7bbd3")},
};

constexpr Network kSimnet{
    .id = NetworkId::simnet,
    .name = "simnet",
    .magic = 0x12141c16,
    .genesis = block_hash("6bef82c645999585f7255cb02672921ac2f5492820090cd635fe3a59d16b4f87"),
    .rpc_port = 19556,
    .p2pkh = {0x0e, 0x91},
    .p2sh = {0x0e, 0x6c},
    .p2pk = {0x27, 0x6f},
    .p2pkh_ed25519 = {0x0e, 0x71},
    .p2pkh_schnorr = {0x0e, 0x53},
    .wif = {0x23, 0x07},
    .xpriv = {0x04, 0x20, 0xb9, 0x03},
    .xpub = {0x04, 0x20, 0xbd, 0x3d},
    .coin_type_slip0044 = 1,
    .coin_type_legacy = 115,
    .target_block_seconds = 1,
    .ticket_pool_size = 64,
    .tickets_per_block = 5,
    .votes_needed = 3,
    .ticket_maturity = 16,
    .ticket_expiry = 384,
    .coinbase_maturity = 16,
    .stake_enabled_height = 32,
    .stake_validation_height = 144,
    .max_vote_age = 16,
    .minimum_stake_diff = 20000,
    .base_subsidy = 50000000000,
    .block_one_subsidy = 30000000000000,
    .subsidy_interval = 128,
    .split_r1_height = 0,
    .split_r2_height = 0,
    .rule_change_interval = 320,
    .vote_version = 12,
    .agendas = agendas::kSimnet,
    .treasury_vote_interval = 48,
    .treasury_vote_multiplier = 3,
    .pi_keys = {bytes<33>("02a36b785d584555696b69d1b2bbeff4010332b301e3edd316d79438554cacb3e7"),
                bytes<33>("02b2c110e7b560aa9e1545dd18dd9f7e74a3ba036297a696050c0256f1f69479d7")},
};

}  // namespace

const Network& network(NetworkId id) noexcept {
  switch (id) {
    case NetworkId::mainnet: return kMainnet;
    case NetworkId::testnet3: return kTestnet3;
    case NetworkId::simnet: break;
  }
  return kSimnet;
}

std::optional<NetworkId> network_id(std::string_view name) noexcept {
  for (const Network* known : {&kMainnet, &kTestnet3, &kSimnet}) {
    if (known->name == name) {
      return known->id;
    }
  }
  return std::nullopt;
}

}  // namespace dcrvoter::wire
