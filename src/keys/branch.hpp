/// One branch of an account: its key, and the public keys that were derived from it.
#pragma once

#include "core/hash.hpp"
#include "keys/extended_key.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <optional>

namespace dcrvoter::keys {

class Branch {
 public:
  explicit Branch(ExtendedKey key) : key_(std::move(key)) {}

  struct Derived {
    std::optional<core::Hash160> hash;  ///< of the key; nothing where the index has no valid child
    bool fresh = false;                 ///< computed now; otherwise it was remembered
  };
  /// The key hash of an index, which is remembered from then on.
  Derived derive(std::uint32_t index);
  /// First index that was not derived.
  [[nodiscard]] std::uint32_t first_unknown() const noexcept { return first_unknown_; }
  /// Twice as fast for an index that was derived. Errors: out_of_range (no valid child).
  [[nodiscard]] core::Result<PrivateKey> key(std::uint32_t index) const;

 private:
  // What hashes to the address, and is sent with a signature; zero where the index has no valid child.
  struct Address {
    core::Hash160 hash;
    wire::PublicKey key;
    [[nodiscard]] bool exists() const noexcept;
  };
  // Chunks, since discovery may begin anywhere.
  static constexpr std::uint32_t kChunk = 256;
  struct Chunk {
    std::array<Address, kChunk> addresses{};
    std::bitset<kChunk> known;
  };
  /// Nothing where the index was not derived.
  [[nodiscard]] const Address* find(std::uint32_t index) const;
  [[nodiscard]] Address compute(std::uint32_t index) const;

  ExtendedKey key_;
  std::map<std::uint32_t, Chunk> chunks_;
  std::uint32_t first_unknown_ = 0;
};

}  // namespace dcrvoter::keys
