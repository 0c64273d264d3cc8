#include "status/readiness.hpp"

#include "status/json_values.hpp"
#include "status/judgement.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace dcrvoter::status {
namespace {

constexpr const char* kVotingThread = "voting_thread";

struct Check {
  std::string name;
  State state = State::ready;
  std::string words;
};

std::string_view word_of(State state) noexcept {
  switch (state) {
    case State::ready: return "pass";
    case State::warning: return "warn";
    case State::not_voting: break;
  }
  return "fail";
}

std::string to_json(vote::UnixMillis observed_at, const std::vector<Check>& checks) {
  State worst = State::ready;
  json::array list;
  for (const Check& check : checks) {
    worst = std::max(worst, check.state);
    list.push_back(
        json::object{{"name", check.name},
                     {"status", word_of(check.state)},
                     {"words", check.words.empty() ? json::value(nullptr) : text_value(check.words)}});
  }
  return json::serialize(json::object{{"observed_at", time_value(observed_at)},
                                      {"status", word_of(worst)},
                                      {"checks", std::move(list)}}) +
         "\n";
}

}  // namespace

bool is_ready(const Snapshot& snapshot) {
  return judge(snapshot).state != State::not_voting;
}

std::string readiness_json(const Snapshot& snapshot) {
  const Judgement judgement = judge(snapshot);
  std::vector<Check> checks{{kVotingThread, State::ready, {}}};
  for (const std::string_view name : kReasonNames) {
    checks.push_back({std::string(name), State::ready, {}});
  }
  for (const Reason& reason : judgement.reasons) {
    const auto check = std::ranges::find(checks, reason.name, &Check::name);
    if (check != checks.end()) {
      check->state = std::max(check->state, reason.state);
      check->words += (check->words.empty() ? "" : "; ") + reason.words;
    }
  }
  return to_json(snapshot.observed_at, checks);
}

std::string health_json(const Snapshot& snapshot) {
  return to_json(snapshot.observed_at, {{kVotingThread, State::ready, {}}});
}

std::string no_answer_json() {
  return to_json(0, {{kVotingThread, State::not_voting, "it did not answer in time"}});
}

}  // namespace dcrvoter::status
