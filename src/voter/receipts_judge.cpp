// What the receipts conclude from what they were told.
#include "voter/receipts.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::voter {

using vote::CallRecord;
using vote::MissCause;
using vote::Outcome;

void Receipts::judge_all() {
  for (auto& [key, call] : calls_) {
    judge(call);
  }
}

void Receipts::judge_around(std::uint32_t height) {
  if (chain_.nodes() > 1) {
    return judge_all();
  }
  const auto from = calls_.lower_bound(Key{height == 0 ? 0 : height - 1, {}, {}});
  // What is above may hang on a branch that was left.
  for (auto at = from; at != calls_.end() && at->first.height <= height + kDepth; ++at) {
    judge(at->second);
  }
}

bool Receipts::stands(const Block& block) const {
  for (const Block* at = &block; !chain_.on_main(at->hash, at->height);) {
    if (at->disconnected || chain_.has_other(at->hash, at->height)) {
      return false;
    }
    const auto below = blocks_.find(at->previous);
    if (below == blocks_.end() || below->second.height >= at->height) {
      break;
    }
    at = &below->second;
  }
  return true;
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
    if (child.previous != record.block || !stands(child)) {
      continue;
    }
    const auto vote = std::ranges::find(child.votes, record.ticket, &SeenVote::ticket);
    if (vote != child.votes.end()) {
      judged.outcome = Outcome::mined;
      judged.decided_in = child.hash;
      judged.mined = vote->vote;
      weigh(call, *judged.mined);
      break;
    }
    const bool revoked = std::ranges::find(child.revoked, record.ticket) != child.revoked.end();
    lacking = child.complete || revoked ? &child : lacking;
  }
  if (judged.outcome == Outcome::open && lacking != nullptr) {
    judged.outcome = Outcome::missed;
    judged.decided_in = lacking->hash;
    find_cause(record, judged);
  }
  const auto called = blocks_.find(record.block);
  const bool left = called != blocks_.end() && !stands(called->second);
  if (judged.outcome == Outcome::open && (left || chain_.is_outgrown(record.block, record.height))) {
    judged.outcome = Outcome::gone;
  }
  const auto& evidence = record.outcome == Outcome::gone ? record.block : record.decided_in;
  if (judged.outcome == Outcome::open && record.outcome != Outcome::open && !blocks_.contains(evidence)) {
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

void Receipts::weigh(const Call& call, vote::MinedVote& mined) const {
  const auto& record = call.record;
  const bool is_former = call.sent_before && call.sent_before->txid == mined.txid;
  const auto& sent = is_former ? call.sent_before : record.sent;
  mined.by_twin = !sent || sent->txid != mined.txid;
  if (sent) {
    mined.as_wished = vote::is_as_wished(*sent, mined);
  } else {
    // What was wished when nobody called us is not known any more.
    mined.as_wished = record.called == 0 || mined.bits == ask_.wished_bits(record.ticket);
  }
}

void Receipts::find_cause(const CallRecord& record, CallRecord& judged) const {
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
  auto [cause, words] = vote::cause_of_heard_call(record);
  because(cause, std::move(words));
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

const Receipts::Silence* Receipts::silence_at(std::uint32_t height) const {
  const auto at = std::ranges::find_if(
      silences_, [height](const Silence& silence) { return silence.from <= height && height < silence.to; });
  return at == silences_.end() ? nullptr : &*at;
}

}  // namespace dcrvoter::voter
