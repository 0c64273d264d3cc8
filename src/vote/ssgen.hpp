/// The structure of a vote (SSGen): checked in what we made before it leaves, and read from what
/// others made. Source: `dcrd: blockchain/stake/staketx.go` (CheckSSGenVotes).
#pragma once

#include "core/hash.hpp"
#include "core/result.hpp"
#include "vote/treasury.hpp"
#include "wire/transaction.hpp"

#include <cstdint>
#include <vector>

namespace dcrvoter::vote {

/// What a vote says.
struct VoteView {
  core::Hash block;          ///< voted block
  std::uint32_t height = 0;  ///< of the voted block
  core::Hash ticket;
  std::uint16_t bits = 0;
  std::uint32_t version = 0;           ///< vote version; 0 when the extended bits are shorter than four bytes
  std::vector<TreasuryVote> treasury;  ///< in the order of the script
};

/// Errors: malformed, with the rule that is broken.
[[nodiscard]] core::Result<VoteView> check_vote(const wire::Transaction& transaction);

}  // namespace dcrvoter::vote
