#include "app/vote_history.hpp"

#include "vote/subsidy.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::app {
namespace {

using vote::Outcome;

constexpr vote::UnixMillis kNow = 1'795'463'601'042;  // 2026-11-23
constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60 * 1000;
const auto today = static_cast<std::int32_t>(kNow / kDay);

const wire::Network& mainnet() {
  return wire::network(wire::NetworkId::mainnet);
}

vote::CallRecord call(std::uint32_t height, vote::UnixMillis at, Outcome outcome,
                      std::uint32_t after_us = 0) {
  vote::CallRecord record;
  record.height = height;
  record.block.bytes.fill(static_cast<std::uint8_t>(height));
  record.ticket.bytes.fill(static_cast<std::uint8_t>(height / 256));
  record.called = at;
  record.outcome = outcome;
  if (after_us != 0) {
    record.sent = vote::SentVote{{}, 1, {}, after_us};
  }
  return record;
}

TEST_CASE("app/vote_history: days, sums and rewards") {
  VoteHistory history(mainnet());
  CHECK(history.view(kNow).days.empty());
  history.put(call(1'000'000, kNow - 100 * kDay, Outcome::mined));
  history.put(call(1'028'000, kNow - 2 * kDay, Outcome::mined));
  history.put(call(1'028'001, kNow - 2 * kDay, Outcome::missed));
  auto left_out = call(1'028'570, kNow, Outcome::missed);
  left_out.cause = vote::MissCause::left_out;
  history.put(left_out);
  history.put(call(1'028'571, kNow, Outcome::open));
  const auto view = history.view(kNow);
  REQUIRE(view.days.size() == 2);  // what is older than 90 days is in the sums alone
  CHECK(view.days[0].day == today - 2);
  CHECK(view.days[0].mined == 1);
  CHECK(view.days[0].missed == 1);
  CHECK(view.days[0].left_out == 0);
  CHECK(view.days[1].day == today);
  CHECK(view.days[1].left_out == 1);
  CHECK(view.mined == 2);
  CHECK(view.missed == 2);
  CHECK(view.rewards.count == 2);
  CHECK(view.rewards.sum ==
        vote::vote_subsidy(mainnet(), 1'000'000) + vote::vote_subsidy(mainnet(), 1'028'000));
  CHECK(view.rewards.last_height == 1'028'000);
}

TEST_CASE("app/vote_history: a call counts once, as it was told last") {
  VoteHistory history(mainnet());
  history.put(call(1'000, kNow, Outcome::open, 3'000));
  history.put(call(1'000, 0, Outcome::missed));  // by the chain, which knows no latency
  CHECK(history.view(kNow).missed == 1);
  history.put(call(1'000, kNow, Outcome::mined));
  CHECK(history.view(kNow).missed == 0);
  CHECK(history.view(kNow).mined == 1);
  CHECK(history.view(kNow).latency.count == 1);
  history.put(call(1'000, kNow, Outcome::gone));
  CHECK(history.view(kNow).mined == 0);
  CHECK(history.view(kNow).latency.count == 0);
}

TEST_CASE("app/vote_history: the day of a call that nobody heard is reckoned from its height") {
  VoteHistory history(mainnet());
  history.put(call(1'000'000, kNow, Outcome::mined));
  history.put(call(1'000'000 - 288 * 3, 0, Outcome::missed));
  history.put(call(1'000'000 - 288 * 5, 12'345, Outcome::missed));  // by a clock that began in 1970
  const auto view = history.view(kNow);
  REQUIRE(view.days.size() == 3);
  CHECK(view.days[0].day == today - 5);
  CHECK(view.days[1].day == today - 3);
}

TEST_CASE("app/vote_history: latencies by bucket, median and percentile") {
  VoteHistory history(mainnet());
  for (std::uint32_t i = 1; i <= 100; ++i) {
    history.put(call(1'000 + i, kNow, Outcome::mined, i * 100));  // 0.1 to 10 ms
  }
  history.put(call(2'000, kNow, Outcome::mined, 3'000'000));
  const auto latency = history.view(kNow).latency;
  CHECK(latency.count == 101);
  CHECK(latency.votes[0] == 10);  // up to 1 ms
  CHECK(latency.votes[1] == 10);  // 2
  CHECK(latency.votes[2] == 30);  // 5
  CHECK(latency.votes[3] == 50);  // 10
  CHECK(latency.votes.back() == 1);
  CHECK(latency.median == 5'100);
  CHECK(latency.p95 == 9'600);
  CHECK(latency.most == 3'000'000);
  CHECK(latency.sum == 505'000 + 3'000'000);
}

TEST_CASE("app/vote_history: of many calls the oldest are kept as sums") {
  VoteHistory history(mainnet());
  constexpr std::uint32_t kMany = 10'000;
  for (std::uint32_t i = 0; i < kMany; ++i) {
    history.put(call(100'000 + i, kNow - (kMany - i) * 300'000, Outcome::mined, 1'000 + i % 7));
  }
  auto view = history.view(kNow);
  CHECK(view.mined == kMany);
  CHECK(view.rewards.count == kMany);
  CHECK(view.latency.count == VoteHistory::kLatencies);
  history.put(call(100'000, kNow - kMany * 300'000, Outcome::missed));  // too late to count
  history.put(call(100'000 + kMany - 1, kNow, Outcome::gone));
  view = history.view(kNow);
  CHECK(view.mined == kMany - 1);
  CHECK(view.missed == 0);
  std::uint64_t sum = 0;
  for (const auto& day : view.days) {
    sum += day.mined;
  }
  CHECK(sum == kMany - 1);
}

}  // namespace
}  // namespace dcrvoter::app
