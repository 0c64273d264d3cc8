/// What happened in simnode, for tests and the demonstration to wait for: a numbered list of JSON
/// objects, handed to listeners as they come. Times are steady nanoseconds, the clock that a
/// dcrvoter on the same machine has, too.
#pragma once

#include "simnode/json_text.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <string>

namespace dcrvoter::simnode {

/// Steady time now, in nanoseconds.
[[nodiscard]] std::int64_t steady_ns();

class Events {
 public:
  using Listener = std::function<void(const std::string& line)>;
  using Ticket = std::list<Listener>::iterator;

  /// `{"n":1,"ns":…,"event":"name",` + the members that `fill` adds + `}`.
  void add(std::string_view name, const std::function<void(JsonText&)>& fill = {});
  void add_at(std::int64_t ns, std::string_view name, const std::function<void(JsonText&)>& fill = {});

  /// The listener first gets the kept events numbered above `after`.
  Ticket listen(Listener listener, std::uint64_t after);
  void forget(Ticket ticket) { listeners_.erase(ticket); }
  [[nodiscard]] std::uint64_t last() const { return last_; }

 private:
  static constexpr std::size_t kKept = 100'000;
  struct Line {
    std::uint64_t number;
    std::string text;
  };
  std::deque<Line> lines_;
  std::list<Listener> listeners_;
  std::uint64_t last_ = 0;
};

}  // namespace dcrvoter::simnode
