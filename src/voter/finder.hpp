/// Finds our tickets: which addresses are used, what a node's filter must watch, and what the
/// blocks of a ticket's lifetime hold. The waiting is here; what is decided is decided in
/// LookAhead, ChainTrail and TicketIndex.
#pragma once

#include "core/result.hpp"
#include "keys/generator_table.hpp"
#include "keys/key_ring.hpp"
#include "net/task.hpp"
#include "node/calls.hpp"
#include "voter/chain_trail.hpp"
#include "voter/look_ahead.hpp"
#include "voter/ticket_index.hpp"
#include "wire/network.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dcrvoter::voter {

class Finder {
 public:
  /// `connections`: every node that is connected now, since each has a filter of its own.
  /// `on_ticket`: a ticket of ours was seen for the first time.
  Finder(const net::asio::any_io_executor& executor, const wire::Network& network, keys::KeyRing& ring,
         TicketIndex& index, std::uint32_t first_index,
         std::function<std::vector<node::ConnectionPtr>()> connections,
         std::function<void(const vote::Ticket&)> on_ticket);

  /// Has the addresses derived that are wanted and not known yet, on threads of their own. For a
  /// start, before any node is there.
  void begin_deriving();

  /// Replaces the node's filter by all our addresses and unspent tickets. While no node has told yet
  /// which addresses were ever used, this one is asked, and a thousand beyond the last of each branch
  /// are derived. `name`: the node's, for the log.
  net::Task<core::Result<void>> load_filter(node::ConnectionPtr node, std::string name);
  [[nodiscard]] bool addresses_known() const noexcept { return addresses_known_; }

  /// Looks through the main chain's blocks since those already looked through, or through the
  /// lifetime of a ticket. The node's filter must be loaded.
  net::Task<core::Result<void>> catch_up(node::ConnectionPtr node, std::string name);

  /// Takes the tickets and spendings out of transactions of one block (height 0: of the mempool).
  void take(std::span<const wire::Transaction> transactions, std::uint32_t height);

  /// A block was connected; its transactions were taken. Tells whether blocks were left out before it.
  ChainTrail::Step connected(const core::Hash& block, const wire::BlockHeader& header);

  /// After take(): derives what the look-ahead now wants and tells every node. Nothing to do, mostly.
  [[nodiscard]] bool wants_extension() const;
  /// `first`: returns when this node is told, whatever the others do; or none.
  net::Task<void> extend(node::ConnectionPtr first);

  [[nodiscard]] std::uint32_t height() const noexcept { return trail_.height(); }

 private:
  /// Addresses to ask for, and the place of each.
  struct Question {
    std::vector<keys::AddressPlace> places;
    std::vector<wire::Payee> addresses;
  };
  std::shared_ptr<const keys::GeneratorTable> table();
  net::Task<void> derive_missing();
  net::Task<void> until_derived(AddressRange range);
  net::Task<Question> address_question(std::vector<AddressRange> ranges);
  net::Task<core::Result<void>> find_used_addresses(node::ConnectionPtr node, std::string name);
  /// The same, and sets `ended` then.
  net::Task<core::Result<void>> find_and_tell(node::ConnectionPtr node, std::string name, bool& ended);
  /// Replaces the node's filter by our addresses, piece by piece as they get known, until `all_known`.
  net::Task<core::Result<void>> load_addresses(node::ConnectionPtr node, const bool& all_known);
  net::Task<void> add_to_filter(node::ConnectionPtr node, std::vector<std::string> addresses);
  net::Task<core::Result<void>> begin_trail(node::ConnectionPtr node, ChainTrail& trail);
  net::Task<core::Result<void>> search_blocks(node::ConnectionPtr node,
                                              std::span<const wire::BlockHeader> headers,
                                              std::span<const core::Hash> hashes);
  /// How many transactions there were. Errors: malformed.
  core::Result<std::size_t> take_rescanned(const std::vector<node::RescannedBlock>& found,
                                           std::span<const wire::BlockHeader> headers,
                                           std::span<const core::Hash> hashes);

  net::asio::steady_timer derived_;  ///< never runs out; cancelled when there are more addresses
  bool deriving_ = false;
  std::weak_ptr<const keys::GeneratorTable> table_;  ///< kept by those who derive
  std::vector<wire::Payee> untold_;  ///< derived, and not told yet to nodes whose filters are loaded
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
