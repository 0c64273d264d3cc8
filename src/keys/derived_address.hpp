/// What is derived of a key for one address of an account.
#pragma once

#include "core/hash.hpp"
#include "wire/network.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dcrvoter::keys {

/// Zero where the index has no valid child.
struct DerivedAddress {
  core::Hash160 hash;     ///< of the key: what the address holds
  wire::PublicKey key{};  ///< what is sent with a signature
  [[nodiscard]] bool exists() const noexcept { return key != wire::PublicKey{}; }
};

/// Addresses that follow each other in a branch.
struct DerivedRange {
  std::size_t account = 0;  ///< index into KeyRing::accounts()
  std::uint32_t branch = 0;
  std::uint32_t from = 0;  ///< index of the first
  std::vector<DerivedAddress> addresses;
};

}  // namespace dcrvoter::keys
