/// `dcrvoter run`: the service. Wires the voter to its nodes, signals and the disk.
#pragma once

#include "app/configuration.hpp"
#include "keys/key_ring.hpp"

namespace dcrvoter::app {

/// Votes until SIGTERM or SIGINT, then ends within two seconds. SIGHUP reads the choices anew.
/// Returns the exit code. `ring` is not empty, `configuration` usable.
///
/// Two threads: this one votes; the disk thread reads the files that a node's login needs, and may
/// hang for as long as a card likes. Log lines are written by a thread too (LogThread).
[[nodiscard]] int run(const Configuration& configuration, keys::KeyRing ring);

}  // namespace dcrvoter::app
