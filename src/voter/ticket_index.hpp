/// All tickets that this box may vote, by their hash: what a call is looked up in. Pure.
#pragma once

#include "core/hash.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace dcrvoter::voter {

struct TicketCounts {
  std::size_t unconfirmed = 0, immature = 0, live = 0;
};

class TicketIndex {
 public:
  explicit TicketIndex(const wire::Network& network) : network_(network) {}

  enum class Added {
    fresh,
    known,
    full,  ///< kMost: a node that invents tickets shall not fill our memory
  };
  /// `height` of the block that holds it; 0: in the mempool only, seen there when the tip was `tip`.
  Added add(const vote::Ticket& ticket, std::uint32_t height, std::uint32_t tip);
  /// The way of the vote: one look-up. Null when it is not ours.
  [[nodiscard]] const vote::Ticket* find(const core::Hash& ticket) const;

  /// A record that the store had. One that is known already is left as it is.
  void restore(const vote::TicketRecord& record);
  /// The ticket voted, or was revoked, in a block of this height. Unknown tickets are passed over. How a
  /// revoked ticket ended is its height's guess, until ended() says more.
  void spent(const core::Hash& ticket, std::uint32_t height, bool by_vote);
  void ended(const core::Hash& ticket, vote::TicketEnd end);
  /// Whether the ticket could not be called any more by the block before this height.
  [[nodiscard]] bool had_expired(const core::Hash& ticket, std::uint32_t height) const;
  /// The block of this height left the main chain: what happened in it is undone.
  void disconnected(std::uint32_t height);
  /// Forgets tickets that were never mined, and, where there are more than kRoomy, those that can no
  /// longer be called on any branch. That rests on the word of each node that told of a block, and a
  /// ticket that is forgotten is not found again: as long as there is room, none is. Returns how many.
  std::size_t forget(std::uint32_t tip);

  [[nodiscard]] std::size_t size() const noexcept { return tickets_.size(); }
  [[nodiscard]] TicketCounts counts(std::uint32_t tip) const;
  /// Those that are not spent, as far as known: what a node's filter must watch.
  [[nodiscard]] std::vector<core::Hash> unspent() const;
  /// Appends some hundred tickets, so that copying all of them holds up no vote. `place` is 0 at first, and
  /// what this returned from then on; 0 again: that was all. What comes or goes meanwhile may be missing.
  std::size_t copy_some(std::size_t place, std::vector<vote::TicketRecord>& out) const;
  /// Some ticket that could be called on a block of this height; null when there is none.
  [[nodiscard]] const vote::Ticket* any_live(std::uint32_t height) const;
  /// Adds the tickets that changed or were forgotten since this was last asked.
  void take_changes(vote::Changes& changes);

  /// A spent ticket is kept this many blocks, since its vote may be undone by a reorganisation.
  static constexpr std::uint32_t kReorganizationHorizon = 64;
  /// A ticket that was not mined within as many blocks never will be: buyers give theirs an expiry.
  static constexpr std::uint32_t kUnconfirmedLife = 288;
  /// Contributions of all tickets, of which most have one: three times the live tickets of mainnet.
  static constexpr std::size_t kMost = 131'072;
  /// Tickets: a staker of one's own never has as many, and they take no megabyte.
  static constexpr std::size_t kRoomy = 1024;

 private:
  [[nodiscard]] static std::size_t weight(const vote::Ticket& ticket);

  const wire::Network& network_;
  std::unordered_map<core::Hash, vote::TicketRecord> tickets_;
  std::size_t weight_ = 0;  ///< of all
  std::vector<core::Hash> changed_;
};

}  // namespace dcrvoter::voter
