/// Finds our tickets: which addresses are used, what a node's filter must watch, and what the
/// blocks of a ticket's lifetime hold. The waiting is here; what is decided is decided in
/// LookAhead, ChainTrail and TicketIndex.
#pragma once

#include "core/result.hpp"
#include "keys/key_ring.hpp"
#include "net/task.hpp"
#include "node/calls.hpp"
#include "node/supervisor.hpp"
#include "voter/chain_trail.hpp"
#include "voter/look_ahead.hpp"
#include "voter/ticket_index.hpp"
#include "wire/network.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dcrvoter::voter {

class Finder {
 public:
  /// A block was looked through: its matching transactions, which were taken already.
  using OnBlock = std::function<void(node::NodeId, const core::Hash&, const wire::BlockHeader&,
                                     std::span<const wire::Transaction>)>;
  /// `connections`: every node that is connected now, since each has a filter of its own.
  /// `on_ticket`: a ticket of ours was seen for the first time. `on_block`: in the order of the chain.
  Finder(const net::asio::any_io_executor& executor, const wire::Network& network, keys::KeyRing& ring,
         TicketIndex& index, std::uint32_t first_index,
         std::function<std::vector<node::ConnectionPtr>()> connections,
         std::function<void(const vote::Ticket&)> on_ticket, OnBlock on_block);

  /// Has the addresses derived that are wanted and not known yet, on threads of their own. For a
  /// start, before any node is there.
  void begin_deriving();
  /// An address of ours was used, as is known from before: those beyond it are watched too.
  void used(const keys::AddressPlace& place) { look_ahead_.used(place); }
  /// Gives up what is being derived, and all that waits for it.
  void stop();

  /// Asks the node which addresses were ever used, and derives those and a thousand beyond the last of
  /// each branch. `name`: the node's, for the log.
  net::Task<core::Result<void>> find_used_addresses(node::NodeId id, node::ConnectionPtr node,
                                                    std::string name);
  /// Whether this node has told which addresses were ever used.
  [[nodiscard]] bool has_told(node::NodeId id) const { return views_.at(id).told; }

  /// Returns when all is derived that is wanted now, or when stop() was called.
  net::Task<void> until_all_derived();

  /// Replaces the node's filter by all our addresses and unspent tickets.
  net::Task<core::Result<void>> load_filter(node::NodeId id, node::ConnectionPtr node);
  /// Has every node whose filter is loaded show what spends these tickets.
  void watch(const std::vector<core::Hash>& tickets);

  /// Looks through the blocks of the node's main chain since those already looked through, or through
  /// the lifetime of a ticket. The node's filter must be loaded.
  net::Task<core::Result<void>> catch_up(node::NodeId id, node::ConnectionPtr node, std::string name);

  /// Asks this node for a ticket that was called and is not known; takes it if it is ours. For the time
  /// in which catch_up() has not come by all tickets. False: the node's answers were of no use.
  net::Task<bool> look_at_called(node::NodeId id, node::ConnectionPtr node, core::Hash ticket);

  /// Takes those of our tickets that wait in the node's mempool, and entered it before its filter was loaded.
  /// What it does not tell is seen when it is mined.
  net::Task<void> look_at_mempool(node::NodeId id, node::ConnectionPtr node);

  /// Takes the tickets and spendings out of transactions of one block (height 0: of the mempool).
  void take(node::NodeId id, std::span<const wire::Transaction> transactions,
            const TicketIndex::Where& where);

  /// A block was connected; its transactions were taken. Tells whether blocks were left out before it.
  ChainTrail::Step connected(node::NodeId id, const core::Hash& block, const wire::BlockHeader& header);

  /// After take(): derives what the look-ahead now wants and tells every node. Nothing to do, mostly.
  [[nodiscard]] bool wants_extension() const;
  /// `except`: a node that is told by who calls this; or none.
  net::Task<void> extend(node::ConnectionPtr except);

  /// Of the last block of this node that was looked through; 0: of none.
  [[nodiscard]] std::uint32_t height(node::NodeId id) const { return views_.at(id).trail.height(); }

 private:
  /// How far each branch is derived, by account and branch.
  using Extent = std::vector<std::uint32_t>;
  /// What came from one node alone. Another may be behind, ahead, on another branch, or lie.
  struct View {
    bool told = false;         ///< which addresses were ever used
    bool said_untold = false;  ///< that it cannot tell
    ChainTrail trail{};        ///< of its main chain
    Extent held{};             ///< what its filter was given at least
    /// Blocks of a rescan that it has an answer for: one of more was too large, or took too long.
    std::size_t most_batch = std::numeric_limits<std::size_t>::max();
  };
  /// Addresses to ask for, and the place of each.
  struct Question {
    std::vector<keys::AddressPlace> places;
    std::vector<wire::Payee> addresses;
  };
  std::shared_ptr<const keys::GeneratorTable> table();
  net::Task<void> derive_missing();
  net::Task<void> until_derived(AddressRange range);
  net::Task<Question> address_question(std::vector<AddressRange> ranges);
  [[nodiscard]] Extent derived_now() const;
  /// What was derived since, some ten thousand at a time; `known` takes it up.
  std::vector<wire::Payee> derived_since(Extent& known);
  /// Adds to the node's filter what was derived since; `held`: what it holds.
  net::Task<core::Result<void>> complete_filter(node::ConnectionPtr node, Extent& held);
  net::Task<void> add_to_filter(node::ConnectionPtr node, std::vector<wire::Payee> payees);
  net::Task<void> watch_spending(node::ConnectionPtr node, std::vector<core::Hash> tickets);
  net::Task<core::Result<void>> begin_trail(node::ConnectionPtr node, ChainTrail& trail);
  net::Task<core::Result<void>> search_blocks(node::NodeId id, node::ConnectionPtr node,
                                              std::span<const wire::BlockHeader> headers,
                                              std::span<const core::Hash> hashes);
  /// How many transactions there were. Errors: malformed. Tells of no block yet: they may be looked
  /// through once more, for more addresses.
  core::Result<std::size_t> take_rescanned(node::NodeId id, const std::vector<node::RescannedBlock>& found,
                                           std::span<const wire::BlockHeader> headers,
                                           std::span<const core::Hash> hashes);
  /// What happened in the blocks above this one is undone: nobody told that they left, since the connection
  /// was interrupted then, or had not asked for it yet.
  void leave_above(const ChainTrail& trail, const core::Hash& block);
  /// Errors: closed. Others are served in between.
  net::Task<core::Result<void>> tell_blocks(node::NodeId id, node::ConnectionPtr node,
                                            std::span<const node::RescannedBlock> found,
                                            std::span<const wire::BlockHeader> headers,
                                            std::span<const core::Hash> hashes);

  net::asio::steady_timer derived_;  ///< never runs out; cancelled when there are more addresses
  bool deriving_ = false;
  bool stopping_ = false;
  std::weak_ptr<const keys::GeneratorTable> table_;  ///< kept by those who derive
  std::vector<wire::Payee> untold_;  ///< derived, and not told yet to nodes whose filters are loaded
  const wire::Network& network_;
  keys::KeyRing& ring_;
  TicketIndex& index_;
  LookAhead look_ahead_;
  std::function<std::vector<node::ConnectionPtr>()> connections_;
  std::function<void(const vote::Ticket&)> on_ticket_;
  OnBlock on_block_;
  std::size_t batch_ = kFirstBatch;
  std::vector<View> views_;  ///< [node]

  static constexpr std::size_t kFirstBatch = 32;
  static constexpr std::size_t kMostWaiting = 1000;  ///< tickets of a mempool: more than fifty blocks take
};

}  // namespace dcrvoter::voter
