/// The doctor's judgement of a node. Pure.
#pragma once

#include "app/finding.hpp"
#include "app/node_facts.hpp"

#include <vector>

namespace dcrvoter::app {

/// In the order of the stages; after a stage that failed nothing follows. `node` counts from 0.
[[nodiscard]] std::vector<Finding> judge_node(const NodeFacts& facts, const wire::Network& network,
                                              std::size_t node);

}  // namespace dcrvoter::app
