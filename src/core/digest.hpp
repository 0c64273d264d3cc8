/// Hash functions. BLAKE-256 is ours, since no packaged library has it; the others are mbedTLS's,
/// which no other room sees for this.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"

#include <array>
#include <cstdint>

namespace dcrvoter::core {

/// BLAKE-256: the SHA-3 finalist with 14 rounds and no salt (not BLAKE2s, not BLAKE3).
/// Source: `dcrd: crypto/blake256`.
class Blake256 {
 public:
  Blake256() noexcept { reset(); }
  void reset() noexcept;
  Blake256& update(ByteView data) noexcept;
  /// The digest of all that was given; the object must be reset before it is used again.
  [[nodiscard]] Hash finish() noexcept;

 private:
  void compress(const std::uint8_t* block, std::uint64_t counter_bits) noexcept;
  std::array<std::uint32_t, 8> h_{};
  std::array<std::uint8_t, 64> buffer_{};
  std::size_t used_ = 0;
  std::uint64_t length_ = 0;  ///< bytes taken so far
};

[[nodiscard]] Hash blake256(ByteView data) noexcept;
[[nodiscard]] Hash160 hash160(ByteView data);  ///< RIPEMD160(BLAKE256(data))

[[nodiscard]] std::array<std::uint8_t, 20> ripemd160(ByteView data);
[[nodiscard]] std::array<std::uint8_t, 32> sha256(ByteView data);
/// `out` may hold key material: the caller owns and wipes it; nothing stays behind in here.
void hmac_sha256(ByteView key, ByteView data, std::span<std::uint8_t, 32> out);
void hmac_sha512(ByteView key, ByteView data, std::span<std::uint8_t, 64> out);

}  // namespace dcrvoter::core
