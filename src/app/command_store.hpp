/// The store, for a command that is no service: examined first, so that a damaged one is an error and
/// not the end of the program.
#pragma once

#include "app/configuration.hpp"
#include "store/store.hpp"

#include <memory>

namespace dcrvoter::app {

/// The store of this configuration. Before the program has a second thread. Errors as store::Store::open;
/// not_found says that nothing was kept yet, malformed who mends it.
[[nodiscard]] core::Result<std::unique_ptr<store::Store>> open_store(const Configuration& configuration,
                                                                     store::Mode mode);

/// What root made in the store's folder becomes the state folder's owner's: the service runs as that user.
/// Errors: io.
[[nodiscard]] core::Result<void> give_store_to_owner(const Configuration& configuration);

}  // namespace dcrvoter::app
