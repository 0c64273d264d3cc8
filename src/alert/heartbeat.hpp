/// When a heartbeat is sent, and which. Pure: the time is handed in.
#pragma once

#include "core/clock.hpp"
#include "status/judgement.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace dcrvoter::alert {

/// Once a minute: all is well, or "fail" with the reasons, and at once when that changes. Who gets none knows
/// that something is wrong with the box, its power or its network.
class Heartbeat {
 public:
  static constexpr std::chrono::seconds kEvery{60};
  static constexpr std::chrono::seconds kLasts{15};   ///< how long it must not vote before it is told
  static constexpr std::chrono::seconds kBegins{60};  ///< the same after the start
  static constexpr std::chrono::seconds kRetry{10};   ///< after one that did not get through, then doubled

  struct Beat {
    bool votes = true;
    std::string words;  ///< when it does not: the reasons
  };

  void observe(const status::Judgement& judgement, core::SteadyTime now);
  [[nodiscard]] std::optional<Beat> due(core::SteadyTime now) const;
  void sent(const Beat& beat, core::SteadyTime now);
  void failed(core::SteadyTime now) noexcept;

 private:
  std::optional<core::SteadyTime> since_;  ///< that it votes, or does not
  bool votes_ = false;
  std::string words_;
  std::optional<bool> told_;
  core::SteadyTime last_{}, not_before_{};
  std::chrono::seconds wait_{kRetry};
};

}  // namespace dcrvoter::alert
