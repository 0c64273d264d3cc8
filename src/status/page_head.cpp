// The sentence and the figures beneath it: what a phone shows without scrolling.
#include "status/page_parts.hpp"
#include "status/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace dcrvoter::status {
namespace {

constexpr std::string_view kMarks[] = {
    R"(<circle cx="24" cy="24" r="21" fill="none" stroke="currentColor" stroke-width="3.5"/><path d="M14.5 24.5l6.5 7 13-15" fill="none" stroke="currentColor" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/>)",
    R"(<path d="M24 5 45 42H3z" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linejoin="round"/><path d="M24 19v11M24 35.5v.5" stroke="currentColor" stroke-width="4.5" stroke-linecap="round"/>)",
    R"(<path d="M16 4h16l12 12v16L32 44H16L4 32V16z" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linejoin="round"/><path d="M15 24h18" stroke="currentColor" stroke-width="4.5" stroke-linecap="round"/>)"};

/// Tickets that are known, of which none can be called yet.
std::size_t on_their_way(const PageView& view) {
  return view.is_full() && view.counts.live == 0 ? view.counts.immature + view.counts.mempool : 0;
}

std::string sentence(const PageView& view) {
  switch (view.judgement.state) {
    case State::ready:
      if (const std::size_t found = on_their_way(view); found != 0) {
        return "Ready: " + grouped(found) + (found == 1 ? " ticket found" : " tickets found");
      }
      return view.is_full() && view.counts.live == 0 ? "Ready: waiting for tickets"
                                                     : "Ready: this box can vote now";
    case State::warning:
      return view.is_full() && view.counts.live == 0 ? "Ready, but something needs you"
                                                     : "It votes, but something needs you";
    case State::not_voting: return "Not voting";
  }
  return "";
}

std::size_t nodes_of_use(const Snapshot& snapshot) {
  return static_cast<std::size_t>(std::ranges::count_if(snapshot.nodes, is_of_use));
}

Html& begin_fact(Html& html, std::string_view term) {
  return html << "<div><dt>" << term << "</dt><dd>";
}

void end_fact(Html& html) {
  html << "</small></dd></div>";
}

void add_block_fact(Html& html, const PageView& view) {
  const Snapshot& snapshot = view.snapshot;
  begin_fact(html, "Last block") << (snapshot.height == 0 ? "none" : grouped(snapshot.height)) << "<small>";
  if (snapshot.block) {
    add_age(html, snapshot.block->age);
    html << ", ";
  }
  html << nodes_of_use(snapshot) << " of " << snapshot.nodes.size()
       << (snapshot.nodes.size() == 1 ? " node" : " nodes");
  end_fact(html);
}

void add_ticket_fact(Html& html, const PageView& view) {
  const TicketCounts& counts = view.counts;
  begin_fact(html, "Tickets") << grouped(counts.live) << " live<small>";
  if (counts.immature != 0) {
    html << grouped(counts.immature) << " maturing" << (counts.mempool != 0 ? ", " : "");
  }
  if (counts.mempool != 0) {
    html << grouped(counts.mempool) << " not mined yet";
  }
  if (counts.immature + counts.mempool == 0) {
    html << (counts.live == 0 ? "none known yet" : "none on their way");
  }
  end_fact(html);
}

void add_next_fact(Html& html, const PageView& view) {
  const Outlook& outlook = view.outlook;
  begin_fact(html, "Next vote, about");
  if (outlook.next_vote == 0) {
    html << "—<small>no ticket waits for its call";
  } else {
    html << short_duration(outlook.next_vote) << "<small>";
    if (outlook.chance >= 0.5) {
      html << "most blocks call one of yours";
    } else if (outlook.chance > 0) {
      html << "next block: 1 chance in "
           << grouped(static_cast<std::uint64_t>(std::lround(1 / outlook.chance)));
    } else {
      html << "when the first is mature";
    }
  }
  end_fact(html);
}

void add_votes_fact(Html& html, const PageView& view) {
  std::uint64_t mined = 0;
  std::uint64_t missed = 0;
  std::uint64_t left_out = 0;
  for (const DayView& day : view.snapshot.history.days) {
    mined += day.mined;
    missed += day.missed;
    left_out += day.left_out;
  }
  constexpr std::uint64_t kWide = 10'000;  // the figure beside it would need a second line
  begin_fact(html, "Votes in 90 days") << grouped(mined);
  if (missed != 0 && mined < kWide) {
    html << " of " << grouped(mined + missed);
  }
  html << "<small>";
  if (missed == 0) {
    html << (mined == 0 ? "no ticket was called" : "none missed");
  } else {
    html << (mined < kWide ? "" : "and ") << grouped(missed) << " missed";
    if (left_out == missed) {
      html << (missed == 1 ? ", by its miner" : ", all by miners");
    }
  }
  end_fact(html);
}

void add_health_facts(Html& html, const PageView& view) {
  const Snapshot& snapshot = view.snapshot;
  begin_fact(html, "Nodes") << nodes_of_use(snapshot) << " of " << snapshot.nodes.size()
                            << "<small>call for votes";
  end_fact(html);
  const LatencyView& latency = snapshot.history.latency;
  begin_fact(html, "A vote takes") << (latency.count == 0 ? "—" : latency_text(latency.median))
                                   << "<small>in the middle; miners wait 2.5 s";
  end_fact(html);
  begin_fact(html, "Running for") << (snapshot.board.running ? short_duration(*snapshot.board.running) : "—")
                                  << "<small>";
  html.text(snapshot.board.version.empty() ? "dcrvoter" : "dcrvoter " + snapshot.board.version);
  end_fact(html);
}

}  // namespace

std::string as_sentence(std::string text) {
  const std::string_view word = std::string_view(text).substr(0, text.find(' '));
  const bool is_name = word.find_first_of(".:") != std::string_view::npos;  // a host's, or an agenda's
  if (!is_name && !text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string_view full_stop(std::string_view sentence) noexcept {
  return sentence.ends_with('.') || sentence.ends_with('?') || sentence.ends_with('!') ? "" : ".";
}

std::string_view css_class(State state) noexcept {
  switch (state) {
    case State::ready: return "ok";
    case State::warning: return "warn";
    case State::not_voting: return "bad";
  }
  return "";
}

std::string_view shape(State state) noexcept {
  switch (state) {
    case State::ready: return "●";
    case State::warning: return "▲";
    case State::not_voting: return "⬣";
  }
  return "";
}

bool is_of_use(const NodeView& node) noexcept {
  return node.connected && node.calling && node.problem.empty();
}

void add_time(Html& html, vote::UnixMillis at, Precision precision) {
  const std::string full = rfc3339(at);
  if (full.empty()) {
    html << "at a time not known";
    return;
  }
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::string_view kKinds[] = {"\">", "\" data-day>", "\" data-day=y>"};
  const std::string_view text = full;
  const auto number = [text](std::size_t from) {
    const auto digit = [text](std::size_t place) { return static_cast<std::size_t>(text[place] - '0'); };
    return digit(from) * 10 + digit(from + 1);
  };
  html << "<time datetime=\"" << text << kKinds[static_cast<std::size_t>(precision)] << number(8) << " "
       << kMonths[number(5) - 1];
  if (precision == Precision::minute) {
    html << " " << text.substr(11, 5) << "<span class=utc> UTC</span>";
  } else if (precision == Precision::year) {
    html << " " << text.substr(0, 4);
  }
  html << "</time>";
}

void add_age(Html& html, std::uint64_t seconds) {
  html << "<span data-age=\"" << seconds << "\">" << short_duration(seconds) << " ago</span>";
}

void add_tag(Html& html, std::string_view kind, std::string_view word) {
  html << "<span class=\"tag " << kind << "\">";
  html.text(word) << "</span>";
}

void add_more(Html& html, std::size_t all, std::size_t shown) {
  if (all > shown) {
    html << "and " << grouped(all - shown) << " more";
  }
}

std::string wait_for_first(const PageView& view) {
  const std::uint32_t blocks =
      view.outlook.first_height - std::min(view.outlook.first_height, view.snapshot.height);
  return short_duration(std::uint64_t{blocks} * view.network.target_block_seconds);
}

Html& begin_row(Html& html, std::string_view term) {
  return html << "<div><dt>" << term << "</dt><dd>";
}

void begin_banner(Html& html, State state, std::string_view sentence) {
  html << "<section id=state class=\"state is-" << css_class(state)
       << "\"><svg viewBox=\"0 0 48 48\" aria-hidden=true>" << kMarks[static_cast<std::size_t>(state)]
       << "</svg><div><h1 role=status>" << sentence << "</h1><p>";
}

void end_banner(Html& html) {
  html << "</p></div></section>";
}

void add_state(Html& html, const PageView& view) {
  const Judgement& judgement = view.judgement;
  begin_banner(html, judgement.state, sentence(view));
  if (judgement.state == State::ready) {
    constexpr std::string_view kProofs[] = {".", ": a vote was rehearsed on the last block.",
                                            ": it voted on the last block."};
    if (const std::size_t found = on_their_way(view); found != 0) {
      html << (found == 1 ? "It can vote" : "The first can vote") << " in about " << wait_for_first(view)
           << ". ";
    }
    html << "Nothing needs you" << kProofs[static_cast<std::size_t>(proof_of(view.snapshot))];
  } else {
    // The worst comes first, and the first says what to do.
    const auto worst = std::ranges::find(judgement.reasons, judgement.state, &Reason::state);
    if (worst != judgement.reasons.end()) {
      html.text(as_sentence(worst->words), 120) << full_stop(worst->words);
    }
    html << " <a href=\"#todo\">What to do</a>";
  }
  end_banner(html);
}

void add_facts(Html& html, const PageView& view) {
  html << "<section id=facts class=facts aria-label=\"In short\"><dl>";
  add_block_fact(html, view);
  if (view.is_full()) {
    add_ticket_fact(html, view);
    add_next_fact(html, view);
    add_votes_fact(html, view);
  } else {
    add_health_facts(html, view);
  }
  html << "</dl></section>";
}

}  // namespace dcrvoter::status
