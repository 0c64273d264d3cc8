/// Keeps keys and passwords out of core dumps.
#pragma once

namespace dcrvoter::app {

/// No core dumps, and no other process of the same user may read our memory (ptrace, /proc/PID/mem).
/// For each command that touches keys or passwords, before it reads any. A kernel that refuses
/// changes nothing: the service unit limits the same.
void forbid_dumps() noexcept;

}  // namespace dcrvoter::app
