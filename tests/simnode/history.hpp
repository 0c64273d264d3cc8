/// The chain as it is when simnode starts: blocks without votes up to a height, and live tickets in
/// them. From its last block on the rules of the stake are kept.
#pragma once

#include "wire/network.hpp"

#include <cstdint>

namespace dcrvoter::simnode {

class Node;

struct History {
  std::uint32_t height = 0;     ///< of the tip
  std::uint32_t ours = 0;       ///< live tickets for the voter under test
  std::uint32_t strangers = 0;  ///< live tickets that vote by themselves
};

/// A height at which a chain of this network can start; every soft fork is past.
[[nodiscard]] std::uint32_t usual_height(const Node& node);
/// So many live tickets, with as many bought anew as vote, never run out.
[[nodiscard]] std::uint32_t usual_strangers(const wire::Network& network);
/// Fills an empty chain. Only as many blocks are made as a voter can want to look at: those whose
/// tickets may be alive. Throws std::runtime_error when the tickets do not fit (twenty a block).
void make_history(Node& node, const History& history);

}  // namespace dcrvoter::simnode
