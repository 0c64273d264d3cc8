#include "app/vote_history.hpp"

#include "vote/subsidy.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace dcrvoter::app {
namespace {

using vote::Outcome;

constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60 * 1000;  // milliseconds
constexpr vote::UnixMillis kWritten = 1'767'225'600'000;          // 2026-01-01

std::uint64_t prefix(const core::Hash& hash) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) {
    number = number << 8U | hash.bytes[i];
  }
  return number;
}

}  // namespace

void VoteHistory::put(const vote::CallRecord& record) {
  const Key key{record.height, prefix(record.block), prefix(record.ticket)};
  if (last_settled_ && key <= *last_settled_) {
    return;
  }
  if (record.outcome == Outcome::gone) {
    exact_.erase(key);
    return;
  }
  Entry& entry = exact_[key];
  // A clock that nobody set stands still over a night at most: good enough for a day in a chart.
  if (record.called > kWritten) {
    entry.at = record.called;
    anchor_ = std::max(anchor_, std::pair(record.height, record.called));
  }
  if (record.sent && record.sent->after_us != 0) {
    entry.after_us = record.sent->after_us;
  }
  if (record.outcome != Outcome::open) {
    entry.outcome = record.outcome;
    entry.left_out = record.outcome == Outcome::missed && record.cause == vote::MissCause::left_out;
  }
  if (exact_.size() > kExact) {
    const auto& [oldest, last] = *exact_.begin();
    add(settled_, std::get<0>(oldest), last, last.at);
    last_settled_ = oldest;
    exact_.erase(exact_.begin());
  }
}

std::int32_t VoteHistory::day_of(std::uint32_t height, const Entry& entry, vote::UnixMillis now) const {
  vote::UnixMillis at = entry.at;
  if (at == 0) {
    const auto [known, then] =
        anchor_.first != 0 ? anchor_ : std::pair(std::get<0>(exact_.rbegin()->first), now);
    at = then + (std::int64_t{height} - known) * network_.target_block_seconds * 1000;
  }
  return static_cast<std::int32_t>(std::max<std::int64_t>(at, 0) / kDay);
}

void VoteHistory::add(Sums& sums, std::uint32_t height, const Entry& entry, vote::UnixMillis now) const {
  if (entry.outcome != Outcome::mined && entry.outcome != Outcome::missed) {
    return;
  }
  auto& day = sums.days[day_of(height, entry, now)];
  if (entry.outcome == Outcome::missed) {
    ++day.missed;
    day.left_out += entry.left_out ? 1 : 0;
    ++sums.missed;
    return;
  }
  ++day.mined;
  ++sums.mined;
  if (height != sums.height || height == 0) {
    sums.height = height;
    sums.reward = vote::vote_subsidy(network_, height);
  }
  const auto reward = sums.reward;
  sums.rewards.sum += reward;
  ++sums.rewards.count;
  if (height >= sums.rewards.last_height) {
    sums.rewards.last = reward;
    sums.rewards.last_height = height;
  }
}

status::LatencyView VoteHistory::latency() const {
  std::vector<std::uint32_t> times;
  for (auto at = exact_.rbegin(); at != exact_.rend() && times.size() < kLatencies; ++at) {
    if (at->second.after_us != 0) {
      times.push_back(at->second.after_us);
    }
  }
  status::LatencyView view;
  if (times.empty()) {
    return view;
  }
  std::sort(times.begin(), times.end());
  for (const auto time : times) {
    const auto* bucket =
        std::lower_bound(std::begin(status::LatencyView::kEnds), std::end(status::LatencyView::kEnds), time);
    ++view.votes.at(static_cast<std::size_t>(bucket - std::begin(status::LatencyView::kEnds)));
    view.sum += time;
  }
  view.count = static_cast<std::uint32_t>(times.size());
  view.median = times[(times.size() - 1) / 2];
  view.p95 = times[(times.size() * 95 + 99) / 100 - 1];
  view.most = times.back();
  return view;
}

status::HistoryView VoteHistory::view(vote::UnixMillis now) const {
  Sums sums = settled_;
  for (const auto& [key, entry] : exact_) {
    add(sums, std::get<0>(key), entry, now);
  }
  status::HistoryView view;
  view.latency = latency();
  view.rewards = sums.rewards;
  view.mined = sums.mined;
  view.missed = sums.missed;
  const auto first = static_cast<std::int32_t>(now / kDay) - status::HistoryView::kDays;
  for (auto& [number, day] : sums.days) {
    if (number > first) {
      day.day = number;
      view.days.push_back(day);
    }
  }
  return view;
}

}  // namespace dcrvoter::app
