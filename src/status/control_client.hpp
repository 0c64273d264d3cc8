/// Asking the running service, from another process.
#pragma once

#include "core/result.hpp"
#include "status/routes.hpp"

#include <chrono>
#include <filesystem>
#include <string_view>

namespace dcrvoter::status {

/// Longer than a full door keeps a client waiting, and then the snapshot.
inline constexpr std::chrono::milliseconds kPatience{10'000};

/// The answer to GET `target`, whatever its status. Waits no longer than `patience`. Errors:
///   not_found     there is no socket: the service does not run
///   closed        nobody listens on it: the service does not run any more
///   unauthorized  this user may not open it
///   timed_out, too_large (the path, or an answer above 64 MiB), malformed, truncated, io
[[nodiscard]] core::Result<HttpAnswer> control_get(const std::filesystem::path& socket,
                                                   std::string_view target,
                                                   std::chrono::milliseconds patience = kPatience);

/// Whether the error says that no service runs.
[[nodiscard]] bool is_not_running(const core::Error& error) noexcept;

}  // namespace dcrvoter::status
