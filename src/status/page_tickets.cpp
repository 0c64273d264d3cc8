// Tickets in figures, what they earned, and how long the box is needed.
#include "status/page_parts.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

void add_maturing(Html& html, const PageView& view) {
  // These come before those of the mempool.
  begin_row(html, "Maturing") << grouped(view.counts.immature) << "<small>the first can vote in about "
                              << wait_for_first(view) << ", from block " << grouped(view.outlook.first_height)
                              << "</small></dd></div>";
}

void add_ended(Html& html, const TicketCounts& counts) {
  begin_row(html, "Ended");
  const char* between = "";
  const auto add = [&](std::size_t count, const char* name) {
    if (count != 0) {
      html << between << grouped(count) << name;
      between = ", ";
    }
  };
  add(counts.voted, " voted");
  add(counts.missed, " missed");
  add(counts.expired, " expired");
  add(counts.other, " missed, expired or spent");
  html << "<small>as far back as this box remembers</small></dd></div>";
}

void add_unplug(Html& html, const PageView& view) {
  const Outlook& outlook = view.outlook;
  begin_row(html, "May I unplug it?");
  if (outlook.last_height == 0) {
    html << "At any time: no ticket waits for its call.";
  } else {
    constexpr std::uint64_t kSoon = std::uint64_t{48} * 60 * 60;
    const std::uint64_t blocks = outlook.last_height - std::min(outlook.last_height, view.snapshot.height);
    if (const std::uint64_t seconds = blocks * view.network.target_block_seconds; seconds < kSoon) {
      html << "Not within the next " << short_duration(seconds);
    } else {
      html << "Not before ";
      add_time(html, outlook.last_at, Precision::year);
    }
    html << "<small>Until block " << grouped(outlook.last_height)
         << " a ticket known today can be called, at any moment. A second box with the same key votes "
            "meanwhile.</small>";
  }
  html << "</dd></div>";
}

}  // namespace

void add_tickets(Html& html, const PageView& view) {
  const Snapshot& snapshot = view.snapshot;
  if (!view.is_full() || (snapshot.tickets.empty() && snapshot.calls.empty())) {
    return;
  }
  const TicketCounts& counts = view.counts;
  html << "<section id=tickets><h2>Tickets</h2><dl class=rows>";
  begin_row(html, "Live") << grouped(counts.live);
  if (view.outlook.pool_known && counts.live != 0) {
    html << "<small>of " << grouped(snapshot.block->pool_size) << " in the whole pool</small>";
  }
  html << "</dd></div>";
  if (counts.immature != 0) {
    add_maturing(html, view);
  }
  if (counts.mempool != 0) {
    begin_row(html, "Not mined yet") << grouped(counts.mempool)
                                     << "<small>in the mempool: the next blocks will hold "
                                     << (counts.mempool == 1 ? "it" : "them") << "</small></dd></div>";
  }
  if (counts.voted + counts.missed + counts.expired + counts.other != 0) {
    add_ended(html, counts);
  }
  if (const RewardView& rewards = snapshot.history.rewards; rewards.count != 0) {
    begin_row(html, "Earned") << short_coins(rewards.sum) << " DCR<small>with " << grouped(rewards.count)
                              << (rewards.count == 1 ? " vote" : " votes") << "; the last one "
                              << short_coins(rewards.last) << " DCR, at block "
                              << grouped(rewards.last_height) << "</small></dd></div>";
  }
  if (snapshot.block && snapshot.block->ticket_price > 0) {
    begin_row(html, "Price now") << short_coins(snapshot.block->ticket_price) << " DCR a ticket</dd></div>";
  }
  add_unplug(html, view);
  html << "</dl></section>";
}

}  // namespace dcrvoter::status
