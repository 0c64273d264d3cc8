#include "status/judgement.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::status {
namespace {

class Collector {
 public:
  void add(State state, const char* name, std::string words, std::string remedy) {
    result_.state = std::max(result_.state, state);
    result_.reasons.push_back({state, name, std::move(words), std::move(remedy)});
  }
  Judgement take() { return std::move(result_); }

 private:
  Judgement result_;
};

bool is_of_use(const NodeView& node) {
  return node.connected && node.calling && node.problem.empty();
}

std::string words_of(const NodeView& node) {
  const std::string why = !node.problem.empty() ? node.problem
                          : !node.connected     ? "not connected"
                                                : "it announces no winning tickets yet";
  return node.name + ": " + why;
}

void judge_nodes(const Snapshot& snapshot, Collector& collector) {
  const bool none = std::ranges::none_of(snapshot.nodes, is_of_use);
  if (snapshot.nodes.empty()) {
    collector.add(State::not_voting, "node", "no node is configured", "add a [[node]] to the configuration");
  }
  for (const NodeView& node : snapshot.nodes) {
    if (!is_of_use(node)) {
      collector.add(none ? State::not_voting : State::warning, "node", words_of(node),
                    "\"dcrvoter check\" says what to mend");
    }
  }
}

/// A twin with other choices is an alarm, and for a week.
void judge_votes(const Snapshot& snapshot, Collector& collector) {
  constexpr std::uint64_t kWeek = std::uint64_t{7} * 24 * 60 * 60;  // seconds
  const std::uint64_t blocks = kWeek / wire::network(snapshot.network).target_block_seconds;
  const auto is_strange = [&](const vote::CallRecord& call) {
    return call.outcome == vote::Outcome::mined && call.mined && !call.mined->as_wished &&
           call.height + blocks >= snapshot.height;
  };
  if (const auto count = std::ranges::count_if(snapshot.calls, is_strange); count != 0) {
    collector.add(State::warning, "other_choices",
                  (count == 1 ? std::string("a vote was") : std::to_string(count) + " votes were") +
                      " mined with other choices than yours",
                  "\"dcrvoter votes\" shows which; another voter has this key: give it the same choices, or "
                  "find out whose it is");
  }
}

}  // namespace

std::string_view to_string(State state) noexcept {
  switch (state) {
    case State::ready: return "ready";
    case State::warning: return "warning";
    case State::not_voting: return "not_voting";
  }
  return "unknown";
}

std::vector<const AgendaView*> undecided(const Snapshot& snapshot) {
  std::vector<const AgendaView*> found;
  for (const AgendaView& agenda : snapshot.agendas) {
    if (agenda.status == "started" && agenda.by_default && agenda.choice == "abstain") {
      found.push_back(&agenda);
    }
  }
  return found;
}

Judgement judge(const Snapshot& snapshot) {
  Collector collector;
  judge_nodes(snapshot, collector);
  if (!snapshot.rehearsal.empty()) {
    collector.add(State::not_voting, "rehearsal", "the rehearsal of a vote failed: " + snapshot.rehearsal,
                  "\"dcrvoter check\" looks at key and nodes; the log has more");
  } else if (!snapshot.can_vote && std::ranges::any_of(snapshot.nodes, is_of_use)) {
    collector.add(State::not_voting, "rehearsal", "no vote was rehearsed yet",
                  "wait for the next block, or for the nodes to finish what they are doing");
  }
  if (!snapshot.store.empty()) {
    collector.add(State::warning, "store", "nothing is kept: " + snapshot.store,
                  "votes go on without it; look at the disk that holds the state folder");
  }
  judge_votes(snapshot, collector);
  for (const ChoiceView& choice : snapshot.choices) {
    if (!choice.problem.empty()) {
      collector.add(State::warning, "choice", choice.what + ": " + choice.problem,
                    "mend [choices] in the configuration, then reload the service (SIGHUP)");
    }
  }
  for (const AgendaView* agenda : undecided(snapshot)) {
    collector.add(State::warning, "agenda",
                  "the agenda " + agenda->id + " is being voted on, and your tickets abstain by default",
                  "choose yes, no or abstain for it in [choices] of the configuration");
  }
  return collector.take();
}

}  // namespace dcrvoter::status
