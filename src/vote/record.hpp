/// What is kept of tickets and of calls: the voter makes these, store/ writes them, status/ shows them.
/// Plain data; no reader may assume that a text in it is short or printable, save where it says so.
#pragma once

#include "core/hash.hpp"
#include "vote/ticket.hpp"
#include "vote/treasury.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::vote {

/// Milliseconds since 1970 UTC by the box's clock, which may be wrong by years; 0: not known.
using UnixMillis = std::int64_t;

/// What a node said of a vote. The numbers stand in the store.
enum class Answer : std::uint8_t {
  accepted = 1,
  duplicate = 2,   ///< it had this very vote: as good as accepted
  other_vote = 3,  ///< it has another vote of this ticket on this block: another voter was first
  refused = 4,
  lost = 5,  ///< the connection ended before the answer
};
/// "accepted", "duplicate", "other vote", "refused", "lost".
[[nodiscard]] std::string_view to_string(Answer answer) noexcept;

/// How a call ended. The numbers stand in the store.
enum class Outcome : std::uint8_t {
  open = 1,  ///< no block after it is known yet
  mined = 2,
  missed = 3,
  gone = 4,  ///< its block left the chain: no miss, the ticket is live again. Shown as "void"
};
/// "open", "mined", "missed", "void".
[[nodiscard]] std::string_view to_string(Outcome outcome) noexcept;

/// Why a call was missed: the first that fits, in this order. The numbers stand in the store.
enum class MissCause : std::uint8_t {
  none = 0,
  box_off = 1,         ///< this program did not run
  no_node = 2,         ///< no node was connected
  node_behind = 3,     ///< every node's tip was below the called block
  ticket_unknown = 4,  ///< the call came, and the ticket was not known to be ours
  own_fault = 5,       ///< no key, or refused by a check of our own
  called_late = 6,     ///< after a child of the block was known, or over 2 s after the first node's
  refused = 7,         ///< by every node that answered
  left_out = 8,        ///< by the miner: a node had taken it
};
/// Such as "no node connected"; "" for none.
[[nodiscard]] std::string_view to_string(MissCause cause) noexcept;

/// The last answer of one node.
struct NodeAnswer {
  std::string node;  ///< host:port
  Answer answer = Answer::lost;
  UnixMillis at = 0;
  std::uint32_t tip = 0;  ///< height of that node's tip then; 0: not known
  std::string words;      ///< of a refusal; else empty

  /// The node has the vote, whoever brought it.
  [[nodiscard]] bool is_taken() const noexcept { return answer != Answer::refused && answer != Answer::lost; }
  friend bool operator==(const NodeAnswer&, const NodeAnswer&) = default;
};

/// The vote that this box cast.
struct SentVote {
  core::Hash txid;
  std::uint16_t bits = 0;
  std::vector<TreasuryVote> treasury;
  std::uint32_t after_us = 0;  ///< microseconds from the call to the socket; 0: was never sent
  friend bool operator==(const SentVote&, const SentVote&) = default;
};

/// The vote of this ticket that stands in the block after the called one.
struct MinedVote {
  core::Hash txid;
  std::uint16_t bits = 0;
  std::vector<TreasuryVote> treasury;
  bool by_twin = false;   ///< not the bytes that this box sent
  bool as_wished = true;  ///< agendas' bits as ours, and no spend answered the opposite way
  friend bool operator==(const MinedVote&, const MinedVote&) = default;
};

/// One call of one ticket, and what became of it. Its key is (height, block, ticket).
struct CallRecord {
  core::Hash block;  ///< voted on
  std::uint32_t height = 0;
  core::Hash ticket;

  UnixMillis called = 0;            ///< 0: no notice of it came, the chain told afterwards
  std::string called_by;            ///< the node that was first; "" as above
  bool clock_synchronised = false;  ///< when it was called
  bool late = false;                ///< the next block was known by then, or this one for over two seconds
  bool was_unknown = false;         ///< the ticket was, until the next block was known
  std::string fault;                ///< why no vote was made; "" when one was, or when nobody called
  std::optional<SentVote> sent;
  std::vector<NodeAnswer> answers;  ///< one a node, at most eight

  Outcome outcome = Outcome::open;
  core::Hash decided_in;              ///< the block after the called one that told; zero while open or void
  std::optional<MinedVote> mined;     ///< with Outcome::mined
  MissCause cause = MissCause::none;  ///< with Outcome::missed
  std::string words;                  ///< more about the cause: a refusal, an own fault
  friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

/// Whether the mined vote has the agendas' bits of ours, and answers no spend the opposite way.
[[nodiscard]] bool is_as_wished(const SentVote& sent, const MinedVote& mined) noexcept;

struct Cause {
  MissCause cause = MissCause::none;
  std::string words;  ///< more about it: a refusal, an own fault
};
/// Why a call that a node announced was missed: what the record holds of it decides.
[[nodiscard]] Cause cause_of_heard_call(const CallRecord& call);

/// What is to be kept of a call when `before` was kept already. A newer record replaces an older one, unless
/// the chain alone told it: of a call that was heard that adds an outcome where there was none, and the same
/// outcome once more adds nothing, since a later run of the program knows less of its cause.
[[nodiscard]] CallRecord merged(const CallRecord& before, const CallRecord& newer);

/// How a ticket ended, as far as the chain tells. The numbers stand in the store.
enum class TicketEnd : std::uint8_t {
  none = 0,
  voted = 1,
  missed = 2,
  expired = 3,
  missed_or_expired = 4,  ///< revoked at the height of its expiry, and no call is recorded
};
/// "", "voted", "missed", "expired", "missed or expired".
[[nodiscard]] std::string_view to_string(TicketEnd end) noexcept;

/// Where in our accounts a voting address lies: m/44'/coin'/account'/branch/index.
struct VotingPlace {
  std::uint32_t account = 0;  ///< its key's fingerprint: the first 4 bytes of the hash160, first byte highest
  std::uint32_t branch = 0, index = 0;
  friend bool operator==(const VotingPlace&, const VotingPlace&) = default;
};

/// A ticket of ours. Its key is ticket.txid.
struct TicketRecord {
  Ticket ticket;
  std::uint32_t height = 0;        ///< of the block that holds it; 0: in the mempool
  std::uint32_t seen = 0;          ///< height of the tip when it was first seen
  std::uint32_t spent_height = 0;  ///< of the block that spends it; 0: not spent
  core::Hash block, spent_in;      ///< these blocks; zero: as the heights, or not known
  bool mined = false;              ///< ever, on any branch
  TicketEnd end = TicketEnd::none;
  std::optional<VotingPlace> place;  ///< nothing: a single key's, a script's, or not known

  /// Whether it can be called when the tip has this height, after a reorganisation of sixty-four blocks too.
  [[nodiscard]] bool may_be_called(std::uint32_t tip) const noexcept {
    return spent_height == 0 || spent_height + kReorganizationHorizon >= tip;
  }
  static constexpr std::uint32_t kReorganizationHorizon = 64;
  friend bool operator==(const TicketRecord&, const TicketRecord&) = default;
};

/// What happened to the box and its nodes, as far as it explains a miss.
enum class EventKind : std::uint8_t {
  started = 1,
  stopped = 2,
  node_connected = 3,  ///< and announces its calls
  node_lost = 4,
  alarm = 5,
};
/// "started", "stopped", "node connected", "node lost", "alarm".
[[nodiscard]] std::string_view to_string(EventKind kind) noexcept;

struct EventRecord {
  UnixMillis at = 0;
  EventKind kind = EventKind::started;
  std::string node;          ///< host:port; "" where none is meant
  std::uint32_t height = 0;  ///< of the tip; 0: not known
  std::string words;
  friend bool operator==(const EventRecord&, const EventRecord&) = default;
};

/// What the voter hands over to be kept, in the order in which it happened. A record replaces the one
/// with the same key.
struct Changes {
  std::vector<CallRecord> calls;
  std::vector<TicketRecord> tickets;
  std::vector<core::Hash> forgotten;  ///< tickets that are known no more
  std::vector<EventRecord> events;
  [[nodiscard]] bool empty() const noexcept {
    return calls.empty() && tickets.empty() && forgotten.empty() && events.empty();
  }
};

}  // namespace dcrvoter::vote
