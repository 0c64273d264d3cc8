/// Transactions and blocks that simnode makes itself. They have the form of real ones; coins do not
/// exist here, so inputs of tickets spend nothing that is known.
#pragma once

#include "simnode/chain.hpp"
#include "simnode/random.hpp"

namespace dcrvoter::simnode {

class Factory {
 public:
  Factory(const wire::Network& network, Random& random) : network_(network), random_(random) {}

  /// A ticket as dcrwallet buys it: every fifth has two commitments, every third pays a script.
  [[nodiscard]] TxPtr ticket(const wire::Payee& rights, std::int64_t price);
  /// A vote of a ticket whose key simnode does not have; its signature is filler.
  [[nodiscard]] TxPtr stranger_vote(const Ticket& ticket, const Block& on);
  /// The revocation that a miner must make (DCP-0009).
  [[nodiscard]] TxPtr revocation(const Ticket& ticket, const Block& parent);
  /// `pi_key` 0 or 1; the signature is filler.
  [[nodiscard]] TxPtr treasury_spend(std::uint32_t expiry, std::size_t pi_key, std::int64_t atoms);

  /// A block of these stake transactions on `parent`; coinbase and treasurybase are added. Without
  /// parent: the first block, `height` says where. `timestamp` in unix seconds.
  [[nodiscard]] std::unique_ptr<Block> block(Block* parent, std::uint32_t height, std::vector<TxPtr> stake,
                                             std::int64_t price, std::uint32_t timestamp);

 private:
  [[nodiscard]] TxPtr coinbase(std::uint32_t height, std::size_t votes);
  [[nodiscard]] TxPtr treasury_base(std::uint32_t height);
  [[nodiscard]] core::Bytes filler_signature();

  const wire::Network& network_;
  Random& random_;
  std::uint64_t tickets_made_ = 0;
};

}  // namespace dcrvoter::simnode
