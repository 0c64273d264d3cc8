/// `dcrvoter run`: the service. Wires the voter to its nodes, signals and the disk.
#pragma once

#include "app/configuration.hpp"
#include "app/store_examination.hpp"
#include "keys/key_folder.hpp"

#include <memory>

namespace dcrvoter::app {

/// Votes until SIGTERM or SIGINT, then ends within two seconds. SIGHUP reads the choices anew.
/// Returns the exit code. `configuration` is usable; with an empty ring among the `keys` there is the page
/// alone, and no vote. Files of theirs that could not be read are shown, with what was wrong.
///
/// This thread votes. Others read the files that a node's login needs, write the store (Journal), answer at
/// the doors (status::HttpServer) and write the log (LogThread); each may hang for as long as it
/// likes. `store`: begun before there was any thread; none: the store is left alone.
[[nodiscard]] int run(const Configuration& configuration, keys::LoadedKeys keys,
                      std::unique_ptr<StoreExamination> store);

}  // namespace dcrvoter::app
