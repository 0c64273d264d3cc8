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

  /// The key hash of an index that was remembered, or computed now; nothing where the index has no
  /// valid child.
  [[nodiscard]] std::optional<core::Hash160> hash(std::uint32_t index) const;
  /// Whether the index was remembered.
  [[nodiscard]] bool knows(std::uint32_t index) const;
  void remember(std::uint32_t index, const std::optional<core::Hash160>& hash);
  /// First index that was not remembered.
  [[nodiscard]] std::uint32_t first_unknown() const noexcept { return first_unknown_; }
  /// Errors: out_of_range (no valid child).
  [[nodiscard]] core::Result<PrivateKey> key(std::uint32_t index) const { return key_.child_key(index); }

 private:
  // Chunks, since discovery may begin anywhere. Two values that no key hashes to mark what is not
  // known and what does not exist.
  static constexpr std::uint32_t kChunk = 256;
  using Chunk = std::array<core::Hash160, kChunk>;
  [[nodiscard]] const core::Hash160* find(std::uint32_t index) const;

  ExtendedKey key_;
  std::map<std::uint32_t, Chunk> chunks_;
  std::uint32_t first_unknown_ = 0;
};

}  // namespace dcrvoter::keys
