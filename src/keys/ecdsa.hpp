/// ECDSA signatures on secp256k1 as Decred's consensus takes them: strict DER, low S. Nothing here
/// is secret. Source: `dcrd: dcrec/secp256k1/ecdsa`, `dcrd: txscript/consensus.go`.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "wire/network.hpp"

#include <array>
#include <cstdint>

namespace dcrvoter::keys {

/// A DER signature without the hash type byte.
class Signature {
 public:
  [[nodiscard]] core::ByteView der() const noexcept { return {bytes_.data(), size_}; }

 private:
  friend class PrivateKey;
  std::array<std::uint8_t, 72> bytes_{};
  std::size_t size_ = 0;
};

/// Whether these are 33 bytes of a compressed point on the curve. (dcrd also parses uncompressed
/// keys; no ticket can name one.)
[[nodiscard]] bool is_public_key(core::ByteView bytes);

/// Whether `der` signs `hash` for `key`. False as well for what consensus refuses whoever signed:
/// lax DER, high S.
[[nodiscard]] bool verify_signature(const wire::PublicKey& key, const core::Hash& hash, core::ByteView der);

}  // namespace dcrvoter::keys
