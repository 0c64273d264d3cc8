/// One branch of an account: its key, and the public keys that were derived from it.
#pragma once

#include "core/hash.hpp"
#include "keys/derived_address.hpp"
#include "keys/extended_key.hpp"
#include "keys/public_branch.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <optional>

namespace dcrvoter::keys {

class Branch {
 public:
  explicit Branch(ExtendedKey key) : key_(std::move(key)), public_(key_.to_public()) {}

  struct Derived {
    std::optional<core::Hash160> hash;  ///< of the key; nothing where the index has no valid child
    bool fresh = false;                 ///< computed now; otherwise it was remembered
  };
  /// The key hash of an index, which is remembered from then on.
  Derived derive(std::uint32_t index);
  /// What derive() remembers, made by way of the public key. Any thread may ask while another uses
  /// the rest.
  [[nodiscard]] DerivedAddress compute(std::uint32_t index, const GeneratorTable& table) const {
    return public_.compute(index, table);
  }
  /// The same as derive() where compute() has been called already.
  Derived remember(std::uint32_t index, const DerivedAddress& computed);
  /// Throws std::out_of_range where the index was not derived.
  [[nodiscard]] const DerivedAddress& derived_at(std::uint32_t index) const;
  /// First index that was not derived.
  [[nodiscard]] std::uint32_t first_unknown() const noexcept { return first_unknown_; }
  /// Twice as fast for an index that was derived. Errors: out_of_range (no valid child).
  [[nodiscard]] core::Result<PrivateKey> key(std::uint32_t index) const;

 private:
  // Chunks, since discovery may begin anywhere.
  static constexpr std::uint32_t kChunk = 256;
  struct Chunk {
    std::array<DerivedAddress, kChunk> addresses{};
    std::bitset<kChunk> known;
  };
  /// Nothing where the index was not derived.
  [[nodiscard]] const DerivedAddress* find(std::uint32_t index) const;
  [[nodiscard]] DerivedAddress compute(std::uint32_t index) const;

  ExtendedKey key_;
  PublicBranch public_;
  std::map<std::uint32_t, Chunk> chunks_;
  std::uint32_t first_unknown_ = 0;
};

}  // namespace dcrvoter::keys
