#include "voter/used_search.hpp"

#include <algorithm>

namespace dcrvoter::voter {

namespace {

constexpr std::uint32_t kWindow = UsedSearch::kStride * UsedSearch::kSamples;
constexpr std::uint32_t kNearTheEnd = kWindow / 4;

}  // namespace

UsedSearch::UsedSearch(LookAhead& look_ahead, std::size_t accounts) : look_ahead_(look_ahead) {
  for (std::size_t account = 0; account < accounts; ++account) {
    for (std::uint32_t branch = 0; branch < LookAhead::kBranches; ++branch) {
      branches_.push_back({.account = account, .branch = branch});
    }
  }
}

std::vector<AddressRange> UsedSearch::question() {
  std::vector<AddressRange> ranges;
  std::uint32_t room = kQuestion;
  for (auto& branch : branches_) {
    if (branch.sampling && room >= kSamples) {
      for (std::uint32_t i = 0; i < kSamples; ++i) {
        const auto at = branch.next + i * kStride;
        ranges.push_back({.account = branch.account, .branch = branch.branch, .from = at, .to = at + 1});
      }
      branch.asked = branch.next + kWindow;
      room -= kSamples;
    }
  }
  for (auto& branch : branches_) {
    const auto wanted = look_ahead_.wanted(branch.account, branch.branch);
    if (!branch.sampling && branch.next < wanted && room > 0) {
      branch.asked = branch.next + std::min(wanted - branch.next, room);
      ranges.push_back(
          {.account = branch.account, .branch = branch.branch, .from = branch.next, .to = branch.asked});
      room -= branch.asked - branch.next;
    }
  }
  return ranges;
}

void UsedSearch::answer(const std::vector<keys::AddressPlace>& used) {
  for (const auto& place : used) {
    look_ahead_.used(place);
    auto& last = branches_.at(place.account * LookAhead::kBranches + place.branch).last_used;
    last = std::max(last.value_or(0), place.index);
  }
  for (auto& branch : branches_) {
    if (branch.asked != 0) {
      go_on(branch);
      branch.asked = 0;
    }
  }
}

void UsedSearch::go_on(Branch& branch) {
  branch.next = branch.asked;
  if (!branch.sampling) {
    return;
  }
  branch.sampling = branch.last_used && *branch.last_used + kNearTheEnd >= branch.asked &&
                    branch.asked + kWindow <= look_ahead_.most();
  if (!branch.sampling) {
    branch.next = branch.last_used ? *branch.last_used + 1 : 0;
  }
}

}  // namespace dcrvoter::voter
