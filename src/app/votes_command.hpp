/// `dcrvoter votes --export` and `--import`: the history of calls as JSON Lines, from one store to another.
#pragma once

#include "app/configuration.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace dcrvoter::app {

/// Every call of the store, oldest first, one line each; the service may run. 69: no store, or it cannot
/// be read.
int export_calls(const Configuration& configuration, std::ostream& out, std::ostream& err);

/// All lines of `source` (a file, or "-" for `input`) into the store, or none; a call that is there already
/// is replaced. 65: a line is wrong, and which. 69: the service runs (`socket` answers), or the source cannot
/// be read. 73: the store cannot be opened or written.
int import_calls(const Configuration& configuration, const std::filesystem::path& socket,
                 const std::string& source, std::istream& input, std::ostream& err);

}  // namespace dcrvoter::app
