/// A ticket as a voter needs it: who may vote, what it cost, whom the vote pays.
/// Source: `dcrd: blockchain/stake/staketx.go` (CheckSStx, TxSStxStakeOutputInfo).
#pragma once

#include "core/hash.hpp"
#include "core/result.hpp"
#include "wire/script.hpp"
#include "wire/transaction.hpp"

#include <cstdint>
#include <vector>

namespace dcrvoter::vote {

/// All the coins that there will ever be, in atoms; dcrd refuses any amount above it.
inline constexpr std::int64_t kMaxAtoms = 2'100'000'000'000'000;

inline constexpr std::size_t kMaxCommitments = 64;

/// One contributor: an OP_RETURN output of the ticket.
struct Commitment {
  wire::Payee payee;
  std::int64_t amount = 0;   ///< atoms contributed; the P2SH bit is already taken off
  std::uint16_t limits = 0;  ///< fee limits as they stand: bits 0-5, 0x40 vote; 8-13, 0x4000 revocation
  friend bool operator==(const Commitment&, const Commitment&) = default;
};

struct Ticket {
  core::Hash txid;
  std::int64_t price = 0;               ///< atoms, value of output 0
  wire::Payee voting;                   ///< stake submission: who may vote
  std::vector<Commitment> commitments;  ///< 1 to 64, in order
  friend bool operator==(const Ticket&, const Ticket&) = default;
};

/// Whether the transaction has the structure of a ticket; the error says which rule it breaks.
[[nodiscard]] core::Result<void> check_ticket(const wire::Transaction& transaction);

/// Errors: malformed (no ticket, with the rule broken), out_of_range (a price outside 0 to 21
/// million coins; contributions that sum to nothing, or to more than 63 bits hold: no vote can be
/// computed for it). Not checked: that a contribution is what its input held, which the chain did.
[[nodiscard]] core::Result<Ticket> parse_ticket(const wire::Transaction& transaction);

}  // namespace dcrvoter::vote
