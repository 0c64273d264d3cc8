/// What this program is made of and runs on.
#pragma once

#include <string>

namespace dcrvoter::app {

/// A line each, "what: value": version, libraries, system, board.
[[nodiscard]] std::string version_text();

/// "0.1.0".
[[nodiscard]] std::string program_version();

}  // namespace dcrvoter::app
