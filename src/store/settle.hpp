/// Whether a folder's file is a store of ours, and how a new one becomes one.
#pragma once

#include "core/result.hpp"
#include "store/lmdb.hpp"
#include "wire/network.hpp"

#include <filesystem>

namespace dcrvoter::store {

/// A folder with mode 0700, and those above it. Errors: io.
[[nodiscard]] core::Result<void> make_folder(const std::filesystem::path& folder);

/// Makes the names in a folder last: a file is on the disk only when its name is.
void sync_folder(const std::filesystem::path& folder) noexcept;

/// An empty file becomes a store of this network with the schema of today (not_found with read_only).
/// A schema that is older is brought up to date here, once there is one: 1 was the first.
/// Errors: unsupported, wrong_network, malformed, io, as Store::open.
[[nodiscard]] core::Result<void> settle(Environment& environment, wire::NetworkId network, Mode mode);

}  // namespace dcrvoter::store
