/// The doctor's judgement of this machine: configuration, state folder, clock.
#pragma once

#include "app/clock_state.hpp"
#include "app/configuration.hpp"
#include "app/finding.hpp"

#include <filesystem>
#include <vector>

namespace dcrvoter::app {

[[nodiscard]] std::vector<Finding> judge_configuration(const LoadedConfiguration& loaded);
[[nodiscard]] Finding judge_clock_state(ClockState state, core::WallTime now);
/// Looks at `folder` with the rights of this process.
[[nodiscard]] Finding judge_state_folder(const std::filesystem::path& folder);

}  // namespace dcrvoter::app
