/// `dcrvoter split FILE FOLDER`: what the appliance does with a configuration that came on a card.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace dcrvoter::app {

/// Writes FOLDER/dcrvoter.toml and, beside it, a file of mode 0600 for each password and inline key; all of
/// them new, and on the disk when this ends. Prints the files that the configuration names itself, a line
/// each, "secret NAME" or "file NAME", and "state" where it sets a state folder. Exit codes: 65: the text is
/// wrong. 69: it cannot be read. 73: a part cannot be written; what was written is left.
[[nodiscard]] int split_command(const std::filesystem::path& file, const std::filesystem::path& folder,
                                std::ostream& out, std::ostream& err);

}  // namespace dcrvoter::app
