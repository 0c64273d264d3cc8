#include "alert/occasions.hpp"

#include <algorithm>

namespace dcrvoter::alert {
namespace {

using Event = Message::Event;
using status::State;

constexpr std::size_t kMostKnown = 100;

/// Reasons that are told by their calls, or that are about the alarms themselves.
bool is_told_otherwise(const status::Reason& reason) {
  return reason.name == "missed" || reason.name == "other_choices" || reason.name == "alert";
}

}  // namespace

void Retry::failed(core::SteadyTime now) noexcept {
  next_ = now + wait_;
  wait_ = std::min(2 * wait_, kMost);
}

void Occasions::observe(const status::Judgement& judgement, core::SteadyTime now) {
  status::Judgement left{State::ready, {}};
  for (const auto& reason : judgement.reasons) {
    if (!is_told_otherwise(reason)) {
      left.state = std::max(left.state, reason.state);
      left.reasons.push_back(reason);
    }
  }
  if (!since_ || left.state != now_.state) {
    since_ = now;
  }
  now_ = std::move(left);
}

void Occasions::decided(const vote::CallRecord& call, core::SteadyTime now) {
  const bool missed = status::is_own_miss(call);
  const bool strange = status::has_other_choices(call);
  const std::pair key(call.block, call.ticket);
  if ((!missed && !strange) || std::ranges::find(known_, key) != known_.end()) {
    return;
  }
  known_.push_back(key);
  if (known_.size() > kMostKnown) {
    known_.pop_front();
  }
  Calls& calls = missed ? missed_ : other_choices_;
  if (calls.calls.empty()) {
    calls.since = now;
  }
  if (calls.calls.size() < kMostCalls) {
    calls.calls.push_back(call);
  } else {
    ++calls.more;
  }
}

std::optional<Message> Occasions::calls_due(Event event, const Calls& calls, core::SteadyTime now) const {
  if (calls.calls.empty() || now - calls.since < kGathers) {
    return std::nullopt;
  }
  return Message{.event = event,
                 .state = now_.state,
                 .previous = told_,
                 .reasons = {},
                 .calls = calls.calls,
                 .more_calls = calls.more,
                 .host = {},
                 .version = {}};
}

std::optional<Message> Occasions::due(core::SteadyTime now) const {
  if (!since_ || !retry_.may(now)) {
    return std::nullopt;
  }
  const auto lasts = !told_ && now_.state == State::not_voting ? kBegins : kLasts;
  if (told_ != now_.state && now - *since_ >= lasts) {
    const Event event = !told_                       ? Event::started
                        : now_.state == State::ready ? Event::recovered
                                                     : Event::state;
    return Message{.event = event,
                   .state = now_.state,
                   .previous = told_,
                   .reasons = now_.reasons,
                   .calls = {},
                   .host = {},
                   .version = {}};
  }
  auto message = calls_due(Event::missed, missed_, now);
  return message ? message : calls_due(Event::other_choices, other_choices_, now);
}

void Occasions::sent(const Message& message) {
  retry_.succeeded();
  if (message.event != Event::missed && message.event != Event::other_choices) {
    told_ = message.state;
    return;
  }
  Calls& calls = message.event == Event::missed ? missed_ : other_choices_;
  const bool all = calls.calls.size() == message.calls.size();  // more may have come while it was under way
  calls.calls.erase(calls.calls.begin(),
                    calls.calls.begin() + static_cast<std::ptrdiff_t>(message.calls.size()));
  calls.more -= all ? message.more_calls : 0;
}

}  // namespace dcrvoter::alert
