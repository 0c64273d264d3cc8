// The machine, and who hears of its silence.
#include "status/page_parts.hpp"

#include <algorithm>
#include <cmath>

namespace dcrvoter::status {
namespace {

/// "4.3 GB free of 31 GB".
void add_room(Html& html, std::string_view term, const std::optional<std::uint64_t>& free,
              const std::optional<std::uint64_t>& size) {
  if (!free) {
    return;
  }
  begin_row(html, term) << bytes_text(*free) << " free";
  if (size) {
    html << " of " << bytes_text(*size);
  }
  html << "</dd></div>";
}

void add_machine(Html& html, const BoardView& board) {
  if (!board.model.empty()) {
    begin_row(html, "Board");
    html.text(board.model, 60) << "</dd></div>";
  }
  if (board.clock_synchronised) {
    begin_row(html, "Clock");
    add_tag(html, *board.clock_synchronised ? "ok" : "idle",
            *board.clock_synchronised ? "synchronised" : "not synchronised");
    html << "</dd></div>";
  }
  if (board.temperature) {
    const bool hot = *board.temperature >= kHot;
    begin_row(html, "Temperature");
    if (hot) {
      add_tag(html, "warn", "hot");
      html << " ";
    }
    html << std::to_string(std::lround(*board.temperature)) << " °C</dd></div>";
  }
  if (board.undervoltage) {
    begin_row(html, "Power");
    add_tag(html, *board.undervoltage ? "warn" : "ok", *board.undervoltage ? "too little voltage" : "good");
    html << "</dd></div>";
  }
}

void add_box(Html& html, const BoxView& box) {
  begin_row(html, "System");
  html.text("release " + box.release, 60);
  html << "<small>";
  html.text("build " + box.build + ", slot " + box.slot, 80) << "</small></dd></div>";
  if (box.update != BoxView::Update::none) {
    const bool bad = box.update == BoxView::Update::failed || box.update == BoxView::Update::refused;
    begin_row(html, "Update");
    add_tag(html,
            bad                                   ? "warn"
            : box.update == BoxView::Update::done ? "ok"
                                                  : "idle",
            "release " + box.update_release);
    html << "<small>";
    html.text(box.update_words) << "</small></dd></div>";
  }
  begin_row(html, "Card and stick");
  add_tag(html, box.problems.empty() ? "ok" : "warn", box.problems.empty() ? "taken" : "see what to do");
  html << "</dd></div>";
}

void add_alert(Html& html, std::string_view name, const AlertView& alert) {
  begin_row(html, name);
  if (!alert.configured) {
    add_tag(html, "idle", "not set up");
  } else if (!alert.problem.empty()) {
    add_tag(html, "warn", "does not get through");
    html << "<small>";
    html.text(alert.problem) << "</small>";
  } else {
    add_tag(html, "ok", "set up");
  }
  if (alert.configured && alert.last_success != 0) {
    html << "<small>last got through ";
    add_time(html, alert.last_success);
    html << "</small>";
  }
  html << "</dd></div>";
}

}  // namespace

void add_board(Html& html, const PageView& view) {
  const Snapshot& snapshot = view.snapshot;
  const BoardView& board = snapshot.board;
  html << "<section id=board class=\"full wide\"><h2>This box</h2><dl class=rows>";
  add_machine(html, board);
  if (snapshot.box) {
    add_box(html, *snapshot.box);
  }
  add_room(html, "Storage", board.storage_free, board.storage_size);
  add_room(html, "Memory", board.memory_available, board.memory_size);
  if (board.memory_used) {
    begin_row(html, "Memory in use") << bytes_text(*board.memory_used) << " by dcrvoter</dd></div>";
  }
  if (board.uptime || board.running) {
    begin_row(html, "Running for") << short_duration(board.running ? *board.running : *board.uptime);
    if (board.uptime && board.running) {
      html << "<small>the machine for " << short_duration(*board.uptime) << "</small>";
    }
    html << "</dd></div>";
  }
  begin_row(html, "History");
  add_tag(html, snapshot.store.empty() ? "ok" : "warn", snapshot.store.empty() ? "is kept" : "is not kept");
  html << "</dd></div>";
  add_alert(html, "Heartbeat", snapshot.heartbeat);
  add_alert(html, "Webhook", snapshot.webhook);
  begin_row(html, "Votes by") << "rules of version " << static_cast<std::uint64_t>(snapshot.vote_version)
                              << "</dd></div></dl></section>";
}

}  // namespace dcrvoter::status
