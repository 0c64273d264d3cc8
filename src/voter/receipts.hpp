/// What became of each call of a ticket of ours: mined, missed and why, or void. Pure: it is told what
/// was called, sent and answered, and which blocks nodes connected, and says what is to be kept.
///
/// An outcome is a function of the evidence, worked out again whenever a block comes or goes, so that
/// neither the order in which nodes tell nor a reorganisation matters.
#pragma once

#include "core/clock.hpp"
#include "core/hash.hpp"
#include "node/supervisor.hpp"
#include "vote/builder.hpp"
#include "vote/record.hpp"
#include "voter/chain_view.hpp"
#include "wire/block.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace dcrvoter::voter {

class Receipts {
 public:
  /// What the receipts have to ask. All are pure look-ups.
  struct Questions {
    std::function<bool(const core::Hash& ticket)> is_ours;
    /// The bits that a vote of this ticket would have now.
    std::function<std::uint16_t(const core::Hash& ticket)> wished_bits;
    /// Whether a node announced that this ticket was drawn on this block; nothing: it announced none.
    std::function<std::optional<bool>(const core::Hash& block, const core::Hash& ticket)> was_announced;
    /// Whether the ticket's life was over in a block of this height.
    std::function<bool(const core::Hash& ticket, std::uint32_t height)> had_expired;
  };
  Receipts(std::size_t nodes, Questions questions)
      : chain_(nodes), ask_(std::move(questions)), silences_{{.from = 0, .to = kOpen, .box_off = true}} {}

  /// A record that the store had. What was told since is not overwritten.
  void restore(vote::CallRecord record);

  struct Notice {
    vote::UnixMillis at = 0;
    core::SteadyTime heard{};  ///< the same moment, by the clock that nobody sets
    std::string node;
    bool clock_synchronised = false;
    bool ticket_was_unknown = false;  ///< then, and was found afterwards
  };
  /// A node called a ticket of ours. Only the first notice of a call counts.
  void called(const vote::VotedBlock& block, const core::Hash& ticket, const Notice& notice);
  /// Our vote was decided; again when it was handed to a socket (after_us not 0).
  void sent(const vote::VotedBlock& block, const core::Hash& ticket, vote::SentVote vote);
  /// It could not be made: no key, or a check of our own refused it.
  void failed(const vote::VotedBlock& block, const core::Hash& ticket, const std::string& words);
  void answered(const vote::VotedBlock& block, const core::Hash& ticket, vote::NodeAnswer answer);

  /// A block is on the node's main chain, with those of its transactions that the node's filter matches.
  /// `complete`: what is not among them is not in the block. May be told again, and by other nodes.
  void connected(node::NodeId node, const core::Hash& hash, const wire::BlockHeader& header,
                 std::span<const wire::Transaction> transactions, bool complete, core::SteadyTime now);
  void disconnected(node::NodeId node, const core::Hash& hash, std::uint32_t height);
  /// The node is gone, and others speak for the chain now: what it had is no evidence any more.
  void node_lost(node::NodeId node);
  /// Whether any node announces its calls to us, from now on; `tip` is the height of the first that does, or
  /// of the last that did. Between these two heights no call could come. (Heights and not times: a box
  /// without a battery does not know what time it is.)
  /// The first to call may be behind: until a block comes, the highest of those that call ends the silence.
  /// True when this tip did.
  bool node_is_calling(bool any, std::uint32_t tip);
  /// A calling node connects a block. `by_claimant`: the one whose tip ended the last silence, and which may
  /// have lied then.
  void block_came(std::uint32_t height, bool by_claimant);

  /// Records that changed since this was last asked, each once.
  [[nodiscard]] std::vector<vote::CallRecord> take_changes();
  /// Those among them whose outcome is another than before, in the order in which it came out.
  [[nodiscard]] std::vector<vote::CallRecord> take_outcomes();
  struct End {
    core::Hash ticket;
    vote::TicketEnd end = vote::TicketEnd::none;
  };
  /// Tickets that were revoked, as far as the calls tell more than the height does.
  [[nodiscard]] std::vector<End> take_ends();
  [[nodiscard]] const ChainView& chain() const noexcept { return chain_; }
  /// The calls of the last blocks, latest first.
  [[nodiscard]] std::vector<vote::CallRecord> recent() const;

  /// Calls and blocks more than kDepth below the tip are settled, and no longer held here.
  void forget(std::uint32_t tip);

  static constexpr std::uint32_t kDepth = 16;
  /// More are not held, whatever nodes tell: the lowest go first.
  static constexpr std::size_t kMostCalls = 1024;
  static constexpr std::size_t kMostBlocks = 256;
  /// A notice that comes so long after the block was first heard of is late.
  static constexpr std::chrono::seconds kLate{2};

 private:
  struct Key {
    std::uint32_t height = 0;
    core::Hash block, ticket;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Call {
    vote::CallRecord record;
    bool restored = false;  ///< decided by an earlier run of this program
    bool changed = false;   ///< and stands in changed_
    /// What an earlier run sent, where this one voted otherwise: with choices that were changed between.
    std::optional<vote::SentVote> sent_before{};
  };
  struct SeenVote {
    core::Hash ticket;
    vote::MinedVote vote;
  };
  struct Block {
    core::Hash hash, previous;
    std::uint32_t height = 0;
    bool complete = false;
    bool disconnected = false;  ///< a node said so, and none has connected it since
    std::vector<SeenVote> votes;
    core::SteadyTime heard{};               ///< of it first
    std::vector<core::Hash> revoked;        ///< by the miner: missed, or expired, as of this block
    std::vector<core::Hash> revoked_later;  ///< by a transaction of its owner, some time after
  };
  /// Heights at which no call could come: from <= height < to.
  struct Silence {
    std::uint32_t from = 0, to = 0;
    bool box_off = false;  ///< this program did not run
  };
  static constexpr std::uint32_t kOpen = UINT32_MAX;  ///< as the end of a silence: it goes on

  Call& call(const vote::VotedBlock& block, const core::Hash& ticket);
  void mark_changed(Call& call);
  void take_transactions(Block& block, std::span<const wire::Transaction> transactions);
  /// The calls of the blocks at this height and at the one below are judged again, and those above. Where
  /// there are several nodes, all are: another one may have become the highest.
  void judge_around(std::uint32_t height);
  void judge_all();
  void judge(Call& call);
  void judge_revocations(const Block& block);
  void conclude(Call& call, const vote::CallRecord& judged);
  void find_cause(const vote::CallRecord& record, vote::CallRecord& judged) const;
  void weigh(const Call& call, vote::MinedVote& mined) const;
  /// Whether nothing tells that the block left the chain. What only a node had that is gone, above the tips
  /// of those that are there, stands as long as what it is built on does.
  [[nodiscard]] bool stands(const Block& block) const;
  [[nodiscard]] bool has_child(const core::Hash& block, std::uint32_t height) const;
  [[nodiscard]] const Silence* silence_at(std::uint32_t height) const;
  void bound();
  void forget_lowest_call();
  void forget_lowest_block();

  ChainView chain_;
  Questions ask_;
  std::map<Key, Call> calls_;
  std::unordered_map<core::Hash, Block> blocks_;
  std::multimap<std::uint32_t, core::Hash> by_height_;  ///< of blocks_
  std::deque<Silence> silences_;
  bool just_ended_ = false;  ///< the last silence did, and no block came since
  std::vector<Key> changed_;
  std::vector<Key> outcomes_;
  std::vector<vote::CallRecord> settled_;  ///< changed, and forgotten before they were asked for
  std::vector<End> ends_;
};

}  // namespace dcrvoter::voter
