#include "app/clock_state.hpp"

#include <array>
#include <ctime>
#include <sys/timex.h>

namespace dcrvoter::app {
namespace {

constexpr std::int64_t kWritten = 1'767'225'600;  // 2026-01-01

}  // namespace

ClockState judge_clock(core::WallTime now, bool kernel_synchronised) noexcept {
  if (std::chrono::system_clock::to_time_t(now) < kWritten) {
    return ClockState::wrong;
  }
  return kernel_synchronised ? ClockState::synchronised : ClockState::unknown;
}

ClockState clock_state() noexcept {
  timex state{};
  const int answer = ::adjtimex(&state);
  const bool synchronised = answer >= 0 && answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  return judge_clock(std::chrono::system_clock::now(), synchronised);
}

std::string format_time(core::WallTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

}  // namespace dcrvoter::app
