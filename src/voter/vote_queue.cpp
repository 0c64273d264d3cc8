#include "voter/vote_queue.hpp"

#include <algorithm>

namespace dcrvoter::voter {

void VoteQueue::add(const VoteJob& job) {
  auto& line = waiting_.at(job.by);
  const auto is_same = [&job](const VoteJob& other) {
    return other.ticket == job.ticket && other.block.hash == job.block.hash;
  };
  if (line.size() < kMostWaiting && std::ranges::none_of(line, is_same)) {
    line.push_back(job);
  }
}

bool VoteQueue::empty() const noexcept {
  return std::ranges::all_of(waiting_, &std::deque<VoteJob>::empty);
}

VoteJob VoteQueue::take() {
  while (waiting_.at(turn_).empty()) {
    turn_ = (turn_ + 1) % waiting_.size();
  }
  auto& line = waiting_.at(turn_);
  turn_ = (turn_ + 1) % waiting_.size();
  const auto job = line.front();
  line.pop_front();
  return job;
}

}  // namespace dcrvoter::voter
