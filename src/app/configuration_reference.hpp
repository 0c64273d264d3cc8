/// The configuration's keys for people: the text of docs/configuration.md, out of what the parser goes by.
#pragma once

#include <string>

namespace dcrvoter::app {

/// Markdown; tools/reference writes it to the file, and a unit test compares.
[[nodiscard]] std::string configuration_reference();

}  // namespace dcrvoter::app
