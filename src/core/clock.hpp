/// Time, handed in from outside: no room below the edges asks the machine for it.
#pragma once

#include <chrono>

namespace dcrvoter::core {

/// Monotonic: deadlines and latencies.
using SteadyTime = std::chrono::steady_clock::time_point;
/// Wall time: what people read. May be wrong by years (a Pi has no clock); nothing depends on it.
using WallTime = std::chrono::system_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual SteadyTime steady() const = 0;
  [[nodiscard]] virtual WallTime wall() const = 0;
};

}  // namespace dcrvoter::core
