#include "app/recent_calls.hpp"

#include "status/judgement.hpp"

namespace dcrvoter::app {
namespace {

bool wants_a_look(const vote::CallRecord& call) {
  return status::is_own_miss(call) || status::has_other_choices(call);
}

}  // namespace

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
  std::size_t ordinary = 0;
  std::size_t wanted = 0;
  for (auto at = calls_.end(); at != calls_.begin();) {
    --at;
    if (++(wants_a_look(at->second) ? wanted : ordinary) > kMost) {
      at = calls_.erase(at);
    }
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
