/// simnode's block tree and the state of its tickets on the main chain.
/// Source of the rules: `dcrd: blockchain/stake/tickets.go`, `dcrd: internal/blockchain`.
#pragma once

#include "simnode/ticket.hpp"
#include "wire/block.hpp"
#include "wire/network.hpp"

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace dcrvoter::simnode {

struct Block {
  core::Hash hash;
  wire::BlockHeader header;
  Block* parent = nullptr;  ///< none for the first block that simnode knows
  std::vector<TxPtr> regular, stake;

  bool on_main = false;
  bool announced = false;  ///< winningtickets was sent for it
  // Filled when the block is first connected:
  bool drawn = false;
  std::vector<core::Hash> winners;            ///< whose votes belong into the next block
  std::array<std::uint8_t, 6> final_state{};  ///< of the next header
  std::uint32_t live_after = 0;               ///< size of the live pool, winners included
  // What connecting changed, to be undone by disconnecting:
  std::vector<core::Hash> voted, missed, expired, matured;

  [[nodiscard]] std::uint32_t height() const { return header.height; }
  [[nodiscard]] core::Bytes serialize() const;
};

/// A transaction of the main chain.
struct Place {
  const Block* block = nullptr;
  std::uint32_t index = 0;  ///< within its tree
  TxPtr tx;
};

class Chain {
 public:
  explicit Chain(const wire::Network& network) : network_(network) {}

  [[nodiscard]] const wire::Network& network() const { return network_; }
  [[nodiscard]] Block& tip() const { return *main_.back(); }
  [[nodiscard]] std::uint32_t first_height() const { return main_.front()->height(); }
  /// Of the main chain; null when out of range.
  [[nodiscard]] Block* at(std::uint32_t height) const;
  [[nodiscard]] Block* find(const core::Hash& hash) const;
  /// The tip and every other known block with the tip's parent, the tip first.
  [[nodiscard]] std::vector<Block*> tip_generation() const;
  /// Blocks without children, the tip first.
  [[nodiscard]] std::vector<Block*> leaves() const;

  /// Puts a block into the tree, beside or behind the main chain; its parent must be there.
  Block& insert(std::unique_ptr<Block> block);
  /// Makes a child of the tip the new tip.
  void connect(Block& block);
  /// Takes the tip off; it stays in the tree.
  void disconnect();
  /// Calls `look` while `block`, of any branch, is the tip, and then goes back to where it was.
  /// Winners are drawn of each block on the way that had none yet.
  void as_tip(Block& block, const std::function<void()>& look);
  /// The last common block of the main chain and the branch that ends in `block`.
  [[nodiscard]] Block& fork_point(Block& block) const;

  /// The block's tickets that are drawn next are these, if they are live, before chance decides.
  void force_draw(std::vector<core::Hash> tickets) { forced_ = std::move(tickets); }
  /// Chance does not draw ours: only force_draw does.
  void spare_ours(bool yes) { spare_ours_ = yes; }

  /// A ticket that is in the mempool or in a block.
  Ticket& know_ticket(const TxPtr& tx, bool ours);
  [[nodiscard]] Ticket* ticket(const core::Hash& hash);
  [[nodiscard]] const std::unordered_map<core::Hash, Ticket>& tickets() const { return tickets_; }
  [[nodiscard]] const std::vector<core::Hash>& live() const { return live_; }
  [[nodiscard]] bool is_live(const core::Hash& hash) const;
  /// Live tickets that expire in the block after the tip; winners of the tip do not.
  [[nodiscard]] std::vector<core::Hash> expiring_next() const;

  [[nodiscard]] const Place* find_tx(const core::Hash& hash) const;
  /// The exists-address index: whoever was paid, or committed to, in a block or the mempool.
  void see(const Tx& tx);
  void see(const wire::Payee& payee) { seen_.insert(payee); }
  [[nodiscard]] bool seen(const wire::Payee& payee) const { return seen_.contains(payee); }

  /// The price of a ticket in the block at `height`, atoms.
  [[nodiscard]] std::int64_t ticket_price(std::uint32_t height) const;
  /// While history is made: no winners are drawn, and the live pool is put in order at its end.
  void begin_history() { history_ = true; }
  /// Ends history and connects its last block, with a draw.
  void end_history(Block& last);

 private:
  struct PayeeHash {
    std::size_t operator()(const wire::Payee& p) const noexcept {
      return std::hash<core::Hash160>{}(p.hash) ^ static_cast<std::size_t>(p.type);
    }
  };
  void make_live(const core::Hash& hash);
  void end_life(const core::Hash& hash, TicketState state);
  void draw(Block& block);
  void index(Block& block);

  const wire::Network& network_;
  std::unordered_map<core::Hash, std::unique_ptr<Block>> blocks_;
  std::map<std::uint32_t, std::vector<Block*>> by_height_;
  std::vector<Block*> main_;
  std::unordered_map<core::Hash, Ticket> tickets_;
  std::vector<core::Hash> live_;  ///< sorted by raw bytes, as dcrd's treap
  std::unordered_map<core::Hash, Place> places_;
  std::unordered_set<wire::Payee, PayeeHash> seen_;
  std::vector<core::Hash> forced_;
  bool history_ = false, spare_ours_ = false;
};

}  // namespace dcrvoter::simnode
