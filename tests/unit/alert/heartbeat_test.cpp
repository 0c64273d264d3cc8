#include "alert/heartbeat.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace dcrvoter;
using alert::Heartbeat;
using status::State;
using std::chrono::seconds;

namespace {

status::Judgement judged(State state) {
  return state == State::ready ? status::Judgement{}
                               : status::Judgement{state, {{state, "node", "no node", "mend it"}}};
}

struct Box {
  Heartbeat heart;
  core::SteadyTime now{seconds(1'000'000)};

  std::vector<Heartbeat::Beat> pass(seconds time, State state, bool gets_through = true) {
    std::vector<Heartbeat::Beat> beats;
    for (const auto end = now + time; now < end; now += seconds(5)) {
      heart.observe(judged(state), now);
      if (const auto beat = heart.due(now)) {
        beats.push_back(*beat);
        gets_through ? heart.sent(*beat, now) : heart.failed(now);
      }
    }
    return beats;
  }
};

}  // namespace

TEST_CASE("alert/heartbeat: once a minute while it can vote, with a warning too") {
  Box box;
  const auto beats = box.pass(seconds(600), State::ready);
  CHECK(beats.size() == 10);
  CHECK(beats[0].votes);
  for (const auto& beat : box.pass(seconds(600), State::warning)) {
    CHECK(beat.votes);
    CHECK(beat.words.empty());
  }
}

TEST_CASE("alert/heartbeat: a failure with its reasons, told at once when it lasts, and its end") {
  Box box;
  box.pass(seconds(60), State::ready);
  CHECK(box.pass(seconds(15), State::not_voting).size() <= 1);
  auto beats = box.pass(seconds(5), State::not_voting);
  REQUIRE(beats.size() == 1);
  CHECK_FALSE(beats[0].votes);
  CHECK(beats[0].words == "no node - mend it");
  CHECK(box.pass(seconds(600), State::not_voting).size() == 10);
  beats = box.pass(seconds(5), State::ready);
  REQUIRE(beats.size() == 1);
  CHECK(beats[0].votes);
}

TEST_CASE("alert/heartbeat: a start is silent for a minute when it cannot vote") {
  Box box;
  CHECK(box.pass(seconds(60), State::not_voting).empty());
  const auto beats = box.pass(seconds(5), State::not_voting);
  REQUIRE(beats.size() == 1);
  CHECK_FALSE(beats[0].votes);
}

TEST_CASE("alert/heartbeat: what does not last is not told") {
  Box box;
  box.pass(seconds(30), State::ready);
  for (int i = 0; i < 30; ++i) {
    for (const auto& beat : box.pass(seconds(10), State::not_voting)) {
      CHECK(beat.votes);
    }
    box.pass(seconds(10), State::ready);
  }
}

TEST_CASE("alert/heartbeat: what did not get through is tried again soon, and then once a minute") {
  Box box;
  CHECK(box.pass(seconds(75), State::ready, false).size() == 4);  // after 0, 10, 30 and 70 s
  CHECK(box.pass(seconds(600), State::ready, false).size() == 10);
  CHECK(box.pass(seconds(120), State::ready).size() == 2);
  CHECK(box.pass(seconds(120), State::ready, false).size() == 3);  // soon again, after one that got through
}
