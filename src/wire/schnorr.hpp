/// EC-Schnorr-DCRv0, by which treasury spends are signed. It is older than BIP-340, and another scheme.
/// Source: `dcrd: dcrec/secp256k1/schnorr/signature.go` (schnorrVerify).
#pragma once

#include "core/hash.hpp"
#include "wire/network.hpp"

namespace dcrvoter::wire {

inline constexpr std::size_t kSchnorrSize = 64;  ///< r and s, 32 bytes each, highest first

/// Whether this key signed this hash (in byte order, as signature_hash() has it). The signature has
/// kSchnorrSize bytes. A fraction of a millisecond; for nothing secret.
[[nodiscard]] bool is_schnorr_signed(const PublicKey& key, const core::Hash& hash,
                                     core::ByteView signature) noexcept;

}  // namespace dcrvoter::wire
