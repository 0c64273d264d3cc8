/// The addresses of a branch by way of its public key: no secret is touched.
#pragma once

#include "keys/derived_address.hpp"
#include "keys/extended_key.hpp"
#include "keys/generator_table.hpp"

#include <array>
#include <cstdint>

namespace dcrvoter::keys {

class PublicBranch {
 public:
  explicit PublicBranch(const ExtendedPublicKey& branch);

  /// The child with this index, which must not be hardened. Any thread.
  [[nodiscard]] DerivedAddress compute(std::uint32_t index, const GeneratorTable& table) const;

 private:
  wire::PublicKey key_;
  std::array<std::uint8_t, 32> chain_code_;
  secp256k1_pubkey point_{};
};

}  // namespace dcrvoter::keys
