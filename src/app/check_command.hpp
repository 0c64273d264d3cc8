/// `dcrvoter check`: the doctor.
#pragma once

#include "app/command_line.hpp"

namespace dcrvoter::app {

/// Prints a line a finding to standard output and gives the exit code: 0, 1 (warnings) or 2 (cannot
/// vote). With --offline it connects nowhere,
/// with --configuration it looks at that alone. Signs nothing, changes nothing.
[[nodiscard]] int check_command(const CommandLine& line);

}  // namespace dcrvoter::app
