#include "vote/record.hpp"

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
    if (kept.mined && kept.sent) {
      kept.mined->by_twin = kept.sent->txid != kept.mined->txid;
      kept.mined->as_wished = kept.sent->bits == kept.mined->bits;
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
