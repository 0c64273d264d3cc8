/// The machine's clocks, handed to the rooms that must not ask for them.
#pragma once

#include "core/clock.hpp"

namespace dcrvoter::app {

class SystemClock final : public core::Clock {
 public:
  [[nodiscard]] core::SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
  [[nodiscard]] core::WallTime wall() const override { return std::chrono::system_clock::now(); }
};

}  // namespace dcrvoter::app
