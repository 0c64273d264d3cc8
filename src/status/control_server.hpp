/// The local door: HTTP over a Unix socket, on a thread of its own. Serves the routes of routes.hpp.
///
/// Nothing here waits for the voting thread nor makes it wait: a snapshot is asked for through a callback
/// that answers when it can, once for all who wait, and at most ten times a second.
#pragma once

#include "core/result.hpp"
#include "status/snapshot.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

namespace dcrvoter::status {

using SnapshotReady = std::function<void(std::shared_ptr<const Snapshot>)>;
/// Asks for a snapshot. Called on the door's thread, where it may only hand the question on; the answer
/// may come on any thread, at once or late, even when the server is gone. Without one it is dropped.
using AskSnapshot = std::function<void(SnapshotReady)>;

struct ControlServerSettings {
  std::filesystem::path path;  ///< of the socket, in a folder that is there
  AskSnapshot ask;
  /// Told once, on the door's thread, whether the door is open. Errors, which are to be logged and no
  /// reason to stop: refused (another process listens there; what is there is no socket), too_large (the
  /// path), io.
  std::function<void(core::Result<void>)> opened = [](const core::Result<void>&) {};

  // for tests
  std::chrono::milliseconds request_time{5'000};   ///< from a connection to the end of its answer
  std::chrono::milliseconds snapshot_time{2'000};  ///< then 503
  std::chrono::milliseconds between_asks{100};
};

class ControlServer {
 public:
  /// At once; those who come then wait until one has gone.
  static constexpr std::size_t kMostClients = 16;

  explicit ControlServer(ControlServerSettings settings);
  /// As stop().
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  /// Once. Begins the thread, which opens the door: mode 0660; a socket file that nobody listens on is
  /// replaced, one that somebody listens on is not. Throws std::system_error when there is no thread to be
  /// had.
  void start();
  /// Ends all connections and the thread, and removes the socket file, for good. Waits for that: not for
  /// clients, but for the file system that holds the file.
  void stop() noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dcrvoter::status
