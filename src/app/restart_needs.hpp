/// What a reload of the configuration does not take up.
#pragma once

#include "app/configuration.hpp"

#include <string>

namespace dcrvoter::app {

/// The parts of the file, of the same network, that were changed and are read when the service starts only,
/// such as "[[node]], [page]"; "" where there are none. Of a node only its address counts: how to log in is
/// read anew for each connection (NodeSource).
[[nodiscard]] std::string restart_needs(const Configuration& started, const Configuration& read);

}  // namespace dcrvoter::app
