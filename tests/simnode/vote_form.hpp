/// The structure of a vote, read by simnode's own code (linked to nothing of dcrvoter's vote room).
/// Source: `dcrd: blockchain/stake/staketx.go` (CheckSSGenVotes, GetSSGenTreasuryVotes).
#pragma once

#include "wire/transaction.hpp"

#include <optional>
#include <vector>

namespace dcrvoter::simnode {

struct TreasuryVote {
  core::Hash spend;
  std::uint8_t choice = 0;  ///< 1 yes, 2 no
};

struct VoteForm {
  core::Hash block;
  std::uint32_t height = 0;
  core::Hash ticket;
  std::uint16_t bits = 0;
  std::uint32_t version = 0;  ///< 0 when there are fewer than four extended bytes
  std::vector<TreasuryVote> treasury;
  std::size_t payouts = 0;  ///< outputs 2 … 2 + payouts - 1
};

/// Nothing, if this is no vote.
[[nodiscard]] std::optional<VoteForm> read_vote(const wire::Transaction& transaction);

/// OP_RETURN alone, or followed by exactly one push of at most 256 bytes.
[[nodiscard]] bool is_null_data(core::ByteView script);

}  // namespace dcrvoter::simnode
