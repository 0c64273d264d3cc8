/// The sections of the page, in its order. Inside status/ only. Each adds nothing where it has nothing to
/// say, and no more than a bounded number of rows.
#pragma once

#include "status/html.hpp"
#include "status/judgement.hpp"
#include "status/outlook.hpp"
#include "status/page.hpp"
#include "status/snapshot.hpp"
#include "status/ticket_state.hpp"

namespace dcrvoter::status {

/// The snapshot and what several sections need of it.
struct PageView {
  const Snapshot& snapshot;
  Show show = Show::full;
  const wire::Network& network;
  Judgement judgement;
  TicketCounts counts;
  Outlook outlook;

  [[nodiscard]] bool is_full() const noexcept { return show == Show::full; }
};

void add_state(Html& html, const PageView& view);    ///< the sentence; page_head.cpp
void add_facts(Html& html, const PageView& view);    ///< four figures
void add_guide(Html& html, const PageView& view);    ///< until a ticket lives; page_guide.cpp
void add_votes(Html& html, const PageView& view);    ///< the latest; page_votes.cpp
void add_nodes(Html& html, const PageView& view);    ///< page_nodes.cpp
void add_todo(Html& html, const PageView& view);     ///< what to do, the key's back-up first; page_todo.cpp
void add_days(Html& html, const PageView& view);     ///< a chart; page_charts.cpp
void add_latency(Html& html, const PageView& view);  ///< a chart
void add_tickets(Html& html, const PageView& view);  ///< page_tickets.cpp
void add_choices(Html& html, const PageView& view);  ///< page_choices.cpp
void add_key(Html& html, const PageView& view);      ///< page_key.cpp
void add_board(Html& html, const PageView& view);    ///< and alarms; page_board.cpp

// Pieces of several sections; page_head.cpp.
/// The section with the sentence: begin, then the words below it, then end.
void begin_banner(Html& html, State state, std::string_view sentence);
void end_banner(Html& html);
/// "ok", "warn", "bad": the classes of a state.
[[nodiscard]] std::string_view css_class(State state) noexcept;
/// With a capital letter, unless it begins with a name.
[[nodiscard]] std::string as_sentence(std::string text);
/// What is missing at its end: "." or nothing.
[[nodiscard]] std::string_view full_stop(std::string_view sentence) noexcept;
/// "●", "▲", "⬣".
[[nodiscard]] std::string_view shape(State state) noexcept;
enum class Precision : std::uint8_t { minute, day, year };  ///< "23 Nov 19:53", "23 Nov", "23 Nov 2026"
/// An element that the script turns into local time.
void add_time(Html& html, vote::UnixMillis at, Precision precision = Precision::minute);
/// "41 s ago", which the script keeps counting.
void add_age(Html& html, std::uint64_t seconds);
/// A shape and a word. `kind`: "ok", "warn", "bad" or "idle".
void add_tag(Html& html, std::string_view kind, std::string_view word);
/// "and 7 more".
void add_more(Html& html, std::size_t all, std::size_t shown);
/// A row of a list of terms: begin, then the value's markup, then "</dd></div>".
Html& begin_row(Html& html, std::string_view term);
/// Until the first of the tickets that are not live yet can be called: "21 h".
[[nodiscard]] std::string wait_for_first(const PageView& view);
/// Whether the node would call a ticket of ours now.
[[nodiscard]] bool is_of_use(const NodeView& node) noexcept;

}  // namespace dcrvoter::status
