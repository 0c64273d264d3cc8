/// Calls of ours that are to be voted, in the order in which that happens: the nodes take turns, so that
/// one that calls without end holds up another's call for no longer than a few votes. Pure.
#pragma once

#include "core/clock.hpp"
#include "core/hash.hpp"
#include "node/supervisor.hpp"
#include "vote/builder.hpp"

#include <array>
#include <cstddef>
#include <deque>

namespace dcrvoter::voter {

struct VoteJob {
  vote::VotedBlock block;
  core::Hash ticket;
  core::SteadyTime called;
  node::NodeId by = 0;       ///< who called
  bool was_unknown = false;  ///< the ticket, when it was called
};

class VoteQueue {
 public:
  /// Last of its node's. Nothing happens where that waits already, or kMostWaiting of the node do.
  void add(const VoteJob& job);
  [[nodiscard]] bool empty() const noexcept;
  /// The first of the node whose turn it is. The queue must not be empty.
  VoteJob take();

  /// Of one node: more than it has calls in the book, see VoteBook::kMostBlocks.
  static constexpr std::size_t kMostWaiting = 400;

 private:
  std::array<std::deque<VoteJob>, node::kMaxNodes> waiting_;
  node::NodeId turn_ = 0;
};

}  // namespace dcrvoter::voter
