/// What the store's calls add up to, for charts and sums. Kept by the disk thread, which sees each call once
/// it is written; the votes know nothing of it.
#pragma once

#include "status/views.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace dcrvoter::app {

class VoteHistory {
 public:
  explicit VoteHistory(const wire::Network& network) : network_(network) {}

  /// A call as it is kept, or what changed of it. Older ones come first at a start; what is told anew of a
  /// call that lies more than kExact calls back is left out.
  void put(const vote::CallRecord& record);
  /// `now`: by the box's clock, for calls that nobody heard while it was right.
  [[nodiscard]] status::HistoryView view(vote::UnixMillis now) const;

  /// So many calls may still change; of those before them sums are all that is kept.
  static constexpr std::size_t kExact = 4'000;
  /// The latest votes whose latency counts.
  static constexpr std::size_t kLatencies = 1'000;

 private:
  /// Height, and the first bytes of block and ticket: hashes, so no two calls share them.
  using Key = std::tuple<std::uint32_t, std::uint64_t, std::uint64_t>;
  struct Entry {
    vote::UnixMillis at = 0;  ///< 0: by no clock that could be right
    std::uint32_t after_us = 0;
    vote::Outcome outcome = vote::Outcome::open;
    bool left_out = false;
  };
  struct Sums {
    std::map<std::int32_t, status::DayView> days;
    std::uint64_t mined = 0, missed = 0;
    status::RewardView rewards;
    std::uint32_t height = 0;  ///< of the vote that came last: the others of its block have its reward
    std::int64_t reward = 0;   ///< atoms
  };

  void add(Sums& sums, std::uint32_t height, const Entry& entry, vote::UnixMillis now) const;
  [[nodiscard]] std::int32_t day_of(std::uint32_t height, const Entry& entry, vote::UnixMillis now) const;
  [[nodiscard]] status::LatencyView latency() const;

  const wire::Network& network_;
  std::map<Key, Entry> exact_;
  Sums settled_;
  std::optional<Key> last_settled_;
  /// The highest call whose time is known: others are reckoned from it.
  std::pair<std::uint32_t, vote::UnixMillis> anchor_{0, 0};
};

}  // namespace dcrvoter::app
