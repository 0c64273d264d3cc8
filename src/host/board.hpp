/// The machine that this runs on, as the kernel's files tell it.
#pragma once

#include "status/views.hpp"

#include <filesystem>
#include <string>

namespace dcrvoter::host {

/// "Raspberry Pi 4 Model B Rev 1.4": the device tree names single-board computers, DMI (there for everybody
/// to read) names others. "" when neither does. `root`: "/", or a test's.
[[nodiscard]] std::string board_model(const std::filesystem::path& root);

/// What the machine calls itself in the network; "" when it cannot tell.
[[nodiscard]] std::string host_name();

/// Model, temperature, undervoltage, storage at `state`, memory, the machine's uptime and its host name. May
/// take as long as the disk of `state` likes: never on the voting thread. The rest of the view is the
/// caller's.
[[nodiscard]] status::BoardView read_board(const std::filesystem::path& root,
                                           const std::filesystem::path& state);

}  // namespace dcrvoter::host
