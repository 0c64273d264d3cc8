/// A ticket and what has become of it on the main chain.
#pragma once

#include "simnode/tx.hpp"
#include "wire/script.hpp"

#include <optional>
#include <vector>

namespace dcrvoter::simnode {

struct Commitment {
  wire::Payee payee;
  std::int64_t amount = 0;   ///< atoms contributed
  std::uint16_t limits = 0;  ///< as encoded: bits 0-5 vote limit, 0x40 its flag; 8-13 and 0x4000 revocation
};

enum class TicketState : std::uint8_t { unmined, immature, live, voted, missed, expired };

struct Ticket {
  TxPtr tx;
  wire::Payee rights;
  std::int64_t price = 0;
  std::vector<Commitment> commitments;
  bool ours = false;  ///< bought by command for the voter under test; others vote by themselves

  TicketState state = TicketState::unmined;
  std::uint32_t height = 0, block_index = 0;  ///< where it was mined
  core::Hash spent_by;                        ///< vote or revocation; zero: unspent
};

/// Reads a transaction of kind ticket. Source: `dcrd: blockchain/stake/staketx.go`.
[[nodiscard]] Ticket read_ticket(TxPtr tx);
[[nodiscard]] const char* to_string(TicketState state);

/// What each commitment is paid when `total` atoms are returned, rounded down.
/// Source: `dcrd: blockchain/stake/staketx.go` (CalculateRewards).
[[nodiscard]] std::vector<std::int64_t> shares(const Ticket& ticket, std::int64_t total);
/// The same for a revocation: atoms left over go where dcrd's generator, seeded with the parent's
/// header, says (DCP-0009).
[[nodiscard]] std::vector<std::int64_t> revocation_shares(const Ticket& ticket, core::ByteView parent_header);

}  // namespace dcrvoter::simnode
