/// Time, handed in from outside: the pure rooms never ask the machine for it.
#pragma once

#include <chrono>

namespace dcrvoter::core {

/// Monotonic: deadlines and latencies.
using SteadyTime = std::chrono::steady_clock::time_point;
/// Wall time: what people read. May be wrong by years (a Pi has no clock); nothing depends on it.
using WallTime = std::chrono::system_clock::time_point;

}  // namespace dcrvoter::core
