/// Transactions that wait for a block, and dcrd's rules and words for letting votes in.
/// Source: `dcrd: internal/mempool/mempool.go`, `dcrd: internal/rpcserver/rpcserver.go`
/// (handleSendRawTransaction).
#pragma once

#include "simnode/chain.hpp"
#include "simnode/vote_form.hpp"

#include <expected>
#include <map>
#include <string>
#include <unordered_map>

namespace dcrvoter::simnode {

/// Why a transaction was refused: as sendrawtransaction answers, without "rejected transaction …".
struct Rejection {
  int code;  ///< -1, or -40 for what is known already
  std::string description;
};

struct Pooled {
  TxPtr tx;
  std::uint32_t height = 0;  ///< of the tip when it was accepted
  std::int64_t unix_time = 0;
  std::uint64_t order = 0;  ///< of acceptance
};

class Mempool {
 public:
  explicit Mempool(Chain& chain) : chain_(chain) {}

  /// The whole of dcrd's examination; on success the transaction is in the pool.
  std::expected<void, Rejection> accept(const TxPtr& tx);
  /// Without any examination: what simnode itself makes.
  void put(const TxPtr& tx);
  /// After a block was connected: takes out what it holds or makes impossible, and old votes.
  void prune(const Block& connected);
  void clear() { pool_.clear(); }
  /// From now on (until undone) votes of this ticket are orphans here.
  void forget_ticket(const core::Hash& ticket, bool undo) {
    if (undo) {
      forgotten_.erase(ticket);
    } else {
      forgotten_.insert(ticket);
    }
  }

  [[nodiscard]] const Pooled* find(const core::Hash& hash) const;
  [[nodiscard]] const std::unordered_map<core::Hash, Pooled>& all() const { return pool_; }
  /// Votes on the block by ticket, of winners only.
  [[nodiscard]] std::map<core::Hash, TxPtr> votes_on(const Block& block) const;
  /// Tickets bought and not mined, oldest first.
  [[nodiscard]] std::vector<TxPtr> tickets() const;

 private:
  std::expected<void, Rejection> examine(const Tx& tx) const;
  std::expected<void, Rejection> examine_vote(const Tx& tx, const VoteForm& form) const;

  [[nodiscard]] TxPtr with_fraud_proof(const TxPtr& vote) const;

  Chain& chain_;
  std::unordered_map<core::Hash, Pooled> pool_;
  std::unordered_set<core::Hash> forgotten_;
  std::uint64_t order_ = 0;
};

}  // namespace dcrvoter::simnode
