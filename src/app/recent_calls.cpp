#include "app/recent_calls.hpp"

namespace dcrvoter::app {

void RecentCalls::restore(const vote::CallRecord& record) {
  calls_.try_emplace(key_of(record), record);
  bound();
}

void RecentCalls::put(const vote::CallRecord& record) {
  const auto [at, is_new] = calls_.try_emplace(key_of(record), record);
  if (!is_new) {
    at->second = vote::merged(at->second, record);
  }
  bound();
}

void RecentCalls::bound() {
  while (calls_.size() > kMost) {
    calls_.erase(calls_.begin());
  }
}

std::vector<vote::CallRecord> RecentCalls::list() const {
  std::vector<vote::CallRecord> records;
  records.reserve(calls_.size());
  for (auto at = calls_.rbegin(); at != calls_.rend(); ++at) {
    records.push_back(at->second);
  }
  return records;
}

}  // namespace dcrvoter::app
