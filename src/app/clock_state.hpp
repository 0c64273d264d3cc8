/// Whether this machine's clock can be believed. No vote depends on it: certificates' dates do.
#pragma once

#include "core/clock.hpp"

#include <cstdint>
#include <string>

namespace dcrvoter::app {

enum class ClockState : std::uint8_t {
  synchronised,  ///< the kernel was told so, by NTP or the like
  unknown,       ///< nobody told the kernel
  wrong,         ///< before this program was written: a board without a battery
};

/// The verdict on `now`, where `kernel_synchronised` is what adjtimex(2) says.
[[nodiscard]] ClockState judge_clock(core::WallTime now, bool kernel_synchronised) noexcept;

/// Asks the kernel. Fast, no disk.
[[nodiscard]] ClockState clock_state() noexcept;

/// "2026-01-31 12:00:00 UTC".
[[nodiscard]] std::string format_time(core::WallTime time);

}  // namespace dcrvoter::app
