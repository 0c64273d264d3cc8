/// Buys tickets: for the voter under test ("ours"), and for strangers, who vote by themselves.
#pragma once

#include "simnode/factory.hpp"
#include "simnode/xpub.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::simnode {

class Buyer {
 public:
  Buyer(const wire::Network& network, Factory& factory, Random& random)
      : network_(network), factory_(factory), random_(random) {}

  core::Result<void> use_xpub(const std::string& text, std::uint32_t branch, std::uint32_t first_index);
  /// One address a line; they are used in turn.
  core::Result<void> use_addresses(const std::vector<std::string>& addresses);
  [[nodiscard]] bool has_source() const { return account_ || !listed_.empty(); }

  /// The next one in turn. Requires has_source().
  [[nodiscard]] wire::Payee next_ours();
  /// Of the account key; nothing without one.
  [[nodiscard]] std::optional<wire::Payee> at(std::uint32_t branch, std::uint32_t index);

  [[nodiscard]] TxPtr ours(std::int64_t price) { return factory_.ticket(next_ours(), price); }
  [[nodiscard]] TxPtr stranger(std::int64_t price) {
    return factory_.ticket({wire::PayeeType::p2pkh, random_.hash160()}, price);
  }
  [[nodiscard]] std::uint32_t next_index() const { return next_index_; }

 private:
  const wire::Network& network_;
  Factory& factory_;
  Random& random_;
  std::optional<AccountXpub> account_;
  std::uint32_t branch_ = 1, next_index_ = 0;
  std::vector<wire::Payee> listed_;
};

}  // namespace dcrvoter::simnode
