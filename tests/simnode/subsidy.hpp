/// The subsidy of a block, by simnode's own code. Source: `dcrd: blockchain/standalone/subsidy.go`.
#pragma once

#include "wire/network.hpp"

#include <cstdint>

namespace dcrvoter::simnode {

/// Atoms of one block before it is split.
[[nodiscard]] std::int64_t full_subsidy(const wire::Network& network, std::uint32_t height);
/// Atoms of one vote on the block at `voted_height`, under the split in force in the block at
/// `containing_height`.
[[nodiscard]] std::int64_t vote_subsidy(const wire::Network& network, std::uint32_t voted_height,
                                        std::uint32_t containing_height);

struct BlockSubsidy {
  std::int64_t developer = 0, pos = 0, pow = 0;
};
/// As `getblocksubsidy [height, voters]` answers when the tip is at `tip_height`.
[[nodiscard]] BlockSubsidy block_subsidy(const wire::Network& network, std::uint32_t height,
                                         std::uint32_t voters, std::uint32_t tip_height);

}  // namespace dcrvoter::simnode
