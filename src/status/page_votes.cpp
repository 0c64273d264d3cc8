// The latest votes, in plain words.
#include "status/page_parts.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kMostVotes = 6;

std::size_t taken_by(const vote::CallRecord& call) {
  return static_cast<std::size_t>(std::ranges::count_if(call.answers, [](const vote::NodeAnswer& answer) {
    return answer.answer == vote::Answer::accepted || answer.answer == vote::Answer::duplicate;
  }));
}

std::string nodes_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " node" : " nodes");
}

std::string_view plain(vote::MissCause cause) {
  switch (cause) {
    case vote::MissCause::none: return "the cause is not known";
    case vote::MissCause::box_off: return "this box was off";
    case vote::MissCause::no_node: return "no node was connected";
    case vote::MissCause::node_behind: return "the nodes were behind the chain";
    case vote::MissCause::ticket_unknown: return "the call came before the ticket was known here";
    case vote::MissCause::own_fault: return "this box made no vote";
    case vote::MissCause::called_late: return "the call came here too late";
    case vote::MissCause::refused: return "the nodes refused the vote";
    case vote::MissCause::left_out: return "the miner left it out";
  }
  return "";
}

void add_miss(Html& html, const vote::CallRecord& call) {
  add_tag(html, "bad", "missed");
  html << "<span class=why>";
  if (call.cause == vote::MissCause::left_out) {
    html << "sent in time to " << nodes_text(taken_by(call)) << "; ";
  }
  html << plain(call.cause);
  if (!call.words.empty()) {
    html << ": ";
    html.text(call.words, 100);
  }
  html << "</span>";
}

void add_outcome(Html& html, const vote::CallRecord& call) {
  switch (call.outcome) {
    case vote::Outcome::open:
      add_tag(html, "idle", call.sent ? "sent" : "called");
      html << "<span class=why>";
      if (call.answers.empty()) {
        html << "the next block will tell";
      } else {
        html << "taken by " << nodes_text(taken_by(call)) << "; the next block will tell";
      }
      html << "</span>";
      return;
    case vote::Outcome::gone:
      add_tag(html, "idle", "void");
      html << "<span class=why>its block left the chain; the ticket is live again</span>";
      return;
    case vote::Outcome::missed: add_miss(html, call); return;
    case vote::Outcome::mined: break;
  }
  const bool as_wished = !call.mined || call.mined->as_wished;
  add_tag(html, as_wished ? "ok" : "bad", as_wished ? "in block" : "other choices");
  html << "<span class=why>";
  if (!as_wished) {
    html << "another voter with this key chose otherwise";
  } else if (call.mined && call.mined->by_twin) {
    html << "by another box of yours, as you wished";
  } else {
    html << "as you wished";
  }
  html << "</span>";
}

void add_row(Html& html, const vote::CallRecord& call) {
  html << "<tr><td>";
  if (call.called != 0) {
    add_time(html, call.called);
  } else {
    html << "not heard";
  }
  html << "<span class=why>block " << grouped(call.height) << "</span></td><td>";
  add_outcome(html, call);
  html << "</td><td class=n>"
       << (call.sent && call.sent->after_us != 0 ? latency_text(call.sent->after_us) : "—") << "</td></tr>";
}

}  // namespace

void add_votes(Html& html, const PageView& view) {
  const auto& calls = view.snapshot.calls;
  if (!view.is_full() || calls.empty()) {
    return;
  }
  html << "<section id=votes><h2>Last votes</h2><table><thead><tr><th>Called</th><th>What became of it</th>"
          "<th class=n>Sent in</th></tr></thead><tbody>";
  for (std::size_t i = 0; i < std::min(calls.size(), kMostVotes); ++i) {
    add_row(html, calls[i]);
  }
  html << "</tbody></table></section>";
}

}  // namespace dcrvoter::status
