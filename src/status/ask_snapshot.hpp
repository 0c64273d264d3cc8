/// How a door gets a snapshot from the voting thread.
#pragma once

#include "status/snapshot.hpp"

#include <functional>
#include <memory>

namespace dcrvoter::status {

using SnapshotReady = std::function<void(std::shared_ptr<const Snapshot>)>;
/// Asks for a snapshot. Called on the page thread, where it may only hand the question on; the answer
/// may come on any thread, at once or late, even when the server is gone. Without one it is dropped.
using AskSnapshot = std::function<void(SnapshotReady)>;

}  // namespace dcrvoter::status
