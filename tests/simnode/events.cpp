#include "simnode/events.hpp"

#include <chrono>

namespace dcrvoter::simnode {

std::int64_t steady_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void Events::add(std::string_view name, const std::function<void(JsonText&)>& fill) {
  add_at(steady_ns(), name, fill);
}

void Events::add_at(std::int64_t ns, std::string_view name, const std::function<void(JsonText&)>& fill) {
  JsonText j;
  j.open_object().member("n", ++last_).member("ns", ns).member("event", name);
  if (fill) {
    fill(j);
  }
  j.close_object();
  lines_.push_back({last_, j.take()});
  if (lines_.size() > kKept) {
    lines_.pop_front();
  }
  const std::string line = lines_.back().text;
  // A listener may go away while it is called.
  for (auto it = listeners_.begin(); it != listeners_.end();) {
    const auto current = it++;
    (*current)(line);
  }
}

Events::Ticket Events::listen(Listener listener, std::uint64_t after) {
  for (const Line& line : lines_) {
    if (line.number > after) {
      listener(line.text);
    }
  }
  return listeners_.insert(listeners_.end(), std::move(listener));
}

}  // namespace dcrvoter::simnode
