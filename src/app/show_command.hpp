/// `dcrvoter status | tickets | votes | choices`: what the running service knows, asked for through its
/// control socket; without a service, what the store and the configuration say.
#pragma once

#include "app/command_line.hpp"
#include "app/configuration.hpp"
#include "status/routes.hpp"

#include <filesystem>
#include <iosfwd>

namespace dcrvoter::app {

struct ShowOptions {
  status::Route route;
  std::filesystem::path socket;
  const LoadedConfiguration& loaded;  ///< its network and state folder are known
  bool colours = false;               ///< may be written
};

/// Writes the view to `out`, everything else (no service; why not) to `err`. 69: there is nothing to show.
/// 78: the configured choices are asked for, and wrong.
int show(const ShowOptions& options, std::ostream& out, std::ostream& err);

/// One of these commands, or what `votes` does with the store (votes_command.hpp). 78: the configuration
/// does not say which network and which folder.
[[nodiscard]] int show_command(const CommandLine& line);

}  // namespace dcrvoter::app
