#include "app/pending_changes.hpp"

#include <algorithm>
#include <iterator>

namespace dcrvoter::app {

std::size_t PendingChanges::add(vote::Changes&& changes) {
  for (auto& call : changes.calls) {
    const CallKey key{call.height, call.block, call.ticket};
    calls_.put(key, std::move(call));
  }
  // In the order of Store::commit: a ticket that is both forgotten and changed stays.
  for (const auto& txid : changes.forgotten) {
    tickets_.put(txid, std::nullopt);
  }
  for (auto& ticket : changes.tickets) {
    const core::Hash txid = ticket.ticket.txid;
    tickets_.put(txid, std::move(ticket));
  }
  std::ranges::move(changes.events, std::back_inserter(events_));
  changes = {};

  std::size_t dropped = calls_.keep_to(limits_.calls) + tickets_.keep_to(limits_.tickets);
  for (; events_.size() > limits_.events; ++dropped) {
    events_.pop_front();
  }
  return dropped;
}

vote::Changes PendingChanges::take(std::size_t most) {
  vote::Changes changes;
  changes.calls.reserve(std::min(most, calls_.size()));
  calls_.take(most, [&changes](const CallKey&, vote::CallRecord&& call) {
    changes.calls.push_back(std::move(call));
  });
  changes.tickets.reserve(std::min(most, tickets_.size()));
  tickets_.take(most, [&changes](const core::Hash& txid, std::optional<vote::TicketRecord>&& ticket) {
    if (ticket) {
      changes.tickets.push_back(std::move(*ticket));
    } else {
      changes.forgotten.push_back(txid);
    }
  });
  changes.events.assign(std::make_move_iterator(events_.begin()), std::make_move_iterator(events_.end()));
  events_.clear();
  return changes;
}

}  // namespace dcrvoter::app
