/// From a called ticket to an unsigned vote. The only source of a DecidedVote, and the only thing
/// that the signer takes: nobody can ask it to sign anything else.
/// Source: `dcrwallet: wallet/createtx.go` (createUnsignedVote).
#pragma once

#include "core/hash.hpp"
#include "core/result.hpp"
#include "vote/ticket.hpp"
#include "vote/treasury.hpp"
#include "wire/network.hpp"
#include "wire/transaction.hpp"

#include <cstdint>
#include <vector>

namespace dcrvoter::vote {

struct VotedBlock {
  core::Hash hash;
  std::uint32_t height = 0;
  friend bool operator==(const VotedBlock&, const VotedBlock&) = default;
};

struct VoteContent {
  std::uint16_t bits = 1;
  std::uint32_t version = 0;           ///< vote version
  std::vector<TreasuryVote> treasury;  ///< at most seven; left out where the outputs would be more than 66
};

/// A vote whose content is decided and which lacks nothing but its signature.
class DecidedVote {
 public:
  [[nodiscard]] const wire::Transaction& transaction() const noexcept { return transaction_; }
  [[nodiscard]] const core::Hash& txid() const noexcept { return txid_; }
  [[nodiscard]] const core::Hash& ticket() const noexcept { return transaction_.inputs[1].previous.hash; }
  [[nodiscard]] const wire::Payee& voting() const noexcept { return voting_; }
  [[nodiscard]] const VotedBlock& block() const noexcept { return block_; }
  [[nodiscard]] const VoteContent& content() const noexcept {
    return content_;
  }  ///< as it stands in the vote
  /// The signed vote: the same transaction with input 1's script. Structure is checked again; that
  /// the signature fits is the signer's to check. Errors: malformed (no script, or one longer than the
  /// 1650 bytes that nodes relay; own structural check).
  [[nodiscard]] core::Result<wire::Transaction> with_signature(core::ByteView signature_script) const;

 private:
  friend core::Result<DecidedVote> decide_vote(const wire::Network&, const Ticket&, const VotedBlock&,
                                               const VoteContent&);
  DecidedVote() = default;
  wire::Transaction transaction_;
  core::Hash txid_;
  wire::Payee voting_;
  VotedBlock block_;
  VoteContent content_;
};

/// Builds the vote: stakebase with the subsidy for this height, the ticket's output 0, block
/// reference, vote bits, payouts in commitment order, treasury answers. Checks its own structure.
/// Treasury answers that no longer fit beside 64 payouts are left out, as dcrd's limit wants it.
/// Errors: out_of_range (height before the first votable block; a ticket that cannot be paid),
/// malformed (own structural check, such as for content with more than seven treasury answers, an
/// abstention among them or one spend twice: a bug of ours, never sent).
[[nodiscard]] core::Result<DecidedVote> decide_vote(const wire::Network& network, const Ticket& ticket,
                                                    const VotedBlock& block, const VoteContent& content);

}  // namespace dcrvoter::vote
