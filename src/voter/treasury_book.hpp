/// The treasury spends that are up for a vote, as the nodes' mempools told. Pure.
#pragma once

#include "core/result.hpp"
#include "vote/treasury.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dcrvoter::voter {

class TreasuryBook {
 public:
  explicit TreasuryBook(const wire::Network& network) : network_(network) {}

  /// Returns the spend if it is one and was not known. Errors: those of parse_treasury_spend.
  core::Result<const vote::TreasurySpend*> add(const wire::Transaction& transaction);
  /// Of one that was read already. Null: it was known, or there is no room for it.
  const vote::TreasurySpend* add(const vote::TreasurySpend& spend);
  /// Forgets spends whose time is over.
  void forget(std::uint32_t tip);
  [[nodiscard]] bool knows(const core::Hash& txid) const;

  /// Some node has told all that it has: votes need not wait any more.
  void set_complete() noexcept { complete_ = true; }
  [[nodiscard]] bool complete() const noexcept { return complete_; }

  [[nodiscard]] std::span<const vote::TreasurySpend> spends() const noexcept { return spends_; }

  /// dcrd keeps seven in its mempool; beyond this the one that expires first goes: whoever signs no new ones
  /// can only send those of the past.
  static constexpr std::size_t kMost = 64;

 private:
  const wire::Network& network_;
  std::vector<vote::TreasurySpend> spends_;
  bool complete_ = false;
};

}  // namespace dcrvoter::voter
