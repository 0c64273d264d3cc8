/// The latest calls, and the latest of those that the state warns of, in memory for the views: the store has
/// all of them.
#pragma once

#include "vote/record.hpp"

#include <cstddef>
#include <map>
#include <tuple>
#include <vector>

namespace dcrvoter::app {

class RecentCalls {
 public:
  /// A record that the store had; one that is known already is newer.
  void restore(const vote::CallRecord& record);
  void put(const vote::CallRecord& record);
  /// The latest first.
  [[nodiscard]] std::vector<vote::CallRecord> list() const;

  /// Those of ten blocks in which all five tickets are ours, or of weeks of a staker's. As many again are
  /// kept of what wants a look (missed by another's fault than the miner's, or mined otherwise than wished):
  /// a pool's calls would push it out within the hour.
  static constexpr std::size_t kMost = 50;

 private:
  using Key = std::tuple<std::uint32_t, core::Hash, core::Hash>;
  static Key key_of(const vote::CallRecord& record) { return {record.height, record.block, record.ticket}; }
  void bound();

  std::map<Key, vote::CallRecord> calls_;
};

}  // namespace dcrvoter::app
