#include "app/recent_calls.hpp"

#include "store/records.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace dcrvoter;
using namespace dcrvoter::app;

namespace {

vote::CallRecord at(std::uint32_t height, vote::Outcome outcome,
                    vote::MissCause cause = vote::MissCause::none) {
  auto call = testing::small_call(height);
  call.outcome = outcome;
  call.cause = cause;
  return call;
}

std::size_t missed(const RecentCalls& calls) {
  const auto list = calls.list();
  return static_cast<std::size_t>(
      std::ranges::count(list, vote::Outcome::missed, &vote::CallRecord::outcome));
}

}  // namespace

TEST_CASE("app/recent_calls: the latest come first, and so many are kept") {
  RecentCalls calls;
  for (std::uint32_t height = 1; height <= 3 * RecentCalls::kMost; ++height) {
    calls.put(at(height, vote::Outcome::mined));
  }
  calls.restore(at(2, vote::Outcome::mined));
  const auto list = calls.list();
  REQUIRE(list.size() == RecentCalls::kMost);
  CHECK(list.front().height == 3 * RecentCalls::kMost);
  CHECK(list.back().height == 2 * RecentCalls::kMost + 1);
}

TEST_CASE("app/recent_calls: many votes do not push out what wants a look") {
  RecentCalls calls;
  calls.put(at(1, vote::Outcome::missed, vote::MissCause::no_node));
  calls.put(at(2, vote::Outcome::missed, vote::MissCause::left_out));  // nothing was wrong here
  auto strange = at(3, vote::Outcome::mined);
  strange.mined = vote::MinedVote{.txid = {}, .bits = 5, .treasury = {}, .by_twin = true, .as_wished = false};
  calls.put(strange);
  for (std::uint32_t height = 4; height < 4 + 2 * RecentCalls::kMost; ++height) {
    calls.put(at(height, vote::Outcome::mined));
  }
  const auto list = calls.list();
  REQUIRE(list.size() == RecentCalls::kMost + 2);
  CHECK(list[RecentCalls::kMost].height == 3);
  CHECK(list[RecentCalls::kMost + 1].height == 1);
  SUBCASE("of which only so many are kept either") {
    for (std::uint32_t height = 1000; height < 1000 + 2 * RecentCalls::kMost; ++height) {
      calls.put(at(height, vote::Outcome::missed, vote::MissCause::box_off));
    }
    CHECK(missed(calls) == RecentCalls::kMost);
    CHECK(calls.list().size() == 2 * RecentCalls::kMost);
  }
}
