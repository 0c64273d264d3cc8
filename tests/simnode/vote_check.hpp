/// Whether dcrd's mempool would take a vote, and its words when not.
/// Source: `dcrd: internal/mempool/mempool.go`, `dcrd: internal/blockchain/validate.go`.
#pragma once

#include "simnode/ticket.hpp"
#include "simnode/vote_form.hpp"
#include "wire/network.hpp"

#include <optional>
#include <string>

namespace dcrvoter::simnode {

/// What the stake rules look at besides the vote.
struct VoteContext {
  const wire::Network& network;
  std::uint32_t next_height;  ///< of the block that could hold the vote
  const Ticket& ticket;       ///< mined, unspent
};

/// The fault of a vote whose ticket is there: subsidy, maturity, payouts, signature, in dcrd's
/// order and words. Nothing: it is good.
[[nodiscard]] std::optional<std::string> vote_fault(const Tx& vote, const VoteForm& form,
                                                    const VoteContext& context);

/// `<hash>:<index>` as dcrd prints outpoints.
[[nodiscard]] std::string outpoint_text(const wire::OutPoint& outpoint);

}  // namespace dcrvoter::simnode
