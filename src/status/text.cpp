#include "status/text.hpp"

#include "status/foreign_text.hpp"
#include "status/judgement.hpp"
#include "status/text_table.hpp"
#include "status/ticket_state.hpp"
#include "status/time_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace dcrvoter::status {
namespace {

/// Where the box's clock was not synchronised, a time is only what it believed.
std::string called_text(const vote::CallRecord& call) {
  return minute_text(call.called) + (call.called != 0 && !call.clock_synchronised ? "?" : "");
}

std::string sent_text(const vote::CallRecord& call) {
  if (!call.sent || call.sent->after_us == 0) {
    return "-";
  }
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.1f ms", static_cast<double>(call.sent->after_us) / 1000.0);
  return text.data();
}

std::string accepted_text(const vote::CallRecord& call) {
  const auto took = [](const vote::NodeAnswer& answer) {
    return answer.answer == vote::Answer::accepted || answer.answer == vote::Answer::duplicate;
  };
  return call.answers.empty() ? "-"
                              : std::to_string(std::ranges::count_if(call.answers, took)) + "/" +
                                    std::to_string(call.answers.size());
}

std::string bits_text(std::uint16_t bits) {
  std::array<char, 8> text{};
  (void)std::snprintf(text.data(), text.size(), "0x%04x", static_cast<unsigned>(bits));
  return text.data();
}

std::string mined_text(const vote::CallRecord& call) {
  std::string text = "mined in block " + std::to_string(call.height + 1);
  if (!call.mined) {
    return text;
  }
  text += call.mined->by_twin ? " by twin" : "";
  if (call.mined->as_wished) {
    return text + ", as wished";
  }
  text += ", NOT as wished";
  if (call.sent && call.sent->bits != call.mined->bits) {
    return text + ": bits " + bits_text(call.mined->bits) + ", not " + bits_text(call.sent->bits);
  }
  return text + (call.sent ? ": another answer to a treasury spend" : "");
}

std::string summary(const std::vector<vote::CallRecord>& calls) {
  std::string text = count_text(calls.size(), "call");
  const char* between = ": ";
  for (const vote::Outcome outcome :
       {vote::Outcome::mined, vote::Outcome::missed, vote::Outcome::gone, vote::Outcome::open}) {
    const auto count =
        std::ranges::count_if(calls, [outcome](const auto& call) { return call.outcome == outcome; });
    if (count != 0) {
      text += between + std::to_string(count) + " " + std::string(to_string(outcome));
      between = ", ";
    }
  }
  return text;
}

std::string counts_text(const TicketCounts& counts) {
  std::string text;
  const auto add = [&text](std::size_t count, const char* name) {
    if (count != 0) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + name;
    }
  };
  add(counts.live, "live");
  add(counts.immature, "immature");
  add(counts.mempool, "in the mempool");
  add(counts.voted, "voted");
  add(counts.missed, "missed");
  add(counts.expired, "expired");
  add(counts.other, "missed, expired or spent");
  return text;
}

std::string node_text(const NodeView& node) {
  if (!node.problem.empty()) {
    return printable(problem_beside_name(node));
  }
  if (!node.connected) {
    return "not connected";
  }
  std::string text = node.calling ? "calls" : "connected, announces no winning tickets yet";
  return text + (node.searching ? ", its blocks are being searched for tickets" : "");
}

std::string proof_text(const Snapshot& snapshot) {
  switch (proof_of(snapshot)) {
    case Proof::vote: return " (voted on it)";
    case Proof::rehearsal: return " (a vote was rehearsed on it)";
    case Proof::none: break;
  }
  return "";
}

std::string height_text(std::uint32_t height) {
  return height == 0 ? "-" : std::to_string(height);
}

}  // namespace

std::string outcome_text(const vote::CallRecord& call) {
  switch (call.outcome) {
    case vote::Outcome::open: return "open";
    case vote::Outcome::gone: return "void: its block left the chain";
    case vote::Outcome::mined: return mined_text(call);
    case vote::Outcome::missed: break;
  }
  const std::string cause(to_string(call.cause));
  return "missed" + (cause.empty() ? "" : ": " + cause) +
         (call.words.empty() ? "" : " (" + printable(call.words) + ")");
}

std::string ticket_text(const vote::TicketRecord& ticket, const wire::Network& network, std::uint32_t tip) {
  const TicketLife life = ticket_life(ticket, network, tip);
  switch (life.state) {
    case TicketState::mempool: return "in the mempool";
    case TicketState::immature:
      return "immature, can vote from block " + std::to_string(life.first) + " (in about " +
             duration_text(std::uint64_t{life.first - tip} * network.target_block_seconds) + ")";
    case TicketState::live: return "live until block " + std::to_string(life.last);
    case TicketState::spent: return "spent in block " + std::to_string(ticket.spent_height);
    default: break;
  }
  return std::string(to_string(life.state)) +
         (ticket.spent_height == 0 ? "" : " in block " + std::to_string(ticket.spent_height));
}

const char* sentence(State state) noexcept {
  switch (state) {
    case State::ready: return "Ready: this box can vote now";
    case State::warning: return "Warning: this box votes, but there is something to do";
    case State::not_voting: return "NOT VOTING";
  }
  return "";
}

std::string status_text(const Snapshot& snapshot, Show show) {
  const wire::Network& network = wire::network(snapshot.network);
  const Judgement judgement = judge(snapshot);
  std::string text = std::string(sentence(judgement.state)) + "\n";
  for (const Reason& reason : judgement.reasons) {
    text += "  " + printable(reason.words) + "\n    " + reason.remedy + "\n";
  }
  text += "\nnetwork  " + std::string(network.name) + "\nblock    " +
          (snapshot.height == 0 ? "none known" : std::to_string(snapshot.height)) + proof_text(snapshot) +
          "\n";
  if (show == Show::full) {
    const std::string tickets = counts_text(count_tickets(snapshot.tickets, network, snapshot.height));
    text += "tickets  " + (tickets.empty() ? "none yet: waiting for tickets" : tickets) + "\n";
  }
  text += "votes    " + (snapshot.calls.empty() ? "no call yet" : summary(snapshot.calls)) + "\nas of    " +
          minute_text(snapshot.observed_at) + " UTC\n";
  if (snapshot.box) {
    text += "system   release " + printable(snapshot.box->release) + ", build " +
            printable(snapshot.box->build) + ", slot " + printable(snapshot.box->slot) + "\n";
    if (!snapshot.box->update_words.empty()) {
      text += "update   " + printable(snapshot.box->update_words) + "\n";
    }
  }
  if (!snapshot.nodes.empty()) {
    TextTable table({"node", "block", "state"});
    for (const NodeView& node : snapshot.nodes) {
      table.add({printable(node.name), height_text(node.tip), node_text(node)});
    }
    text += "\n" + table.to_string();
  }
  return text;
}

std::string tickets_text(const Snapshot& snapshot) {
  const wire::Network& network = wire::network(snapshot.network);
  if (snapshot.tickets.empty()) {
    return "no tickets are known yet\n";
  }
  TextTable table({"ticket", "block", "price (DCR)", "state"});
  for (const vote::TicketRecord& record : by_height(snapshot.tickets)) {
    table.add({short_hash(record.ticket.txid), height_text(record.height), coins_text(record.ticket.price),
               ticket_text(record, network, snapshot.height)});
  }
  return count_text(snapshot.tickets.size(), "ticket") + ": " +
         counts_text(count_tickets(snapshot.tickets, network, snapshot.height)) + "; block " +
         height_text(snapshot.height) + " of " + std::string(network.name) + "\n\n" + table.to_string();
}

std::string votes_text(const Snapshot& snapshot) {
  if (snapshot.calls.empty()) {
    return "no ticket was called yet\n";
  }
  TextTable table({"called (UTC)", "block", "ticket", "sent after", "nodes", "what became of it"});
  for (const vote::CallRecord& call : snapshot.calls) {
    table.add({called_text(call), std::to_string(call.height), short_hash(call.ticket), sent_text(call),
               accepted_text(call), outcome_text(call)});
  }
  const bool doubtful = std::ranges::any_of(snapshot.calls, [](const vote::CallRecord& call) {
    return call.called != 0 && !call.clock_synchronised;
  });
  return summary(snapshot.calls) + "\n\n" + table.to_string() +
         (doubtful ? "\n?  the clock was not synchronised\n" : "");
}

std::string choices_text(const Snapshot& snapshot, Show show) {
  std::string text;
  for (const AgendaView* agenda : undecided(snapshot)) {
    text += "WARNING: the agenda " + printable(agenda->id) +
            " is being voted on, and your tickets abstain by default.\n"
            "         Choose yes, no or abstain for it in [choices] of the configuration.\n\n";
  }
  text += "Agendas of vote version " + std::to_string(snapshot.vote_version) + " (" +
          std::string(wire::network(snapshot.network).name) + ")\n";
  if (snapshot.agendas.empty()) {
    text += "  none\n";
  }
  for (const AgendaView& agenda : snapshot.agendas) {
    const bool far = agenda.ends == 0 || agenda.ends > static_cast<std::uint64_t>(kLastMoment / 1000);
    const auto ends = static_cast<vote::UnixMillis>(agenda.ends);
    text += "  " + printable(agenda.id) + ": " + printable(agenda.choice) +
            (agenda.by_default ? " (by default)" : "") + "; status " +
            (agenda.status.empty() ? "not known" : printable(agenda.status)) +
            (far ? "" : ", ends " + minute_text(ends * 1000).substr(0, 10)) + "\n" +
            (agenda.description.empty() ? "" : "    " + printable(agenda.description) + "\n");
  }
  text += "\nTreasury spends up for a vote\n";
  if (snapshot.spends.empty()) {
    text += "  none known\n";
  }
  for (const SpendView& spend : snapshot.spends) {
    text += "  " + spend.txid.to_string() + ": " + printable(spend.answer) + "\n    blocks " +
            std::to_string(spend.start) + " to " + std::to_string(spend.end) + "\n";
  }
  text += "\nConfigured choices\n";
  bool none = true;
  for (const ChoiceView& choice : snapshot.choices) {
    if (show == Show::health && !choice.scope.empty()) {
      continue;
    }
    none = false;
    text += "  " + (choice.scope.empty() ? "" : "ticket " + printable(choice.scope).substr(0, 8) + "…: ") +
            printable(choice.what) + " = " + printable(choice.answer) + "\n" +
            (choice.problem.empty() ? "" : "    WARNING: " + printable(choice.problem) + "\n");
  }
  const bool all = show == Show::full || snapshot.choices.empty();
  return text + (!none ? "" : all ? "  none: abstain on everything\n" : "  none for all tickets\n");
}

}  // namespace dcrvoter::status
