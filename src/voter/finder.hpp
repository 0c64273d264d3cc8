/// Finds our tickets: which addresses are used, what a node's filter must watch, and what the
/// blocks of a ticket's lifetime hold. The waiting is here; what is decided is decided in
/// LookAhead, ChainTrail and TicketIndex.
#pragma once

#include "core/result.hpp"
#include "keys/key_ring.hpp"
#include "net/task.hpp"
#include "node/calls.hpp"
#include "voter/chain_trail.hpp"
#include "voter/look_ahead.hpp"
#include "voter/ticket_index.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace dcrvoter::voter {

class Finder {
 public:
  /// `connections`: every node that is connected now, since each has a filter of its own.
  /// `on_ticket`: a ticket of ours was seen for the first time.
  Finder(const wire::Network& network, keys::KeyRing& ring, TicketIndex& index, std::uint32_t first_index,
         std::function<std::vector<node::ConnectionPtr>()> connections,
         std::function<void(const vote::Ticket&)> on_ticket);

  /// Asks which addresses were ever used and derives a thousand beyond the last of each branch.
  /// Once a node has answered this it need not be asked again.
  net::Task<core::Result<void>> find_used_addresses(node::ConnectionPtr node, std::string name);
  [[nodiscard]] bool addresses_known() const noexcept { return addresses_known_; }

  /// Replaces the node's filter by all our addresses and unspent tickets.
  net::Task<core::Result<void>> load_filter(node::ConnectionPtr node);

  /// Looks through the main chain's blocks since those already looked through, or through the
  /// lifetime of a ticket. The node's filter must be loaded.
  net::Task<core::Result<void>> catch_up(node::ConnectionPtr node, std::string name);

  /// Takes the tickets and spendings out of transactions of one block (height 0: of the mempool).
  void take(std::span<const wire::Transaction> transactions, std::uint32_t height);

  /// A block was connected; its transactions were taken. Tells whether blocks were left out before it.
  ChainTrail::Step connected(const core::Hash& block, const wire::BlockHeader& header);

  /// After take(): derives what the look-ahead now wants and tells every node. Nothing to do, mostly.
  [[nodiscard]] bool wants_extension() const;
  net::Task<core::Result<void>> extend();

  [[nodiscard]] std::uint32_t height() const noexcept { return trail_.height(); }

 private:
  /// The addresses of these ranges, which the ring knows from then on.
  net::Task<std::vector<wire::Payee>> derive(std::vector<AddressRange> ranges);
  net::Task<std::vector<wire::Payee>> derive_missing();
  net::Task<core::Result<void>> begin_trail(node::ConnectionPtr node, ChainTrail& trail);
  net::Task<core::Result<void>> search_blocks(node::ConnectionPtr node,
                                              std::span<const wire::BlockHeader> headers,
                                              std::span<const core::Hash> hashes);
  /// How many transactions there were. Errors: malformed.
  core::Result<std::size_t> take_rescanned(const std::vector<node::RescannedBlock>& found,
                                           std::span<const wire::BlockHeader> headers,
                                           std::span<const core::Hash> hashes);

  const wire::Network& network_;
  keys::KeyRing& ring_;
  TicketIndex& index_;
  LookAhead look_ahead_;
  ChainTrail trail_;
  std::function<std::vector<node::ConnectionPtr>()> connections_;
  std::function<void(const vote::Ticket&)> on_ticket_;
  std::size_t batch_ = kFirstBatch;
  bool addresses_known_ = false;

  static constexpr std::size_t kFirstBatch = 32;
};

}  // namespace dcrvoter::voter
