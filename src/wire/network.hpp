/// The parameters of the three networks as far as a voter needs them, constant and compiled in.
/// Source: `dcrd: chaincfg/*params.go`; the table of the specification's networks page.
#pragma once

#include "core/hash.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dcrvoter::wire {

enum class NetworkId : std::uint8_t { mainnet, testnet3, simnet };

using Prefix = std::array<std::uint8_t, 2>;
using PublicKey = std::array<std::uint8_t, 33>;  ///< compressed secp256k1 point

/// One choice of an agenda.
struct Choice {
  std::string_view id;  ///< "abstain", "no", "yes"
  std::uint16_t bits;
};

/// One agenda of one vote version (`dcrd: chaincfg`, ConsensusDeployment).
struct Agenda {
  std::uint32_t vote_version;
  std::string_view id;
  std::uint16_t mask;
  std::array<Choice, 3> choices;
  std::string_view forced_choice;  ///< "" or the id of the choice that is forced on this network
  std::uint64_t start_time;        ///< unix seconds
  std::uint64_t expire_time;       ///< unix seconds
};

struct Network {
  NetworkId id;
  std::string_view name;  ///< as in the configuration and in `getblockchaininfo.chain`
  std::uint32_t magic;    ///< `getcurrentnet`
  core::Hash genesis;
  std::uint16_t rpc_port;

  // text prefixes
  Prefix p2pkh, p2sh, p2pk, p2pkh_ed25519, p2pkh_schnorr, wif;
  std::array<std::uint8_t, 4> xpriv, xpub;
  std::uint32_t coin_type_slip0044, coin_type_legacy;

  // tickets, in blocks
  std::uint32_t target_block_seconds;
  std::uint32_t ticket_pool_size;  ///< target
  std::uint16_t tickets_per_block, votes_needed;
  std::uint32_t ticket_maturity, ticket_expiry, coinbase_maturity;
  std::uint32_t stake_enabled_height, stake_validation_height;
  std::uint32_t max_vote_age;
  std::int64_t minimum_stake_diff;  ///< atoms

  // subsidy: full(h) = base, times 100/101 every `subsidy_interval` blocks
  std::int64_t base_subsidy, block_one_subsidy;  ///< atoms
  std::uint32_t subsidy_interval;
  /// First block under the split of DCP-0010 (R1) and DCP-0012 (R2).
  std::uint32_t split_r1_height, split_r2_height;

  // agendas
  std::uint32_t rule_change_interval;
  std::uint32_t vote_version;       ///< the rules that this program implements
  std::span<const Agenda> agendas;  ///< of all vote versions, oldest first

  // treasury
  std::uint32_t treasury_vote_interval, treasury_vote_multiplier;
  std::array<PublicKey, 2> pi_keys;
};

[[nodiscard]] const Network& network(NetworkId id) noexcept;
[[nodiscard]] std::optional<NetworkId> network_id(std::string_view name) noexcept;

}  // namespace dcrvoter::wire
