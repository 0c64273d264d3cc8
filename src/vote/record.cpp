#include "vote/record.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::vote {

std::string_view to_string(Answer answer) noexcept {
  switch (answer) {
    case Answer::accepted: return "accepted";
    case Answer::duplicate: return "duplicate";
    case Answer::other_vote: return "other vote";
    case Answer::refused: return "refused";
    case Answer::lost: return "lost";
  }
  return "unknown";
}

std::string_view to_string(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::open: return "open";
    case Outcome::mined: return "mined";
    case Outcome::missed: return "missed";
    case Outcome::gone: return "void";
  }
  return "unknown";
}

std::string_view to_string(MissCause cause) noexcept {
  switch (cause) {
    case MissCause::none: return "";
    case MissCause::box_off: return "box off";
    case MissCause::no_node: return "no node connected";
    case MissCause::node_behind: return "node behind";
    case MissCause::ticket_unknown: return "ticket unknown to us";
    case MissCause::own_fault: return "own fault";
    case MissCause::called_late: return "called late";
    case MissCause::refused: return "refused";
    case MissCause::left_out: return "left out by the miner";
  }
  return "unknown";
}

bool is_as_wished(const SentVote& sent, const MinedVote& mined) noexcept {
  const auto is_opposed = [&mined](const TreasuryVote& own) {
    return std::ranges::any_of(mined.treasury, [&own](const TreasuryVote& other) {
      return other.tspend == own.tspend && other.answer != own.answer;
    });
  };
  return mined.bits == sent.bits && std::ranges::none_of(sent.treasury, is_opposed);
}

Cause cause_of_heard_call(const CallRecord& call) {
  if (call.was_unknown) {
    return {.cause = MissCause::ticket_unknown, .words = {}};
  }
  if (!call.fault.empty()) {
    return {.cause = MissCause::own_fault, .words = call.fault};
  }
  if (!call.sent || call.sent->after_us == 0) {
    return {.cause = MissCause::no_node, .words = "the vote was ready, and there was no node to send it to"};
  }
  if (call.late) {
    return {.cause = MissCause::called_late, .words = {}};
  }
  if (std::ranges::any_of(call.answers, &NodeAnswer::is_taken)) {
    return {.cause = MissCause::left_out, .words = {}};
  }
  const auto refused = std::ranges::find(call.answers, Answer::refused, &NodeAnswer::answer);
  if (refused != call.answers.end()) {
    return {.cause = MissCause::refused, .words = refused->words};
  }
  return {.cause = MissCause::no_node, .words = "no node answered"};
}

CallRecord merged(const CallRecord& before, const CallRecord& newer) {
  const bool was_seen = before.called != 0 || before.sent;
  if (newer.called != 0 || newer.sent || (!was_seen && newer.outcome != before.outcome)) {
    return newer;
  }
  CallRecord kept = before;
  if (was_seen && (before.outcome == Outcome::open || before.outcome == Outcome::gone)) {
    kept.outcome = newer.outcome;
    kept.decided_in = newer.decided_in;
    kept.mined = newer.mined;
    kept.cause = newer.cause;
    kept.words = newer.words;
    if (kept.outcome == Outcome::missed && before.called != 0) {  // the later run knew nothing of the call
      auto heard = cause_of_heard_call(before);
      kept.cause = heard.cause;
      kept.words = std::move(heard.words);
    }
    if (kept.mined && kept.sent) {
      kept.mined->by_twin = kept.sent->txid != kept.mined->txid;
      kept.mined->as_wished = is_as_wished(*kept.sent, *kept.mined);
    }
  }
  return kept;
}

std::string_view to_string(TicketEnd end) noexcept {
  switch (end) {
    case TicketEnd::none: return "";
    case TicketEnd::voted: return "voted";
    case TicketEnd::missed: return "missed";
    case TicketEnd::expired: return "expired";
    case TicketEnd::missed_or_expired: return "missed or expired";
  }
  return "unknown";
}

std::string_view to_string(EventKind kind) noexcept {
  switch (kind) {
    case EventKind::started: return "started";
    case EventKind::stopped: return "stopped";
    case EventKind::node_connected: return "node connected";
    case EventKind::node_lost: return "node lost";
    case EventKind::alarm: return "alarm";
  }
  return "unknown";
}

}  // namespace dcrvoter::vote
