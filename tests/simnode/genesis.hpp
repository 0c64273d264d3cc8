/// The headers of the networks' first blocks. Source: `dcrd: chaincfg/*params.go`.
#pragma once

#include "wire/block.hpp"
#include "wire/network.hpp"

namespace dcrvoter::simnode {

[[nodiscard]] wire::BlockHeader genesis_header(wire::NetworkId network);

}  // namespace dcrvoter::simnode
