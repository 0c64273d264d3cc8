#include "status/outlook.hpp"

#include "status/ticket_state.hpp"

#include <algorithm>
#include <cmath>

namespace dcrvoter::status {
namespace {

double chance_of(std::size_t ours, std::uint32_t pool, const wire::Network& network) {
  if (ours == 0) {
    return 0;
  }
  const double share = std::min(1.0, static_cast<double>(ours) / std::max(pool, std::uint32_t{1}));
  return 1 - std::pow(1 - share, network.tickets_per_block);
}

}  // namespace

Outlook outlook(const Snapshot& snapshot) {
  const wire::Network& network = wire::network(snapshot.network);
  const std::uint32_t tip = snapshot.height;
  Outlook result;
  result.pool_known = snapshot.block && snapshot.block->pool_size != 0;
  const std::uint32_t pool =
      result.pool_known ? snapshot.block->pool_size : network.ticket_pool_size * network.tickets_per_block;

  std::size_t live = 0;
  std::size_t waiting = 0;
  for (const vote::TicketRecord& ticket : snapshot.tickets) {
    TicketLife life = ticket_life(ticket, network, tip);
    if (life.state == TicketState::mempool) {
      life.first = tip + 1 + network.ticket_maturity;
      life.last = life.first + network.ticket_expiry - 1;
    } else if (life.state != TicketState::immature && life.state != TicketState::live) {
      continue;
    }
    if (life.state == TicketState::live) {
      ++live;
    } else {
      ++waiting;
      result.first_height = waiting == 1 ? life.first : std::min(result.first_height, life.first);
    }
    result.last_height = std::max(result.last_height, life.last);
  }
  result.chance = chance_of(live, pool, network);
  const double seconds = network.target_block_seconds;
  if (live != 0) {
    result.next_vote = static_cast<std::uint64_t>(seconds / result.chance);
  } else if (waiting != 0) {
    result.next_vote = static_cast<std::uint64_t>(
        seconds * (static_cast<double>(result.first_height - tip) + 1 / chance_of(waiting, pool, network)));
  }
  if (result.last_height > tip) {
    result.last_at = snapshot.observed_at +
                     vote::UnixMillis{1000} * (result.last_height - tip) * network.target_block_seconds;
  }
  return result;
}

}  // namespace dcrvoter::status
