/// The two hash values of Decred and their text forms.
#pragma once

#include "core/bytes.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace dcrvoter::core {

/// A 32-byte hash (block, transaction) in internal order: as in scripts and on the wire.
/// Its text is the hex of the *reversed* bytes, as dcrd prints it (`dcrd: chaincfg/chainhash/hash.go`).
struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  friend auto operator<=>(const Hash&, const Hash&) = default;

  /// 64 lower-case hex digits, reversed.
  [[nodiscard]] std::string to_string() const;
  /// Exactly 64 hex digits, reversed. Errors: malformed.
  [[nodiscard]] static Result<Hash> from_string(std::string_view text);
  /// Exactly 32 bytes in internal order. Errors: malformed.
  [[nodiscard]] static Result<Hash> from_bytes(ByteView raw);
  [[nodiscard]] bool is_zero() const noexcept { return *this == Hash{}; }
};

/// RIPEMD160(BLAKE256(x)): of a public key or a redeem script. Printed in byte order.
struct Hash160 {
  std::array<std::uint8_t, 20> bytes{};
  friend auto operator<=>(const Hash160&, const Hash160&) = default;
};

}  // namespace dcrvoter::core

/// Both are digests already: their first bytes serve as the table hash.
template <>
struct std::hash<dcrvoter::core::Hash> {
  std::size_t operator()(const dcrvoter::core::Hash& h) const noexcept {
    std::size_t v = 0;
    std::memcpy(&v, h.bytes.data(), sizeof v);
    return v;
  }
};
template <>
struct std::hash<dcrvoter::core::Hash160> {
  std::size_t operator()(const dcrvoter::core::Hash160& h) const noexcept {
    std::size_t v = 0;
    std::memcpy(&v, h.bytes.data(), sizeof v);
    return v;
  }
};
