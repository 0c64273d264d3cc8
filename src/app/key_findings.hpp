/// The doctor's look at the voting keys.
#pragma once

#include "app/finding.hpp"
#include "wire/network.hpp"

#include <filesystem>
#include <vector>

namespace dcrvoter::app {

/// Loads the keys as the service does, and forgets them. Names accounts and addresses, no secret.
/// Arguments as keys::load_keys.
[[nodiscard]] std::vector<Finding> judge_keys(const std::filesystem::path& state,
                                              const wire::Network& network,
                                              const std::filesystem::path& elsewhere = {});

}  // namespace dcrvoter::app
