#include "voter/treasury_book.hpp"

#include <algorithm>

namespace dcrvoter::voter {

core::Result<const vote::TreasurySpend*> TreasuryBook::add(const wire::Transaction& transaction) {
  auto spend = vote::parse_treasury_spend(network_, transaction);
  if (!spend) {
    return std::unexpected(spend.error());
  }
  return add(*spend);
}

const vote::TreasurySpend* TreasuryBook::add(const vote::TreasurySpend& spend) {
  if (knows(spend.txid)) {
    return nullptr;
  }
  spends_.push_back(spend);
  if (spends_.size() > kMost) {
    const auto first = std::ranges::min_element(spends_, {}, &vote::TreasurySpend::expiry);
    spends_.erase(first);
  }
  return spends_.back().txid == spend.txid ? &spends_.back() : nullptr;
}

void TreasuryBook::forget(std::uint32_t tip) {
  std::erase_if(spends_, [tip](const vote::TreasurySpend& spend) { return spend.expiry < tip; });
}

bool TreasuryBook::knows(const core::Hash& txid) const {
  return std::any_of(spends_.begin(), spends_.end(), [&](const auto& spend) { return spend.txid == txid; });
}

}  // namespace dcrvoter::voter
