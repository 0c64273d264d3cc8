/// What `dcrvoter check` says of the store, and of the next start.
#pragma once

#include "app/configuration.hpp"
#include "app/finding.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace dcrvoter::app {

/// Less free room than this is a warning: a store that doubles its file needs it.
inline constexpr std::size_t kLittleRoom = std::size_t{64} * 1024 * 1024;

/// A store that cannot be used is a warning: votes go on without. Of one that can, what happened last to box
/// and nodes is told too, which explains misses. Reads all of it, in a process of its own first. Before the
/// program has a second thread.
[[nodiscard]] std::vector<Finding> judge_store(const Configuration& configuration);

/// Whether the service would start, from what was found of the configuration and of the keys; `nodes`: how
/// many are configured. A service that runs already goes on with what it read when it started.
[[nodiscard]] Finding judge_next_start(bool usable, std::span<const Finding> keys, std::size_t nodes);

}  // namespace dcrvoter::app
