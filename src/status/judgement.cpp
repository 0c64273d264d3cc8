#include "status/judgement.hpp"

#include "status/time_text.hpp"

#include <algorithm>
#include <cmath>
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
  return problem_beside_name(node) != node.problem ? why : node.name + ": " + why;
}

void judge_nodes(const Snapshot& snapshot, Collector& collector) {
  if (snapshot.key.empty()) {  // the appliance, to show its page: it looks for no node then
    collector.add(
        State::not_voting, "key", "this box has no voting key",
        "mend what else is said here of the card or the stick, and start the box again: it takes the "
        "key that it is given, or makes one");
    return;
  }
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

/// The tickets of the other keys are voted, so that nothing else tells of these.
void judge_key_files(const KeyView& key, Collector& collector) {
  for (const std::string& problem : key.problems) {
    collector.add(State::warning, "key", "a voting key cannot be read: " + problem,
                  "its tickets are not voted: restore that file from its back-up, then restart the service");
  }
}

/// A twin with other choices is an alarm, and for a week; a miss that no miner made, for a day.
void judge_votes(const Snapshot& snapshot, Collector& collector) {
  constexpr std::uint64_t kDay = std::uint64_t{24} * 60 * 60;  // seconds
  const std::uint64_t blocks_a_day = kDay / wire::network(snapshot.network).target_block_seconds;
  const auto is_within = [&](const vote::CallRecord& call, std::uint64_t days) {
    return call.height + days * blocks_a_day >= snapshot.height;
  };
  const auto is_missed = [&](const vote::CallRecord& call) {
    return is_own_miss(call) && is_within(call, 1);
  };
  // The latest first.
  if (const auto last = std::ranges::find_if(snapshot.calls, is_missed); last != snapshot.calls.end()) {
    const auto count = std::ranges::count_if(snapshot.calls, is_missed);
    collector.add(State::warning, "missed",
                  (count == 1 ? std::string("a call was") : std::to_string(count) + " calls were") +
                      " missed within a day, the last one at height " + std::to_string(last->height) + ": " +
                      std::string(to_string(last->cause)),
                  "\"dcrvoter votes\" shows which, and what is known of the cause");
  }
  const auto is_strange = [&](const vote::CallRecord& call) {
    return has_other_choices(call) && is_within(call, 7);
  };
  if (const auto count = std::ranges::count_if(snapshot.calls, is_strange); count != 0) {
    collector.add(State::warning, "other_choices",
                  (count == 1 ? std::string("a vote was") : std::to_string(count) + " votes were") +
                      " mined with other choices than yours",
                  "\"dcrvoter votes\" shows which; another voter has this key: give it the same choices, or "
                  "find out whose it is");
  }
}

void judge_chain(const Snapshot& snapshot, Collector& collector) {
  if (!snapshot.block || snapshot.network == wire::NetworkId::simnet) {
    return;
  }
  const BlockView& block = *snapshot.block;
  const std::uint64_t pace = wire::network(snapshot.network).target_block_seconds;
  if (block.age >= kQuietBlocks * pace) {
    collector.add(block.age >= kSilentBlocks * pace ? State::not_voting : State::warning, "no_block",
                  "no new block for " + duration_text(block.age) + ", where one comes every " +
                      duration_text(pace) + " or so",
                  "look whether your nodes have peers (dcrctl getpeerinfo) and this network its internet");
  }
  constexpr vote::UnixMillis kMost = std::int64_t{2} * 60 * 60 * 1000;  // dcrd: blocks from the future
  if (const auto off = block.seen - block.made; block.made != 0 && (off < -kMost || off > 24 * kMost)) {
    const auto seconds = static_cast<std::uint64_t>(off < 0 ? -off : off) / 1000;
    collector.add(State::warning, "clock",
                  "the clock of this box is about " + duration_text(seconds) +
                      (off < 0 ? " behind" : " ahead of") + " the chain's blocks",
                  "votes need no clock; let it be set by NTP (timedatectl), or the times shown are wrong");
  }
}

void judge_board(const Snapshot& snapshot, Collector& collector) {
  const BoardView& board = snapshot.board;
  if (board.undervoltage.value_or(false)) {
    collector.add(State::warning, "board", "the board gets too little voltage",
                  "use the power supply that its maker sells, and a short cable");
  }
  if (board.temperature.value_or(0) >= kHot) {
    collector.add(State::warning, "board",
                  "the board is " + std::to_string(std::lround(*board.temperature)) + " degrees Celsius hot",
                  "give it air, or a heat sink");
  }
  if (board.storage_free.value_or(kLittleStorage) < kLittleStorage) {
    collector.add(State::warning, "board",
                  "there are " + std::to_string(*board.storage_free >> 20U) +
                      " MB left on the disk that holds the state folder",
                  "make room there: votes go on, but their history will not be kept");
  }
}

void judge_box(const BoxView& box, Collector& collector) {
  for (const BoxView::Problem& problem : box.problems) {
    collector.add(State::warning, "box", problem.words, problem.remedy);
  }
  if (box.update == BoxView::Update::failed || box.update == BoxView::Update::refused) {
    collector.add(State::warning, "box", box.update_words,
                  box.update == BoxView::Update::failed
                      ? "this box goes on with the release before; take a newer update, or tell its makers"
                      : "take the file off the stick, or put the right one there");
  }
}

void judge_backup(const Snapshot& snapshot, Collector& collector) {
  if (snapshot.key.backup != KeyView::Backup::missing) {
    return;
  }
  const std::string how = snapshot.box
                              ? "put an empty file named backup-key onto the card or a stick named DCRVOTER, "
                                "and the box writes it there; or set backup = "
                              : "write its words down: \"dcrvoter key export\" on this box shows them; or "
                                "set backup = ";
  collector.add(State::warning, "backup", "nobody has a back-up of the voting key",
                how + "\"waived\" in [keys] of the configuration");
}

void judge_alert(const char* name, const AlertView& alert, Collector& collector) {
  if (alert.configured && !alert.problem.empty()) {
    collector.add(State::warning, "alert",
                  std::string("the ") + name + " does not get through: " + alert.problem,
                  "\"dcrvoter check --alerts\" tries it and says why; its address is in [alert] of the "
                  "configuration");
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

std::string_view problem_beside_name(const NodeView& node) noexcept {
  std::string_view problem = node.problem;
  for (const std::string_view between : {": ", " "}) {
    if (problem.starts_with(node.name) && problem.substr(node.name.size()).starts_with(between)) {
      problem.remove_prefix(node.name.size() + between.size());
    }
  }
  return problem;
}

Proof proof_of(const Snapshot& snapshot) noexcept {
  const auto first = wire::network(snapshot.network).stake_validation_height;
  if (!snapshot.can_vote || !snapshot.block || snapshot.block->height < first) {
    return Proof::none;
  }
  const bool voted = std::ranges::any_of(snapshot.calls, [&snapshot](const vote::CallRecord& call) {
    return call.block == snapshot.block->hash && call.sent;
  });
  return voted ? Proof::vote : Proof::rehearsal;
}

std::string_view to_string(Proof proof) noexcept {
  switch (proof) {
    case Proof::none: return "none";
    case Proof::rehearsal: return "rehearsal";
    case Proof::vote: return "vote";
  }
  return "none";
}

std::string_view to_string(BoxView::Update update) noexcept {
  switch (update) {
    case BoxView::Update::none: return "none";
    case BoxView::Update::writing: return "writing";
    case BoxView::Update::trial: return "trial";
    case BoxView::Update::done: return "done";
    case BoxView::Update::failed: return "failed";
    case BoxView::Update::refused: return "refused";
  }
  return "none";
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

bool is_own_miss(const vote::CallRecord& call) noexcept {
  return call.outcome == vote::Outcome::missed && call.cause != vote::MissCause::left_out;
}

bool has_other_choices(const vote::CallRecord& call) noexcept {
  return call.outcome == vote::Outcome::mined && call.mined && !call.mined->as_wished;
}

Judgement judge(const Snapshot& snapshot, std::chrono::milliseconds age) {
  Collector collector;
  if (age >= kStale) {
    const auto seconds = static_cast<std::uint64_t>(age.count()) / 1000;
    collector.add(
        State::not_voting, "stale",
        "the voting part of the program has not answered for " + duration_text(seconds),
        "what is shown is old; the log may say more, and a restart helps (systemctl restart dcrvoter)");
  }
  judge_nodes(snapshot, collector);
  judge_key_files(snapshot.key, collector);
  if (!snapshot.rehearsal.empty()) {
    collector.add(State::not_voting, "rehearsal",
                  "a vote, real or rehearsed, could not be made: " + snapshot.rehearsal,
                  "\"dcrvoter check\" looks at key and nodes; the log has more");
  } else if (!snapshot.can_vote && std::ranges::any_of(snapshot.nodes, is_of_use)) {
    collector.add(State::not_voting, "rehearsal", "no vote was made or rehearsed yet",
                  "wait for the next block, or for the nodes to finish what they are doing");
  }
  judge_chain(snapshot, collector);
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
  if (snapshot.newer_rules) {
    collector.add(State::warning, "update", "a node knows newer voting rules than this program",
                  "update dcrvoter; until then it votes by the rules that it knows");
  }
  judge_backup(snapshot, collector);
  judge_board(snapshot, collector);
  if (snapshot.box) {
    judge_box(*snapshot.box, collector);
  }
  judge_alert("heartbeat", snapshot.heartbeat, collector);
  judge_alert("webhook", snapshot.webhook, collector);
  if (!snapshot.page.empty()) {
    collector.add(State::warning, "page", "the page cannot be reached: " + snapshot.page,
                  "mend listen in [page] of the configuration, then restart the service");
  }
  return collector.take();
}

}  // namespace dcrvoter::status
