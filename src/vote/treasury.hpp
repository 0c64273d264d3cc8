/// Treasury spends and the votes on them.
/// Source: DCP-0006, `dcrd: blockchain/stake/staketx.go` (GetSSGenTreasuryVotes),
/// `dcrd: blockchain/standalone/treasury.go`.
#pragma once

#include "core/hash.hpp"
#include "core/result.hpp"
#include "wire/network.hpp"
#include "wire/transaction.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dcrvoter::vote {

enum class TreasuryAnswer : std::uint8_t { abstain = 0, yes = 1, no = 2 };

/// One answer in a vote: yes or no, never abstain (that is left out).
struct TreasuryVote {
  core::Hash tspend;
  TreasuryAnswer answer = TreasuryAnswer::yes;
  friend bool operator==(const TreasuryVote&, const TreasuryVote&) = default;
};

inline constexpr std::size_t kMaxTreasuryVotes = 7;  ///< more than 256 bytes are no null data

/// The OP_RETURN script of 1 to 7 answers, in the given order. Nothing is checked here: what makes no
/// valid script fails in parse_treasury_script, and in check_vote.
[[nodiscard]] core::Bytes treasury_script(std::span<const TreasuryVote> votes);
/// Errors: malformed, with the rule broken (discriminator, length, answer byte, duplicate).
[[nodiscard]] core::Result<std::vector<TreasuryVote>> parse_treasury_script(core::ByteView script);

/// Voted heights between which dcrwallet answers a spend, both included.
struct TreasuryWindow {
  std::uint32_t start = 0, end = 0;
};
/// Errors: out_of_range when no spend may have this expiry.
[[nodiscard]] core::Result<TreasuryWindow> treasury_window(const wire::Network& network,
                                                           std::uint32_t expiry);

/// Structure of a treasury spend (CheckTSpend); its Pi key. Neither the signature nor whose key it is
/// are checked. Errors: malformed, with the rule broken.
[[nodiscard]] core::Result<wire::PublicKey> check_treasury_spend(const wire::Transaction& transaction);

/// A treasury spend as found in a mempool.
struct TreasurySpend {
  core::Hash txid;
  wire::PublicKey pi_key{};
  std::uint32_t expiry = 0;
  TreasuryWindow window;
};
/// Errors: malformed (no treasury spend), refused (its key is none of the network's Pi keys, or did not sign
/// it), out_of_range (expiry). A node that invents spends would else crowd out the true ones, of which a
/// vote answers seven at most.
/// Source of what is signed: `dcrd: internal/blockchain/treasury.go` (verifyTSpendSignature).
[[nodiscard]] core::Result<TreasurySpend> parse_treasury_spend(const wire::Network& network,
                                                               const wire::Transaction& transaction);

}  // namespace dcrvoter::vote
