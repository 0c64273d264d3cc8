#include "voter/receipts.hpp"

#include "vote/ssgen.hpp"
#include "vote/stake_type.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::voter {

using vote::CallRecord;
using vote::Outcome;

namespace {

constexpr std::size_t kMostAnswers = 8;
constexpr std::size_t kMostSilences = 64;

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
  auto [at, is_new] = calls_.try_emplace(key);
  auto& known = at->second;
  if (!is_new && (known.record.called != 0 || known.record.sent)) {
    if (record.sent && record.sent->after_us != 0) {
      known.sent_before = std::move(record.sent);
      judge(known);
    }
    return;
  }
  known.restored = is_new || record.outcome == Outcome::mined || record.outcome == Outcome::missed;
  if (!is_new) {  // the store answered late, and the chain told of this call before: what was kept knows more
    record = vote::merged(record, known.record);
    mark_changed(known);
  }
  known.record = std::move(record);
  judge(known);
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
  known.record.was_unknown = notice.ticket_was_unknown && over;
  known.record.late = over || (at != blocks_.end() && notice.heard - at->second.heard > kLate);
  judge(known);
}

void Receipts::sent(const vote::VotedBlock& block, const core::Hash& ticket, vote::SentVote vote) {
  auto& known = call(block, ticket);
  auto& record = known.record;
  if (record.sent && record.sent->txid == vote.txid && record.sent->after_us != 0) {
    return;  // sent again, or to another node
  }
  if (record.sent && record.sent->after_us != 0) {
    known.sent_before = std::move(record.sent);
  }
  record.sent = std::move(vote);
  mark_changed(known);
  judge(known);
}

void Receipts::failed(const vote::VotedBlock& block, const core::Hash& ticket, const std::string& words) {
  auto& known = call(block, ticket);
  known.record.fault = words;
  mark_changed(known);
  judge(known);
}

void Receipts::block_came(std::uint32_t height, bool by_claimant) {
  just_ended_ = false;
  auto& last = silences_.back();
  if (by_claimant && last.to != kOpen && last.to > height) {
    last.to = height;
    judge_all();
  }
}

void Receipts::answered(const vote::VotedBlock& block, const core::Hash& ticket, vote::NodeAnswer answer) {
  auto& known = call(block, ticket);
  auto& answers = known.record.answers;
  mark_changed(known);
  const auto at = std::ranges::find(answers, answer.node, &vote::NodeAnswer::node);
  if (at != answers.end()) {
    if (!at->is_taken() || answer.is_taken()) {
      *at = std::move(answer);
    }
  } else if (answers.size() < kMostAnswers) {
    answers.push_back(std::move(answer));
  }
  if (known.record.outcome == Outcome::missed) {
    judge(known);  // the answer may tell the cause
  }
}

bool Receipts::node_is_calling(bool any, std::uint32_t tip) {
  auto& last = silences_.back();
  if (any && (last.to == kOpen || (just_ended_ && tip > last.to))) {
    last.to = tip;
    just_ended_ = true;
    judge_all();
    return true;
  }
  if (!any && last.to != kOpen) {
    just_ended_ = false;
    silences_.push_back({.from = tip, .to = kOpen});
    if (silences_.size() > kMostSilences) {
      silences_.pop_front();
    }
  }
  return false;
}

// ---- what the chain tells -------------------------------------------------------------------------

void Receipts::connected(node::NodeId node, const core::Hash& hash, const wire::BlockHeader& header,
                         std::span<const wire::Transaction> transactions, bool complete,
                         core::SteadyTime now) {
  auto [at, is_new] = blocks_.try_emplace(hash);
  auto& block = at->second;
  if (is_new) {
    block = {.hash = hash,
             .previous = header.previous,
             .height = header.height,
             .complete = false,
             .disconnected = false,
             .votes = {},
             .heard = now,
             .revoked = {},
             .revoked_later = {}};
    by_height_.emplace(header.height, hash);
  }
  block.complete = block.complete || complete;
  block.disconnected = false;
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
  if (const auto at = blocks_.find(hash); at != blocks_.end()) {
    at->second.disconnected = true;
  }
  judge_around(height);
}

void Receipts::node_lost(node::NodeId node) {
  chain_.forget(node);
  judge_all();
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
