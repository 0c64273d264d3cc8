#include "status/ticket_state.hpp"

#include <algorithm>
#include <tuple>

namespace dcrvoter::status {
namespace {

TicketState state_of(const vote::TicketRecord& ticket, const TicketLife& life, std::uint32_t tip) noexcept {
  switch (ticket.end) {
    case vote::TicketEnd::none: break;
    case vote::TicketEnd::voted: return TicketState::voted;
    case vote::TicketEnd::missed: return TicketState::missed;
    case vote::TicketEnd::expired: return TicketState::expired;
    case vote::TicketEnd::missed_or_expired: return TicketState::missed_or_expired;
  }
  if (ticket.spent_height != 0) {
    return TicketState::spent;
  }
  if (ticket.height == 0) {
    return TicketState::mempool;
  }
  if (tip < life.first) {
    return TicketState::immature;
  }
  return tip <= life.last ? TicketState::live : TicketState::expired;
}

}  // namespace

std::string_view to_string(TicketState state) noexcept {
  switch (state) {
    case TicketState::mempool: return "mempool";
    case TicketState::immature: return "immature";
    case TicketState::live: return "live";
    case TicketState::voted: return "voted";
    case TicketState::missed: return "missed";
    case TicketState::expired: return "expired";
    case TicketState::missed_or_expired: return "missed or expired";
    case TicketState::spent: return "spent";
  }
  return "unknown";
}

TicketLife ticket_life(const vote::TicketRecord& ticket, const wire::Network& network,
                       std::uint32_t tip) noexcept {
  TicketLife life;
  if (ticket.height != 0) {
    life.first = ticket.height + network.ticket_maturity;
    life.last = life.first + network.ticket_expiry - 1;
  }
  life.state = state_of(ticket, life, tip);
  return life;
}

std::vector<std::reference_wrapper<const vote::TicketRecord>> by_height(
    std::span<const vote::TicketRecord> tickets) {
  std::vector<std::reference_wrapper<const vote::TicketRecord>> ordered(tickets.begin(), tickets.end());
  const auto place = [](const vote::TicketRecord& ticket) {
    return std::tuple(ticket.height - 1, ticket.ticket.txid);  // of height 0, the mempool: the highest number
  };
  std::sort(
      ordered.begin(), ordered.end(),
      [&place](const vote::TicketRecord& a, const vote::TicketRecord& b) { return place(a) < place(b); });
  return ordered;
}

TicketCounts count_tickets(std::span<const vote::TicketRecord> tickets, const wire::Network& network,
                           std::uint32_t tip) noexcept {
  TicketCounts counts;
  for (const vote::TicketRecord& ticket : tickets) {
    switch (ticket_life(ticket, network, tip).state) {
      case TicketState::mempool: ++counts.mempool; break;
      case TicketState::immature: ++counts.immature; break;
      case TicketState::live: ++counts.live; break;
      case TicketState::voted: ++counts.voted; break;
      case TicketState::missed: ++counts.missed; break;
      case TicketState::expired: ++counts.expired; break;
      case TicketState::missed_or_expired:
      case TicketState::spent: ++counts.other; break;
    }
  }
  return counts;
}

}  // namespace dcrvoter::status
