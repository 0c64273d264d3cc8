#include "voter/treasury_book.hpp"

#include <algorithm>

namespace dcrvoter::voter {

core::Result<const vote::TreasurySpend*> TreasuryBook::add(const wire::Transaction& transaction) {
  auto spend = vote::parse_treasury_spend(network_, transaction);
  if (!spend) {
    return std::unexpected(spend.error());
  }
  if (knows(spend->txid)) {
    return nullptr;
  }
  if (spends_.size() >= kMost) {
    spends_.erase(spends_.begin());
  }
  spends_.push_back(*spend);
  return &spends_.back();
}

void TreasuryBook::forget(std::uint32_t tip) {
  std::erase_if(spends_, [tip](const vote::TreasurySpend& spend) { return spend.expiry < tip; });
}

bool TreasuryBook::knows(const core::Hash& txid) const {
  return std::any_of(spends_.begin(), spends_.end(), [&](const auto& spend) { return spend.txid == txid; });
}

}  // namespace dcrvoter::voter
