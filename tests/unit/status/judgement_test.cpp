#include "status/judgement.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

/// "state: name, name" of what is wrong with the snapshot.
std::string verdict(const Snapshot& snapshot) {
  const Judgement judgement = judge(snapshot);
  std::string text(to_string(judgement.state));
  for (const Reason& reason : judgement.reasons) {
    text += " " + reason.name;
    CHECK_FALSE(reason.words.empty());
    CHECK_FALSE(reason.remedy.empty());
    CHECK(reason.state <= judgement.state);
  }
  return text;
}

}  // namespace

TEST_CASE("status/judgement: ready, also without tickets") {
  CHECK(verdict(samples::ready()) == "ready");
}

TEST_CASE("status/judgement: one of two nodes down is a warning, both is not voting") {
  Snapshot snapshot = samples::ready();
  snapshot.nodes.push_back({"b:9109", false, false, false, 0, ""});
  CHECK(verdict(snapshot) == "warning node");
  CHECK(judge(snapshot).reasons[0].words == "b:9109: not connected");
  snapshot.nodes[1] = {"b:9109", true, false, false, 5, ""};
  CHECK(judge(snapshot).reasons[0].words == "b:9109: it announces no winning tickets yet");
  snapshot.nodes[0].problem = "it is on testnet3";
  snapshot.can_vote = false;
  CHECK(verdict(snapshot) == "not_voting node node");
  CHECK(judge(snapshot).reasons[0].words == "192.168.1.20:9109: it is on testnet3");
  snapshot.nodes.clear();
  CHECK(verdict(snapshot) == "not_voting node");
}

TEST_CASE("status/judgement: a rehearsal that failed, or was not held yet") {
  Snapshot snapshot = samples::ready();
  snapshot.can_vote = false;
  CHECK(verdict(snapshot) == "not_voting rehearsal");
  snapshot.rehearsal = "no key";
  CHECK(verdict(snapshot) == "not_voting rehearsal");
  CHECK(judge(snapshot).reasons[0].words == "the rehearsal of a vote failed: no key");
}

TEST_CASE("status/judgement: store, choices and agendas warn") {
  Snapshot snapshot = samples::ready();
  snapshot.store = "no space left on device";
  CHECK(verdict(snapshot) == "warning store");
  snapshot = samples::ready();
  snapshot.choices = {{"", "a", "yes", "unknown"}, {"", "b", "yes", ""}};
  CHECK(verdict(snapshot) == "warning choice");
  snapshot = samples::full();
  CHECK(verdict(snapshot) == "warning choice agenda");
  snapshot.choices.clear();
  snapshot.agendas[0].status = "defined";
  CHECK(verdict(snapshot) == "ready");
  snapshot.agendas[0].status = "started";
  snapshot.agendas[0].by_default = false;  // abstain was chosen
  CHECK(verdict(snapshot) == "ready");
  CHECK(undecided(snapshot).empty());
}

TEST_CASE("status/judgement: a vote with other choices is a warning for a week") {
  Snapshot snapshot = samples::ready();
  snapshot.calls = {samples::mined_call(), samples::missed_call()};
  CHECK(verdict(snapshot) == "ready");
  snapshot.calls[0].mined->as_wished = false;
  CHECK(verdict(snapshot) == "warning other_choices");
  snapshot.height = 1'100'000 + 2016;
  CHECK(verdict(snapshot) == "warning other_choices");
  snapshot.height = 1'100'000 + 2017;
  CHECK(verdict(snapshot) == "ready");
}
