/// When a webhook is told something, and what. Pure: the time is handed in.
#pragma once

#include "alert/message.hpp"
#include "core/clock.hpp"

#include <chrono>
#include <deque>
#include <optional>

namespace dcrvoter::alert {

/// Waits after failures, doubling.
class Retry {
 public:
  static constexpr std::chrono::seconds kFirst{5}, kMost{600};
  void failed(core::SteadyTime now) noexcept;
  void succeeded() noexcept { *this = Retry(); }
  [[nodiscard]] bool may(core::SteadyTime now) const noexcept { return now >= next_; }

 private:
  std::chrono::seconds wait_ = kFirst;
  core::SteadyTime next_{};
};

/// A state is told once it has lasted, so that a node that is restarted alarms nobody, and so that what is
/// over when a message could leave is not told: of states the latest wins, of calls the oldest are told and
/// the rest is counted. Whatever happens, what waits here is one state and kMostCalls calls of each kind.
class Occasions {
 public:
  static constexpr std::chrono::seconds kLasts{15};    ///< how long a state must last
  static constexpr std::chrono::seconds kBegins{60};   ///< the same after the start, when it is not yet ready
  static constexpr std::chrono::seconds kGathers{10};  ///< for further calls of the same
  static constexpr std::size_t kMostCalls = 20;

  /// How it is now.
  void observe(const status::Judgement& judgement, core::SteadyTime now);
  /// A call is decided. Told are misses, but not those that the miner made, and votes with other choices.
  void decided(const vote::CallRecord& call, core::SteadyTime now);

  /// What is to be sent now; host, version and time are the caller's. Nothing while a retry has to wait.
  [[nodiscard]] std::optional<Message> due(core::SteadyTime now) const;
  /// What due() gave was taken, or was not.
  void sent(const Message& message);
  void failed(core::SteadyTime now) noexcept { retry_.failed(now); }

 private:
  struct Calls {
    std::vector<vote::CallRecord> calls;
    std::size_t more = 0;
    core::SteadyTime since{};
  };
  [[nodiscard]] std::optional<Message> calls_due(Message::Event event, const Calls& calls,
                                                 core::SteadyTime now) const;

  std::optional<status::State> told_;
  status::Judgement now_;
  std::optional<core::SteadyTime> since_;  ///< now_'s state; nothing before the first observe()
  Calls missed_, other_choices_;
  std::deque<std::pair<core::Hash, core::Hash>> known_;  ///< block and ticket of the last calls
  Retry retry_;
};

}  // namespace dcrvoter::alert
