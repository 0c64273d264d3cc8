#include "alert/occasions.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using alert::Message;
using alert::Occasions;
using status::State;
using Event = Message::Event;
using std::chrono::seconds;

namespace {

status::Judgement judged(State state, const char* name = "node") {
  return state == State::ready ? status::Judgement{}
                               : status::Judgement{state, {{state, name, "words", "remedy"}}};
}

vote::CallRecord call(std::uint32_t height, vote::MissCause cause = vote::MissCause::no_node) {
  vote::CallRecord record;
  record.height = height;
  record.ticket = core::Hash::from_bytes(core::Bytes(32, static_cast<std::uint8_t>(height))).value();
  record.outcome = vote::Outcome::missed;
  record.cause = cause;
  return record;
}

/// A clock and a receiver that gets what is due.
struct Box {
  Occasions occasions;
  core::SteadyTime now{seconds(1'000'000)};

  /// Time passes with this state, looked at every five seconds; what was told meanwhile.
  std::vector<Message> pass(seconds time, const status::Judgement& judgement, bool gets_through = true) {
    std::vector<Message> told;
    for (const auto end = now + time; now < end; now += seconds(5)) {
      occasions.observe(judgement, now);
      while (const auto message = occasions.due(now)) {
        if (!gets_through) {
          occasions.failed(now);
        } else {
          told.push_back(*message);
          occasions.sent(*message);
        }
      }
    }
    return told;
  }
};

}  // namespace

TEST_CASE("alert/occasions: a start, a loss and a recovery are told once each") {
  Box box;
  CHECK_FALSE(box.occasions.due(box.now).has_value());
  auto told = box.pass(seconds(600), judged(State::ready));
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == Event::started);
  told = box.pass(seconds(600), judged(State::not_voting));
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == Event::state);
  CHECK(told[0].previous == State::ready);
  CHECK(told[0].reasons.size() == 1);
  told = box.pass(seconds(600), judged(State::warning));
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == Event::state);
  told = box.pass(seconds(600), judged(State::ready));
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == Event::recovered);
  CHECK(told[0].previous == State::warning);
}

TEST_CASE("alert/occasions: a node that is restarted alarms nobody, and no start does") {
  Box box;
  CHECK(box.pass(seconds(30), judged(State::not_voting)).empty());
  CHECK(box.pass(seconds(60), judged(State::ready)).size() == 1);
  for (int i = 0; i < 20; ++i) {
    CHECK(box.pass(seconds(10), judged(State::not_voting)).empty());
    CHECK(box.pass(seconds(30), judged(State::ready)).empty());
  }
  Box dead;
  const auto told = dead.pass(seconds(120), judged(State::not_voting));
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == Event::started);
  CHECK(told[0].state == State::not_voting);
}

TEST_CASE("alert/occasions: of states the latest wins, and what is over is not told") {
  Box box;
  box.pass(seconds(60), judged(State::ready));
  CHECK(box.pass(seconds(300), judged(State::not_voting), false).empty());
  CHECK(box.pass(seconds(300), judged(State::warning), false).empty());
  auto told = box.pass(seconds(1200), judged(State::warning));
  REQUIRE(told.size() == 1);
  CHECK(told[0].state == State::warning);
  CHECK(told[0].previous == State::ready);
  box.pass(seconds(300), judged(State::not_voting), false);
  CHECK(box.pass(seconds(1200), judged(State::warning)).empty());
}

TEST_CASE("alert/occasions: misses are told by cause, gathered, and not those that the miner made") {
  Box box;
  box.pass(seconds(60), judged(State::ready));
  box.occasions.decided(call(1, vote::MissCause::left_out), box.now);
  CHECK(box.pass(seconds(60), judged(State::ready)).empty());
  box.occasions.decided(call(2), box.now);
  box.occasions.decided(call(2), box.now);
  box.occasions.decided(call(3, vote::MissCause::refused), box.now);
  auto mined = call(4);
  mined.outcome = vote::Outcome::mined;
  mined.mined = vote::MinedVote{};
  box.occasions.decided(mined, box.now);
  // The state that a miss brings with it is no further message.
  auto told = box.pass(seconds(60), judged(State::warning, "missed"));
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == Event::missed);
  REQUIRE(told[0].calls.size() == 2);
  CHECK(told[0].calls[1].cause == vote::MissCause::refused);
  CHECK(box.pass(seconds(600), judged(State::ready)).empty());
  mined = call(5);
  mined.outcome = vote::Outcome::mined;
  mined.mined = vote::MinedVote{};
  mined.mined->as_wished = false;
  box.occasions.decided(mined, box.now);
  told = box.pass(seconds(60), judged(State::warning, "other_choices"));
  REQUIRE(told.size() == 1);
  CHECK(told[0].event == Event::other_choices);
}

TEST_CASE("alert/occasions: whatever happens, no more than a bounded number waits") {
  Box box;
  box.pass(seconds(60), judged(State::ready));
  for (std::uint32_t height = 0; height < 200; ++height) {
    box.occasions.decided(call(height), box.now);
  }
  const auto told = box.pass(seconds(60), judged(State::ready));
  REQUIRE(told.size() == 1);
  CHECK(told[0].calls.size() == Occasions::kMostCalls);
  CHECK(told[0].more_calls == 200 - Occasions::kMostCalls);
}

TEST_CASE("alert/occasions: what comes while a message is under way is told by the next") {
  Box box;
  box.pass(seconds(60), judged(State::ready));
  box.occasions.decided(call(1), box.now);
  box.now += seconds(20);
  const auto under_way = box.occasions.due(box.now);
  REQUIRE(under_way.has_value());
  box.occasions.decided(call(2), box.now);
  box.occasions.sent(*under_way);
  const auto told = box.pass(seconds(60), judged(State::ready));
  REQUIRE(told.size() == 1);
  REQUIRE(told[0].calls.size() == 1);
  CHECK(told[0].calls[0].height == 2);
}

TEST_CASE("alert/occasions: tries again ever more rarely") {
  Box box;
  box.pass(seconds(60), judged(State::ready));
  int tries = 0;
  for (const auto end = box.now + std::chrono::hours(24); box.now < end; box.now += seconds(5)) {
    box.occasions.observe(judged(State::not_voting), box.now);
    if (box.occasions.due(box.now)) {
      box.occasions.failed(box.now);
      ++tries;
    }
  }
  CHECK(tries > 140);
  CHECK(tries < 155);
}
