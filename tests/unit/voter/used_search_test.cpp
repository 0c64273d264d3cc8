#include "voter/used_search.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace dcrvoter;
using voter::LookAhead;
using voter::UsedSearch;

namespace {

struct Outcome {
  std::uint32_t asked = 0;      ///< addresses
  std::uint32_t questions = 0;  ///< calls
};

/// What a node with these used addresses makes of the search.
Outcome search(LookAhead& look_ahead, std::size_t accounts, const std::set<keys::AddressPlace>& used) {
  UsedSearch search(look_ahead, accounts);
  Outcome outcome;
  for (auto ranges = search.question(); !ranges.empty(); ranges = search.question()) {
    std::uint32_t size = 0;
    std::vector<keys::AddressPlace> answer;
    for (const auto& range : ranges) {
      for (auto index = range.from; index < range.to; ++index, ++size) {
        const keys::AddressPlace place{range.account, range.branch, index};
        if (used.contains(place)) {
          answer.push_back(place);
        }
      }
    }
    REQUIRE(size > 0);
    REQUIRE(size <= UsedSearch::kQuestion);
    REQUIRE(++outcome.questions < 1000);
    outcome.asked += size;
    search.answer(answer);
  }
  return outcome;
}

/// One branch in which these are used: how far it is wanted.
std::uint32_t wanted(const std::set<std::uint32_t>& used, std::uint32_t first_index = 0) {
  LookAhead look_ahead(1, first_index);
  std::set<keys::AddressPlace> places;
  for (const auto index : used) {
    places.insert({0, 1, index});
  }
  search(look_ahead, 1, places);
  CHECK(look_ahead.wanted(0, 0) == first_index + LookAhead::kDepth);
  return look_ahead.wanted(0, 1);
}

std::set<std::uint32_t> every(std::uint32_t step, std::uint32_t from, std::uint32_t to) {
  std::set<std::uint32_t> all;
  for (auto i = from; i <= to; i += step) {
    all.insert(i);
  }
  return all;
}

}  // namespace

TEST_CASE("voter/used_search: a fresh key is asked for its first thousand addresses, and no more") {
  LookAhead look_ahead(2, 0);
  const auto outcome = search(look_ahead, 2, {});
  for (std::size_t account = 0; account < 2; ++account) {
    CHECK(look_ahead.wanted(account, 0) == 1000);
    CHECK(look_ahead.wanted(account, 1) == 1000);
  }
  CHECK(outcome.asked == 4 * (1000 + UsedSearch::kSamples));
}

TEST_CASE("voter/used_search: the last used address is found, whatever its index") {
  for (const std::uint32_t last : {0U, 1U, 63U, 64U, 65U, 999U, 1000U, 4031U, 4032U, 4095U, 4096U, 9999U}) {
    CAPTURE(last);
    CHECK(wanted(every(1, 0, last)) == last + 1001);
    CHECK(wanted(every(999, last % 999, last)) == last + 1001);
  }
}

TEST_CASE("voter/used_search: a hole of 999 addresses is passed, wherever the samples end") {
  for (std::uint32_t hole = 0; hole < 4200; hole += 7) {
    CAPTURE(hole);
    auto used = every(1, 0, hole);
    used.insert(hole + 1000);
    CHECK(wanted(used) == hole + 2001);
  }
  // One more is beyond the look-ahead, but for a sample that happens to be used.
  CHECK(wanted({0, 1001}) == 1001);
  CHECK(wanted({0, 64U * 20}) == 64U * 20 + 1001);
}

TEST_CASE("voter/used_search: an old account costs few calls, and its unused branch none to speak of") {
  LookAhead look_ahead(1, 0);
  std::set<keys::AddressPlace> used;
  for (std::uint32_t i = 0; i < 6100; ++i) {
    used.insert({0, 1, i});
  }
  const auto outcome = search(look_ahead, 1, used);
  CHECK(look_ahead.wanted(0, 1) == 7100);
  CHECK(outcome.questions <= 6);
  CHECK(outcome.asked < 2400);
}

TEST_CASE("voter/used_search: many accounts are asked for in questions of the permitted size") {
  constexpr std::size_t kAccounts = 40;
  LookAhead look_ahead(kAccounts, 0);
  search(look_ahead, kAccounts, {{39, 1, 500}, {0, 0, 7}, {20, 0, 64}});
  CHECK(look_ahead.wanted(39, 1) == 1501);
  CHECK(look_ahead.wanted(0, 0) == 1008);
  CHECK(look_ahead.wanted(20, 0) == 1065);
}

TEST_CASE("voter/used_search: a node that calls every address used ends at the limit") {
  LookAhead look_ahead(1, 5);
  UsedSearch search(look_ahead, 1);
  std::uint32_t questions = 0;
  for (auto ranges = search.question(); !ranges.empty(); ranges = search.question()) {
    REQUIRE(++questions < 100);
    std::vector<keys::AddressPlace> all;
    for (const auto& range : ranges) {
      REQUIRE(range.to <= look_ahead.most());
      for (auto index = range.from; index < range.to; ++index) {
        all.push_back({range.account, range.branch, index});
      }
    }
    search.answer(all);
  }
  CHECK(look_ahead.wanted(0, 0) == look_ahead.most());
}
