/// All tickets that this box may vote, by their hash: what a call is looked up in. Pure.
#pragma once

#include "core/hash.hpp"
#include "node/supervisor.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace dcrvoter::voter {

struct TicketCounts {
  std::size_t unconfirmed = 0, immature = 0, live = 0;
};

class TicketIndex {
 public:
  /// `nodes`: so many may tell of tickets.
  explicit TicketIndex(const wire::Network& network, std::size_t nodes = 1)
      : network_(network), nodes_(nodes) {}

  enum class Added {
    fresh,
    known,
    /// kMost, or kMostAlone for what one of several nodes alone told: a node that invents tickets shall fill
    /// neither our memory nor the room of the true ones. What was restored and nobody told since goes first.
    full,
  };
  /// A block of the main chain of the node that told; height 0: the mempool.
  struct Where {
    std::uint32_t height = 0;
    core::Hash block;
  };
  /// `where` it is, as of when the tip was `tip`; `place`: of its voting address; `by`: who told it.
  Added add(const vote::Ticket& ticket, const Where& where, std::uint32_t tip,
            std::optional<vote::VotingPlace> place = std::nullopt, node::NodeId by = 0);
  /// The way of the vote: one look-up. Null when it is not ours.
  [[nodiscard]] const vote::Ticket* find(const core::Hash& ticket) const;

  /// A record that the store had. One that is known already is left as it is. False: there is no room for it.
  bool restore(const vote::TicketRecord& record);
  /// The ticket voted, or was revoked, in this block. Unknown tickets are passed over. How a revoked ticket
  /// ended is its height's guess, until ended() says more.
  void spent(const core::Hash& ticket, const Where& where, bool by_vote);
  void ended(const core::Hash& ticket, vote::TicketEnd end);
  /// Whether the ticket could not be called any more by the block before this height.
  [[nodiscard]] bool had_expired(const core::Hash& ticket, std::uint32_t height) const;
  /// These blocks left the main chain: what happened in them is undone.
  void disconnected(std::span<const Where> blocks);
  /// What was restored and happened in a block that is not the one of its height is undone, unless a node has
  /// told it since. `block_at`: of a main chain that was looked through; nothing where that is not known.
  void undo_what_left(const std::function<std::optional<core::Hash>(std::uint32_t height)>& block_at);
  /// Forgets tickets that were never mined, and, where there are more than kRoomy, those that can no
  /// longer be called on any branch. That rests on the word of each node that told of a block, and a
  /// ticket that is forgotten is found again when it is called at the earliest: as long as there is room,
  /// none is. Returns how many.
  std::size_t forget(std::uint32_t tip);
  /// Whether some of those were mined, so that a called ticket that is not known may be ours. The same where
  /// there was no room.
  [[nodiscard]] bool has_forgotten() const noexcept { return has_forgotten_; }

  [[nodiscard]] std::size_t size() const noexcept { return tickets_.size(); }
  [[nodiscard]] TicketCounts counts(std::uint32_t tip) const;
  /// Those that are not spent, as far as known, or whose spending may be undone: what a node's filter must
  /// watch.
  [[nodiscard]] std::vector<core::Hash> watched() const;
  /// Appends some hundred tickets, so that copying all of them holds up no vote. `place` is 0 at first, and
  /// what this returned from then on; 0 again: that was all. What comes or goes meanwhile may be missing.
  std::size_t copy_some(std::size_t place, std::vector<vote::TicketRecord>& out) const;
  /// Some ticket that could be called on a block of this height; null when there is none.
  [[nodiscard]] const vote::Ticket* any_live(std::uint32_t height) const;
  /// Adds the tickets that changed or were forgotten since this was last asked.
  void take_changes(vote::Changes& changes);

  /// A spent ticket is kept this many blocks, since its vote may be undone by a reorganisation.
  static constexpr std::uint32_t kReorganizationHorizon = vote::TicketRecord::kReorganizationHorizon;
  /// A ticket that was not mined within as many blocks never will be: buyers give theirs an expiry.
  static constexpr std::uint32_t kUnconfirmedLife = 288;
  /// Contributions of all tickets, of which most have one: three times the live tickets of mainnet.
  static constexpr std::size_t kMost = 131'072;
  /// The rest is more than anybody has. A search tells all tickets of the last months, those that voted too.
  static constexpr std::size_t kMostAlone = kMost / 4 * 3;
  /// Tickets: a staker of one's own never has as many, and they take no megabyte.
  static constexpr std::size_t kRoomy = 1024;

 private:
  struct Entry {
    vote::TicketRecord record;
    // By a node, in this run of the program.
    bool told_mined = false, told_spent = false;
    std::bitset<node::kMaxNodes> told_by{};
  };
  [[nodiscard]] static std::size_t weight(const vote::Ticket& ticket);
  bool make_room(std::size_t size, node::NodeId by);
  std::size_t forget_if(const std::function<bool(const Entry&)>& is_over);
  void told(Entry& entry, node::NodeId by);
  /// Adds its weight to what it counts for, or takes it away.
  void count(const Entry& entry, bool is_there);
  /// What is not so any more, of this entry. True: something was.
  static bool undo(vote::TicketRecord& record, bool spending, bool mining);

  const wire::Network& network_;
  std::unordered_map<core::Hash, Entry> tickets_;
  std::size_t nodes_;
  std::size_t weight_ = 0;                            ///< of all
  std::size_t untold_ = 0;                            ///< of those that were restored and no node told since
  std::array<std::size_t, node::kMaxNodes> alone_{};  ///< of those that this node alone told
  bool has_forgotten_ = false;
  std::vector<core::Hash> changed_;
};

}  // namespace dcrvoter::voter
