/// One branch of an account: its key, and the address hashes that were derived from it.
#pragma once

#include "core/hash.hpp"
#include "keys/extended_key.hpp"

#include <array>
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
  /// Errors: out_of_range (no valid child).
  [[nodiscard]] core::Result<PrivateKey> key(std::uint32_t index) const { return key_.child_key(index); }

 private:
  // Chunks, since discovery may begin anywhere. Two values that no key hashes to mark what is not
  // known and what does not exist.
  static constexpr std::uint32_t kChunk = 256;
  using Chunk = std::array<core::Hash160, kChunk>;
  [[nodiscard]] bool knows(std::uint32_t index) const;
  [[nodiscard]] std::optional<core::Hash160> compute(std::uint32_t index) const;

  ExtendedKey key_;
  std::map<std::uint32_t, Chunk> chunks_;
  std::uint32_t first_unknown_ = 0;
};

}  // namespace dcrvoter::keys
