/// Where a ticket stands in its life at a height.
/// Source: `dcrd: blockchain/stake/tickets.go` (connectNode): a ticket of block H lives from H + maturity
/// on, and is called last on H + maturity + expiry - 1.
#pragma once

#include "vote/record.hpp"
#include "wire/network.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace dcrvoter::status {

enum class TicketState : std::uint8_t {
  mempool,
  immature,
  live,
  voted,
  missed,
  expired,
  missed_or_expired,
  spent,  ///< by a transaction that nobody looked into
};
/// "mempool", "immature", "live", "voted", "missed", "expired", "missed or expired", "spent".
[[nodiscard]] std::string_view to_string(TicketState state) noexcept;

struct TicketLife {
  TicketState state = TicketState::mempool;
  std::uint32_t first = 0;  ///< the first block that may call it; 0 in the mempool
  std::uint32_t last = 0;   ///< the last one
};

/// `tip`: height of the best block.
[[nodiscard]] TicketLife ticket_life(const vote::TicketRecord& ticket, const wire::Network& network,
                                     std::uint32_t tip) noexcept;

/// The order in which they are shown: by height, those of the mempool last.
[[nodiscard]] std::vector<std::reference_wrapper<const vote::TicketRecord>> by_height(
    std::span<const vote::TicketRecord> tickets);

/// How many there are in each state.
struct TicketCounts {
  std::size_t mempool = 0, immature = 0, live = 0, voted = 0, missed = 0, expired = 0;
  /// missed_or_expired and spent: in the end, more is not known.
  std::size_t other = 0;
};
[[nodiscard]] TicketCounts count_tickets(std::span<const vote::TicketRecord> tickets,
                                         const wire::Network& network, std::uint32_t tip) noexcept;

}  // namespace dcrvoter::status
