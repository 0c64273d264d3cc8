#include "voter/look_ahead.hpp"

#include "wire/address.hpp"

#include <algorithm>

namespace dcrvoter::voter {

LookAhead::LookAhead(std::size_t accounts, std::uint32_t first_index)
    : first_index_(std::min(first_index, kGreatestFirst)),
      wanted_(accounts * kBranches, first_index_ + kDepth) {}

void LookAhead::used(const keys::AddressPlace& place) {
  auto& wanted = wanted_.at(place.account * kBranches + place.branch);
  wanted = std::max(wanted, place.index >= most() - kDepth ? most() : place.index + 1 + kDepth);
}

std::uint32_t LookAhead::wanted(std::size_t account, std::uint32_t branch) const {
  return wanted_.at(account * kBranches + branch);
}

std::vector<AddressRange> LookAhead::missing(const keys::KeyRing& ring) const {
  std::vector<AddressRange> ranges;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const auto account = i / kBranches;
    const auto branch = static_cast<std::uint32_t>(i % kBranches);
    const auto derived = ring.derived(account, branch);
    if (derived < wanted_[i]) {
      ranges.push_back({.account = account,
                        .branch = branch,
                        .from = derived,
                        .to = std::min(wanted_[i] + kStride, most())});
    }
  }
  return ranges;
}

std::vector<std::string> address_texts(const std::vector<wire::Payee>& payees, const wire::Network& network) {
  std::vector<std::string> texts;
  texts.reserve(payees.size());
  std::transform(payees.begin(), payees.end(), std::back_inserter(texts),
                 [&network](const wire::Payee& payee) { return wire::encode_address(payee, network); });
  return texts;
}

}  // namespace dcrvoter::voter
