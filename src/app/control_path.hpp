/// Where the service's control socket is: for the service, and for the commands that ask it.
#pragma once

#include <filesystem>
#include <string>

namespace dcrvoter::app {

/// `runtime_directory`: $RUNTIME_DIRECTORY, as systemd gives it to a service with RuntimeDirectory=, the
/// first of a list with colons; "" outside of it. `state`: the state folder.
///
/// control.sock in the runtime folder; else in /run/dcrvoter when the state folder is the packaged
/// service's; else in the state folder.
[[nodiscard]] std::filesystem::path control_socket_path(const std::string& runtime_directory,
                                                        const std::filesystem::path& state);

/// The same with this process's environment.
[[nodiscard]] std::filesystem::path control_socket_path(const std::filesystem::path& state);

}  // namespace dcrvoter::app
