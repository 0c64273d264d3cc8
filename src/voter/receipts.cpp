#include "voter/receipts.hpp"

#include "vote/ssgen.hpp"
#include "vote/stake_type.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::voter {

using vote::Answer;
using vote::CallRecord;
using vote::MissCause;
using vote::Outcome;
using vote::UnixMillis;

namespace {

constexpr std::size_t kMostAnswers = 8;
constexpr std::size_t kMostSilences = 64;

bool is_taken(const vote::NodeAnswer& answer) {
  return answer.answer != Answer::refused && answer.answer != Answer::lost;
}

bool opposes(const std::vector<vote::TreasuryVote>& ours, const std::vector<vote::TreasuryVote>& theirs) {
  return std::ranges::any_of(ours, [&theirs](const vote::TreasuryVote& own) {
    return std::ranges::any_of(theirs, [&own](const vote::TreasuryVote& other) {
      return other.tspend == own.tspend && other.answer != own.answer;
    });
  });
}

}  // namespace

Receipts::Call& Receipts::call(const vote::VotedBlock& block, const core::Hash& ticket) {
  auto [at, is_new] = calls_.try_emplace(Key{block.height, block.hash, ticket});
  if (is_new) {
    at->second.record.block = block.hash;
    at->second.record.height = block.height;
    at->second.record.ticket = ticket;
    mark_changed(at->second);
  }
  return at->second;
}

void Receipts::mark_changed(Call& call) {
  if (!std::exchange(call.changed, true)) {
    changed_.push_back({call.record.height, call.record.block, call.record.ticket});
  }
}

void Receipts::restore(CallRecord record) {
  const Key key{record.height, record.block, record.ticket};
  calls_.try_emplace(key, Call{.record = std::move(record), .fault = {}, .restored = true});
  bound();
}

bool Receipts::has_child(const core::Hash& block, std::uint32_t height) const {
  const auto [from, to] = by_height_.equal_range(height + 1);
  return std::any_of(from, to, [&](const auto& item) { return blocks_.at(item.second).previous == block; });
}

void Receipts::called(const vote::VotedBlock& block, const core::Hash& ticket, const Notice& notice) {
  auto& known = call(block, ticket);
  if (known.record.called != 0) {
    return;
  }
  mark_changed(known);
  known.record.called = notice.at;
  known.record.called_by = notice.node;
  known.record.clock_synchronised = notice.clock_synchronised;
  const auto at = blocks_.find(block.hash);
  const bool over = has_child(block.hash, block.height);
  known.unknown = notice.ticket_was_unknown && over;
  known.late = over || (at != blocks_.end() && notice.at - at->second.heard > kLateMillis);
  judge(known);
}

void Receipts::sent(const vote::VotedBlock& block, const core::Hash& ticket, vote::SentVote vote) {
  auto& known = call(block, ticket);
  auto& record = known.record;
  if (record.sent && record.sent->txid == vote.txid && record.sent->after_us != 0) {
    return;  // sent again, or to another node
  }
  record.sent = std::move(vote);
  mark_changed(known);
  judge(known);
}

void Receipts::failed(const vote::VotedBlock& block, const core::Hash& ticket, const std::string& words) {
  auto& known = call(block, ticket);
  known.fault = words;
  mark_changed(known);
  judge(known);
}

void Receipts::answered(const vote::VotedBlock& block, const core::Hash& ticket, vote::NodeAnswer answer) {
  auto& known = call(block, ticket);
  auto& answers = known.record.answers;
  mark_changed(known);
  const auto at = std::ranges::find(answers, answer.node, &vote::NodeAnswer::node);
  if (at != answers.end()) {
    if (!is_taken(*at) || is_taken(answer)) {
      *at = std::move(answer);
    }
  } else if (answers.size() < kMostAnswers) {
    answers.push_back(std::move(answer));
  }
  if (known.record.outcome == Outcome::missed) {
    judge(known);  // the answer may tell the cause
  }
}

void Receipts::node_is_calling(bool any, std::uint32_t tip) {
  const bool silent = silences_.back().to == kOpen;
  if (any && silent) {
    silences_.back().to = tip;
  } else if (!any && !silent) {
    silences_.push_back({.from = tip, .to = kOpen});
    if (silences_.size() > kMostSilences) {
      silences_.pop_front();
    }
  }
}

const Receipts::Silence* Receipts::silence_at(std::uint32_t height) const {
  const auto at = std::ranges::find_if(
      silences_, [height](const Silence& silence) { return silence.from <= height && height < silence.to; });
  return at == silences_.end() ? nullptr : &*at;
}

// ---- what the chain tells -------------------------------------------------------------------------

void Receipts::connected(node::NodeId node, const core::Hash& hash, const wire::BlockHeader& header,
                         std::span<const wire::Transaction> transactions, bool complete, UnixMillis now) {
  auto [at, is_new] = blocks_.try_emplace(hash);
  auto& block = at->second;
  if (is_new) {
    block = {.hash = hash,
             .previous = header.previous,
             .height = header.height,
             .complete = false,
             .votes = {},
             .heard = now,
             .revoked = {},
             .revoked_later = {}};
    by_height_.emplace(header.height, hash);
  }
  block.complete = block.complete || complete;
  chain_.connected(node, hash, header.height);
  take_transactions(block, transactions);
  judge_around(header.height);
  judge_revocations(block);
  bound();
}

void Receipts::take_transactions(Block& block, std::span<const wire::Transaction> transactions) {
  for (const auto& transaction : transactions) {
    if (auto view = vote::check_vote(transaction)) {
      if (view->block == block.previous && ask_.is_ours(view->ticket) &&
          std::ranges::find(block.votes, view->ticket, &SeenVote::ticket) == block.votes.end()) {
        block.votes.push_back(
            {view->ticket,
             {.txid = transaction.txid(), .bits = view->bits, .treasury = std::move(view->treasury)}});
        call({.hash = block.previous, .height = block.height - 1}, view->ticket);
      }
    } else if (vote::check_revocation(transaction) && ask_.is_ours(transaction.inputs[0].previous.hash)) {
      auto& revoked =
          transaction.version >= vote::kAutoRevocationVersion ? block.revoked : block.revoked_later;
      if (std::ranges::find(revoked, transaction.inputs[0].previous.hash) == revoked.end()) {
        revoked.push_back(transaction.inputs[0].previous.hash);
      }
    }
  }
}

void Receipts::disconnected(node::NodeId node, const core::Hash& hash, std::uint32_t height) {
  chain_.disconnected(node, hash, height);
  judge_around(height);
}

void Receipts::node_lost(node::NodeId node) {
  chain_.forget(node);
  judge_around(0);
}

void Receipts::judge_around(std::uint32_t height) {
  const bool all = chain_.nodes() > 1;
  const auto from = all ? calls_.begin() : calls_.lower_bound(Key{height == 0 ? 0 : height - 1, {}, {}});
  // What is above may hang on a branch that was left.
  for (auto at = from; at != calls_.end() && (all || at->first.height <= height + kDepth); ++at) {
    judge(at->second);
  }
}

void Receipts::judge(Call& call) {
  const auto& record = call.record;
  CallRecord judged = record;
  judged.outcome = Outcome::open;
  judged.decided_in = {};
  judged.mined.reset();
  judged.cause = MissCause::none;
  judged.words.clear();
  const Block* lacking = nullptr;
  const auto [from, to] = by_height_.equal_range(record.height + 1);
  for (auto at = from; at != to; ++at) {
    const auto& child = blocks_.at(at->second);
    if (child.previous != record.block || !chain_.on_main(child.hash, child.height)) {
      continue;
    }
    const auto vote = std::ranges::find(child.votes, record.ticket, &SeenVote::ticket);
    if (vote != child.votes.end()) {
      judged.outcome = Outcome::mined;
      judged.decided_in = child.hash;
      judged.mined = vote->vote;
      weigh(record, *judged.mined);
      break;
    }
    const bool revoked = std::ranges::find(child.revoked, record.ticket) != child.revoked.end();
    lacking = child.complete || revoked ? &child : lacking;
  }
  if (judged.outcome == Outcome::open && lacking != nullptr) {
    judged.outcome = Outcome::missed;
    judged.decided_in = lacking->hash;
    find_cause(call, judged);
  }
  const bool left = blocks_.contains(record.block) && !chain_.on_main(record.block, record.height);
  if (judged.outcome == Outcome::open && (left || chain_.is_outgrown(record.block, record.height))) {
    judged.outcome = Outcome::gone;
  }
  if (judged.outcome == Outcome::open && record.outcome != Outcome::open &&
      !blocks_.contains(record.decided_in)) {
    return;  // it was decided before this program started, and nothing is known to the contrary
  }
  conclude(call, judged);
}

void Receipts::conclude(Call& call, const CallRecord& judged) {
  if (judged == call.record) {
    return;
  }
  const bool another = judged.outcome != call.record.outcome || judged.decided_in != call.record.decided_in;
  if (call.restored && !another) {
    return;  // when it was decided more was known of the cause
  }
  call.record = judged;
  call.restored = false;
  mark_changed(call);
  if (another) {
    outcomes_.push_back({judged.height, judged.block, judged.ticket});
  }
}

void Receipts::weigh(const CallRecord& record, vote::MinedVote& mined) const {
  mined.by_twin = !record.sent || record.sent->txid != mined.txid;
  if (record.sent) {
    mined.as_wished = mined.bits == record.sent->bits && !opposes(record.sent->treasury, mined.treasury);
  } else {
    // What was wished when nobody called us is not known any more.
    mined.as_wished = record.called == 0 || mined.bits == ask_.wished_bits(record.ticket);
  }
}

void Receipts::find_cause(const Call& call, CallRecord& judged) const {
  const auto& record = call.record;
  const auto because = [&judged](MissCause cause, std::string words = {}) {
    judged.cause = cause;
    judged.words = std::move(words);
  };
  if (record.called == 0) {
    if (const auto* silence = silence_at(record.height)) {
      return because(silence->box_off ? MissCause::box_off : MissCause::no_node);
    }
    if (ask_.was_announced(record.block, record.ticket).value_or(false)) {
      return because(MissCause::ticket_unknown);
    }
    return because(MissCause::node_behind, "no node announced the call");
  }
  if (call.unknown) {
    return because(MissCause::ticket_unknown);
  }
  if (!call.fault.empty()) {
    return because(MissCause::own_fault, call.fault);
  }
  if (!record.sent || record.sent->after_us == 0) {
    return because(MissCause::no_node, "the vote was ready, and there was no node to send it to");
  }
  if (call.late) {
    return because(MissCause::called_late);
  }
  if (std::ranges::any_of(record.answers, is_taken)) {
    return because(MissCause::left_out);
  }
  const auto refused = std::ranges::find(record.answers, Answer::refused, &vote::NodeAnswer::answer);
  if (refused != record.answers.end()) {
    return because(MissCause::refused, refused->words);
  }
  because(MissCause::no_node, "no node answered");
}

void Receipts::judge_revocations(const Block& block) {
  for (const auto& ticket : block.revoked_later) {
    ends_.push_back({ticket, ask_.had_expired(ticket, block.height) ? vote::TicketEnd::missed_or_expired
                                                                    : vote::TicketEnd::missed});
  }
  // The block that lacks the vote of a called ticket revokes it itself, as it does an expired one (DCP-0009).
  const vote::VotedBlock voted{.hash = block.previous, .height = block.height - 1};
  for (const auto& ticket : block.revoked) {
    const bool recorded = calls_.contains({voted.height, voted.hash, ticket});
    const auto announced = ask_.was_announced(voted.hash, ticket);
    if (!recorded && !announced.value_or(false) && ask_.had_expired(ticket, block.height)) {
      ends_.push_back({ticket, announced ? vote::TicketEnd::expired : vote::TicketEnd::missed_or_expired});
      continue;
    }
    ends_.push_back({ticket, vote::TicketEnd::missed});
    if (!recorded) {
      judge(call(voted, ticket));
    }
  }
}

// ---- what is handed on ----------------------------------------------------------------------------

void Receipts::forget(std::uint32_t tip) {
  while (!calls_.empty() && calls_.begin()->first.height + kDepth < tip) {
    forget_lowest_call();
  }
  while (!by_height_.empty() && by_height_.begin()->first + kDepth < tip) {
    forget_lowest_block();
  }
}

void Receipts::bound() {
  while (calls_.size() > kMostCalls) {
    forget_lowest_call();
  }
  while (by_height_.size() > kMostBlocks) {
    forget_lowest_block();
  }
}

void Receipts::forget_lowest_call() {
  const auto lowest = calls_.begin();
  if (lowest->second.changed) {
    settled_.push_back(std::move(lowest->second.record));
  }
  calls_.erase(lowest);
}

void Receipts::forget_lowest_block() {
  const auto lowest = by_height_.begin();
  blocks_.erase(lowest->second);
  by_height_.erase(lowest);
}

std::vector<CallRecord> Receipts::take_changes() {
  auto changes = std::exchange(settled_, {});
  for (const auto& key : std::exchange(changed_, {})) {
    if (const auto at = calls_.find(key); at != calls_.end() && std::exchange(at->second.changed, false)) {
      changes.push_back(at->second.record);
    }
  }
  return changes;
}

std::vector<CallRecord> Receipts::take_outcomes() {
  std::vector<CallRecord> records;
  for (const auto& key : std::exchange(outcomes_, {})) {
    if (const auto at = calls_.find(key); at != calls_.end()) {
      records.push_back(at->second.record);
    }
  }
  return records;
}

std::vector<Receipts::End> Receipts::take_ends() {
  return std::exchange(ends_, {});
}

std::vector<CallRecord> Receipts::recent() const {
  std::vector<CallRecord> records;
  records.reserve(calls_.size());
  for (auto at = calls_.rbegin(); at != calls_.rend(); ++at) {
    records.push_back(at->second.record);
  }
  return records;
}

}  // namespace dcrvoter::voter
