/// What waits to be written: every record once, as it is now, however long a disk hangs.
#pragma once

#include "vote/record.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace dcrvoter::app {

/// How many records of each kind may wait. A pool has some 41,000 live tickets, and even if all are ours
/// none is left out; the calls are those of many days.
struct PendingLimits {
  std::size_t calls = 5'000, tickets = 50'000, events = 2'000;
};

/// Records in the order in which their keys first came. A later one takes the place of the one with its
/// key; when there are too many, the oldest go.
template <class Key, class Record>
class LatestRecords {
 public:
  void put(const Key& key, Record record) {
    const auto [at, fresh] = places_.try_emplace(key, first_ + records_.size());
    if (fresh) {
      records_.emplace_back(key, std::move(record));
    } else {
      records_[at->second - first_].second = std::move(record);
    }
  }
  /// Drops the oldest above `most`; how many.
  std::size_t keep_to(std::size_t most) {
    std::size_t dropped = 0;
    for (; records_.size() > most; ++dropped) {
      places_.erase(records_.front().first);
      records_.pop_front();
      ++first_;
    }
    return dropped;
  }
  [[nodiscard]] std::size_t size() const noexcept { return records_.size(); }
  /// The `most` oldest, in order, each given to `use(key, record)`.
  template <class Use>
  void take(std::size_t most, Use use) {
    for (; most > 0 && !records_.empty(); --most) {
      auto& [key, record] = records_.front();
      places_.erase(key);
      use(key, std::move(record));
      records_.pop_front();
      ++first_;
    }
  }

 private:
  std::deque<std::pair<Key, Record>> records_;
  std::map<Key, std::size_t> places_;  ///< counted from the first record that ever was
  std::size_t first_ = 0;
};

class PendingChanges {
 public:
  explicit PendingChanges(PendingLimits limits = {}) : limits_(limits) {}

  /// What happened after all that is in here. Returns how many records were dropped for it.
  std::size_t add(vote::Changes&& changes);
  /// What came first, as one commit: at most so many calls, and so many tickets.
  [[nodiscard]] vote::Changes take(std::size_t most = SIZE_MAX);
  [[nodiscard]] bool empty() const noexcept { return calls_.size() + tickets_.size() + events_.size() == 0; }

 private:
  using CallKey = std::tuple<std::uint32_t, core::Hash, core::Hash>;
  PendingLimits limits_;
  LatestRecords<CallKey, vote::CallRecord> calls_;
  LatestRecords<core::Hash, std::optional<vote::TicketRecord>> tickets_;  ///< nothing: forgotten
  std::deque<vote::EventRecord> events_;
};

}  // namespace dcrvoter::app
