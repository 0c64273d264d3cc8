#include "simnode/buyer.hpp"

#include "wire/address.hpp"

namespace dcrvoter::simnode {

core::Result<void> Buyer::use_xpub(const std::string& text, std::uint32_t branch, std::uint32_t first_index) {
  auto account = AccountXpub::parse(text, network_);
  if (!account) {
    return std::unexpected(account.error());
  }
  account_ = std::move(*account);
  branch_ = branch;
  next_index_ = first_index;
  return {};
}

core::Result<void> Buyer::use_addresses(const std::vector<std::string>& addresses) {
  std::vector<wire::Payee> found;
  for (const std::string& address : addresses) {
    const auto payee = wire::decode_payee(address, network_);
    if (!payee) {
      return core::fail(payee.error().kind, "address '" + address + "': " + payee.error().text);
    }
    found.push_back(*payee);
  }
  listed_ = std::move(found);
  next_index_ = 0;
  return {};
}

wire::Payee Buyer::next_ours() {
  const std::uint32_t index = next_index_++;
  return listed_.empty() ? account_->payee(branch_, index) : listed_[index % listed_.size()];
}

std::optional<wire::Payee> Buyer::at(std::uint32_t branch, std::uint32_t index) {
  return account_ ? std::optional(account_->payee(branch, index)) : std::nullopt;
}

}  // namespace dcrvoter::simnode
