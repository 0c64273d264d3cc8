/// Which blocks called which of our tickets, which votes were cast, and which node has taken which
/// vote: decides what is voted once, and what is sent to whom when. Pure.
///
/// What is de-duplicated is bytes, never sending. A vote goes to every node that knows its block: a
/// node invents blocks at no cost, accepts votes for them, and refuses a ticket's sixth vote, so
/// that votes sent where their block is unknown could crowd out the one that counts. A node can also
/// name tickets that were not drawn, of a block that others know: what counts is who named the ticket.
#pragma once

#include "core/clock.hpp"
#include "core/hash.hpp"
#include "node/supervisor.hpp"
#include "vote/builder.hpp"
#include "vote/record.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dcrvoter::voter {

using node::NodeId;

using vote::Answer;

struct CastVote {
  core::Hash txid, ticket;
  std::uint16_t bits = 0;
  std::vector<vote::TreasuryVote> treasury;
  std::string hex;  ///< full serialisation, as it is sent
  core::SteadyTime called;
  std::optional<core::SteadyTime> handed_over;  ///< to the first socket
};

class VoteBook {
 public:
  /// `nodes`: so many are asked. What a lone one's headers show is believed: there is nobody else whom
  /// its inventions could harm. `drawn`: so many tickets are drawn on a block.
  VoteBook(std::size_t nodes, std::size_t drawn) : nodes_(nodes), drawn_(drawn) {}

  /// A node's main chain has this block: its header came, and hashes to it.
  void connected(NodeId node, const vote::VotedBlock& block);
  /// A node says that these tickets were drawn on this block. Those that are believed are kept, so that
  /// one that turns out to be ours later can still be voted, and returned: no more than are drawn, of all
  /// that this node ever named of the block.
  std::vector<core::Hash> announced(NodeId node, const vote::VotedBlock& block,
                                    const std::vector<core::Hash>& winners, core::SteadyTime arrived);

  /// The block's height by its header, which a node gave when asked: a notice's own height may be
  /// another block's, see Voter::handle(WinningTickets).
  void place(const vote::VotedBlock& block);
  /// The height by a header that was seen; nothing as long as there is only a notice's word for it.
  [[nodiscard]] std::optional<std::uint32_t> height_of(const core::Hash& block) const;

  enum class Verdict {
    cast,      ///< to be voted now
    already,   ///< was voted on this block
    doubtful,  ///< the ticket has been voted on three blocks on which this node alone called it
    unknown,   ///< it was not called on the block (any more)
  };
  [[nodiscard]] Verdict ask(const core::Hash& block, const core::Hash& ticket) const;
  void add(const core::Hash& block, CastVote vote);

  /// Votes on this block that this node knows the block of and has neither taken nor in hand. They
  /// count as in its hands from now on. Pointers live until the next change of the book.
  [[nodiscard]] std::vector<const CastVote*> take_due(NodeId node, const core::Hash& block);
  void answered(NodeId node, const core::Hash& block, const core::Hash& vote, Answer answer);
  /// The vote's bytes were handed to a socket.
  void handed_over(const core::Hash& block, const core::Hash& vote, core::SteadyTime at);
  /// Whether any node still owes an answer to a vote on this block.
  [[nodiscard]] bool is_waiting(const core::Hash& block) const;
  /// A new connection to this node: its mempool may be empty now, and what it knows is told anew.
  void reconnected(NodeId node);

  struct Call {
    vote::VotedBlock block;
    core::Hash ticket;
    core::SteadyTime arrived;  ///< when it was first heard
    NodeId by = 0;
  };
  /// Calls to be voted now, one for each node that made it: of this ticket, and on this block.
  [[nodiscard]] std::vector<Call> open_calls(const core::Hash& ticket) const;
  [[nodiscard]] std::vector<Call> open_calls_on(const core::Hash& block) const;
  struct Heard {
    core::SteadyTime arrived;
    NodeId by = 0;
  };
  /// Who called this ticket on this block first, and when; nothing when nobody did.
  [[nodiscard]] std::optional<Heard> first_heard(const core::Hash& block, const core::Hash& ticket) const;
  /// Null when none was cast.
  [[nodiscard]] const CastVote* vote_of(const core::Hash& block, const core::Hash& ticket) const;
  /// Whether this ticket was called on this block; nothing when none was.
  [[nodiscard]] std::optional<bool> drew(const core::Hash& block, const core::Hash& ticket) const;

  /// Forgets blocks more than kDepth below the tip. Beyond kMostBlocks some go as others come.
  void forget(std::uint32_t tip);
  [[nodiscard]] std::size_t size() const noexcept { return blocks_.size(); }

  static constexpr std::uint32_t kDepth = 16;
  static constexpr std::size_t kMostBlocks = 64;
  static constexpr std::size_t kMostDoubtful = 3;
  static constexpr std::uint8_t kMostSends = 32;  ///< of one vote to one node in one connection

 private:
  struct Delivery {
    enum class State : std::uint8_t { none, in_hand, taken, refused } state = State::none;
    std::uint8_t sends = 0;
  };
  struct Vote {
    CastVote cast;
    std::array<Delivery, node::kMaxNodes> deliveries{};
  };
  struct Winner {
    core::Hash ticket;
    Heard first;
    std::bitset<node::kMaxNodes> called_by;
  };
  struct Block {
    std::uint32_t height = 0;
    bool placed = false;                    ///< its height comes from a header
    std::uint64_t order = 0;                ///< of its first mention
    bool proved = false;                    ///< its header was seen
    std::bitset<node::kMaxNodes> named_by;  ///< ever
    std::bitset<node::kMaxNodes> known_to;  ///< in the node's present connection
    std::vector<Winner> winners;
    std::vector<Vote> votes;

    [[nodiscard]] const Winner* winner(const core::Hash& ticket) const;
    [[nodiscard]] bool has_vote_of(const core::Hash& ticket) const;
  };
  /// The one node on whose word alone this ticket is called; none, if others called it too. A header is its
  /// word as well: it costs nothing to invent, without its proof of work being looked at.
  [[nodiscard]] std::optional<NodeId> sole_witness(const Block& block, const core::Hash& ticket) const;
  [[nodiscard]] Verdict verdict(const Block& block, const core::Hash& ticket) const;
  void add_open_calls(std::vector<Call>& calls, const core::Hash& hash, const Block& block,
                      const Winner& winner) const;
  Block& mention(NodeId node, const vote::VotedBlock& block);

  void make_room(const core::Hash& newcomer);

  std::unordered_map<core::Hash, Block> blocks_;
  /// Votes on one node's word alone whose blocks, which that node alone had named, had to make room, by
  /// ticket and node: they count until the chain moves on.
  std::unordered_map<core::Hash, std::array<std::size_t, node::kMaxNodes>> crowded_out_;
  std::size_t nodes_, drawn_;
  std::uint32_t tip_ = 0;
  std::uint64_t next_order_ = 0;
};

}  // namespace dcrvoter::voter
