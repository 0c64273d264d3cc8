#include "status/judgement.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

#include <algorithm>

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
  snapshot.nodes[1].problem = "b:9109 closed the connection";
  CHECK(judge(snapshot).reasons[0].words == "b:9109 closed the connection");
  snapshot.nodes[1] = {"b:9109", true, false, false, 5, ""};
  CHECK(judge(snapshot).reasons[0].words == "b:9109: it announces no winning tickets yet");
  snapshot.nodes[0].problem = "it is on testnet3";
  snapshot.can_vote = false;
  CHECK(verdict(snapshot) == "not_voting node node");
  CHECK(judge(snapshot).reasons[0].words == "192.168.1.20:9109: it is on testnet3");
  snapshot.nodes.clear();
  CHECK(verdict(snapshot) == "not_voting node");
}

TEST_CASE("status/judgement: without a voting key no node is looked for") {
  Snapshot snapshot = samples::ready();
  snapshot.key = {};
  snapshot.nodes.clear();
  snapshot.can_vote = false;
  CHECK(verdict(snapshot) == "not_voting key");
}

TEST_CASE("status/judgement: each key file that cannot be read is told") {
  Snapshot snapshot = samples::ready();
  snapshot.key.problems = {"/k/a.key: line 1: no key", "/k/b.key: Input/output error"};
  CHECK(verdict(snapshot) == "warning key key");
  CHECK(judge(snapshot).reasons[0].words == "a voting key cannot be read: /k/a.key: line 1: no key");
  CHECK(judge(snapshot).reasons[1].remedy.find("back-up") != std::string::npos);
}

TEST_CASE("status/judgement: a rehearsal that failed, or was not held yet") {
  Snapshot snapshot = samples::ready();
  snapshot.can_vote = false;
  CHECK(verdict(snapshot) == "not_voting rehearsal");
  snapshot.rehearsal = "no key";
  CHECK(verdict(snapshot) == "not_voting rehearsal");
  CHECK(judge(snapshot).reasons[0].words == "a vote, real or rehearsed, could not be made: no key");
}

TEST_CASE("status/judgement: a vote that was sent on the last block proves more than a rehearsal") {
  Snapshot snapshot = samples::ready();
  CHECK(proof_of(snapshot) == Proof::none);  // no block is known
  snapshot.block = BlockView{.hash = samples::filled(0x77), .height = 1'100'001};
  snapshot.calls = {samples::mined_call()};
  CHECK(proof_of(snapshot) == Proof::rehearsal);
  snapshot.calls.front().block = snapshot.block->hash;
  CHECK(proof_of(snapshot) == Proof::vote);
  snapshot.calls.front().sent.reset();
  CHECK(proof_of(snapshot) == Proof::rehearsal);
  snapshot.block->height = 4'095;  // before votes begin nothing is rehearsed
  CHECK(proof_of(snapshot) == Proof::none);
  snapshot.block->height = 1'100'001;
  snapshot.can_vote = false;
  CHECK(proof_of(snapshot) == Proof::none);
  CHECK(to_string(Proof::vote) == "vote");
}

TEST_CASE("status/judgement: a node's name is said once") {
  NodeView node;
  node.name = "a:9109";
  const struct {
    const char* problem;
    const char* beside;
    const char* alone;
  } rows[] = {{"a:9109 refused it", "refused it", "a:9109 refused it"},
              {"a:9109: no such name", "no such name", "a:9109: no such name"},
              {"a:91091 refused it", "a:91091 refused it", "a:9109: a:91091 refused it"},
              {"behind a:9109", "behind a:9109", "a:9109: behind a:9109"}};
  for (const auto& row : rows) {
    node.problem = row.problem;
    CHECK(problem_beside_name(node) == row.beside);
    Snapshot snapshot = samples::ready();
    snapshot.nodes = {node};
    CHECK(judge(snapshot).reasons[0].words == row.alone);
  }
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

TEST_CASE("status/judgement: a miss is a warning for a day, unless the miner left the vote out") {
  Snapshot snapshot = samples::ready();
  auto missed = samples::missed_call();
  missed.height = snapshot.height - 288;
  missed.cause = vote::MissCause::node_behind;
  snapshot.calls = {samples::mined_call(), missed};
  CHECK(verdict(snapshot) == "warning missed");
  CHECK(judge(snapshot).reasons[0].words ==
        "a call was missed within a day, the last one at height 1099713: node behind");
  snapshot.calls.push_back(missed);
  CHECK(judge(snapshot).reasons[0].words.starts_with("2 calls were missed"));
  for (auto& call : snapshot.calls) {
    call.cause = vote::MissCause::left_out;
  }
  CHECK(verdict(snapshot) == "ready");
  snapshot.calls = {missed};
  snapshot.calls[0].height -= 1;
  CHECK(verdict(snapshot) == "ready");
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

TEST_CASE("status/judgement: a snapshot that is old says nothing of now") {
  const auto old = judge(samples::ready(), std::chrono::seconds(30));
  CHECK(old.state == State::not_voting);
  CHECK(old.reasons.at(0).name == "stale");
  CHECK(old.reasons.at(0).words == "the voting part of the program has not answered for 30 seconds");
  CHECK(judge(samples::ready(), std::chrono::seconds(29)).state == State::ready);
}

TEST_CASE("status/judgement: a chain that stands still") {
  Snapshot snapshot = samples::ready();
  snapshot.block = BlockView{};
  snapshot.block->age = 12 * 300 - 1;
  CHECK(verdict(snapshot) == "ready");
  ++snapshot.block->age;
  CHECK(verdict(snapshot) == "warning no_block");
  CHECK(judge(snapshot).reasons[0].words ==
        "no new block for 60 minutes, where one comes every 5 minutes or so");
  snapshot.block->age = 36 * 300;
  CHECK(verdict(snapshot) == "not_voting no_block");
  snapshot.network = wire::NetworkId::simnet;
  CHECK(verdict(snapshot) == "ready");
}

TEST_CASE("status/judgement: a clock that the chain contradicts") {
  Snapshot snapshot = samples::ready();
  snapshot.block = BlockView{};
  snapshot.block->made = samples::kMoment;
  snapshot.block->seen = samples::kMoment - 2 * 60 * 60 * 1000;
  CHECK(verdict(snapshot) == "ready");
  snapshot.block->seen -= 1;
  CHECK(verdict(snapshot) == "warning clock");
  CHECK(judge(snapshot).reasons[0].words ==
        "the clock of this box is about 2 hours behind the chain's blocks");
  snapshot.block->seen = samples::kMoment + std::int64_t{365} * 24 * 60 * 60 * 1000;
  CHECK(judge(snapshot).reasons[0].words ==
        "the clock of this box is about 365 days ahead of the chain's blocks");
}

TEST_CASE("status/judgement: key, board, alarms, rules and page") {
  Snapshot snapshot = samples::ready();
  snapshot.key.backup = KeyView::Backup::missing;
  CHECK(verdict(snapshot) == "warning backup");
  for (const auto fine : {KeyView::Backup::unknown, KeyView::Backup::made, KeyView::Backup::waived}) {
    snapshot.key.backup = fine;
    CHECK(verdict(snapshot) == "ready");
  }
  snapshot.newer_rules = true;
  CHECK(verdict(snapshot) == "warning update");
  snapshot = samples::ready();
  snapshot.board.undervoltage = true;
  snapshot.board.temperature = 82.4;
  snapshot.board.storage_free = 1'000'000;
  CHECK(verdict(snapshot) == "warning board board board");
  CHECK(judge(snapshot).reasons[1].words == "the board is 82 degrees Celsius hot");
  snapshot = samples::ready();
  snapshot.webhook.problem = "connection refused";
  CHECK(verdict(snapshot) == "ready");  // nobody configured one
  snapshot.webhook.configured = true;
  CHECK(verdict(snapshot) == "warning alert");
  CHECK(judge(snapshot).reasons[0].words == "the webhook does not get through: connection refused");
  snapshot = samples::ready();
  snapshot.page = "port 80 is taken";
  CHECK(verdict(snapshot) == "warning page");
}

TEST_CASE("status/judgement: what the appliance's programs say") {
  Snapshot snapshot = samples::ready();
  snapshot.box = BoxView{"0.1.0", "abc", "a", {}, BoxView::Update::none, "", ""};
  CHECK(verdict(snapshot) == "ready");
  snapshot.box->problems = {{"on the card: dcrvoter.toml, line 4", "mend it"}, {"something else", "do that"}};
  CHECK(verdict(snapshot) == "warning box box");
  CHECK(judge(snapshot).reasons[0].words == "on the card: dcrvoter.toml, line 4");
  CHECK(judge(snapshot).reasons[0].remedy == "mend it");
  snapshot.box->problems.clear();
  snapshot.box->update_words = "the update to release 0.2.0 is so and so";
  using Update = BoxView::Update;
  for (const Update quiet : {Update::none, Update::writing, Update::trial, Update::done}) {
    snapshot.box->update = quiet;
    CHECK(verdict(snapshot) == "ready");
  }
  for (const Update bad : {Update::failed, Update::refused}) {
    snapshot.box->update = bad;
    CHECK(verdict(snapshot) == "warning box");
    CHECK(judge(snapshot).reasons[0].words == "the update to release 0.2.0 is so and so");
    CHECK_FALSE(judge(snapshot).reasons[0].remedy.empty());
  }
}

TEST_CASE("status/judgement: a back-up is made by a file on the appliance, by a command elsewhere") {
  Snapshot snapshot = samples::ready();
  snapshot.key.backup = KeyView::Backup::missing;
  CHECK(judge(snapshot).reasons[0].remedy.find("dcrvoter key export") != std::string::npos);
  snapshot.box = BoxView{};
  CHECK(verdict(snapshot) == "warning backup");
  CHECK(judge(snapshot).reasons[0].remedy.find("empty file named backup-key") != std::string::npos);
  CHECK(judge(snapshot).reasons[0].remedy.find("dcrvoter key export") == std::string::npos);
}

TEST_CASE("status/judgement: every name of a reason is in the list that monitors have") {
  for (const auto& snapshot : {samples::full(), Snapshot{}}) {
    for (const Reason& reason : judge(snapshot).reasons) {
      CHECK(std::ranges::count(kReasonNames, reason.name) == 1);
    }
  }
}
