/// One secp256k1 private key with its public key.
#pragma once

#include "core/digest.hpp"
#include "core/hash.hpp"
#include "core/result.hpp"
#include "keys/ecdsa.hpp"
#include "keys/secret.hpp"
#include "wire/network.hpp"

namespace dcrvoter::keys {

class PrivateKey {
 public:
  /// Computes the public key, some 20 microseconds. Errors: out_of_range (0, or not below the
  /// group's order; dcrd reduces such a number silently, which yields a key nobody meant).
  [[nodiscard]] static core::Result<PrivateKey> from_secret(Secret<32> secret);
  /// With the public key that was computed from it before, and is believed: a signature is verified
  /// with it before it leaves, so that a wrong one makes no vote.
  [[nodiscard]] static PrivateKey from_known(Secret<32> secret, const wire::PublicKey& public_key) {
    return {std::move(secret), public_key};
  }

  [[nodiscard]] const wire::PublicKey& public_key() const noexcept { return public_key_; }
  /// hash160 of the public key: what a P2PKH address holds.
  [[nodiscard]] core::Hash160 public_key_hash() const { return core::hash160(public_key_); }
  /// The 32 bytes, big-endian: to write the key down (WIF).
  [[nodiscard]] const Secret<32>& secret() const noexcept { return secret_; }

 private:
  // Signing is for these alone: in the program a signature is made for a decided vote and for
  // nothing else. The probe exists in tests only, which compare signatures of known hashes.
  friend class VoteSigner;
  friend struct SigningProbe;

  PrivateKey(Secret<32> secret, const wire::PublicKey& public_key)
      : secret_(std::move(secret)), public_key_(public_key) {}
  /// Deterministic (RFC 6979 with HMAC-SHA256, no extra data) and low S, so that all voters with
  /// one key make the same bytes. Source: `dcrd: dcrec/secp256k1/ecdsa/signature.go`.
  [[nodiscard]] Signature sign(const core::Hash& hash) const;

  Secret<32> secret_;
  wire::PublicKey public_key_;
};

}  // namespace dcrvoter::keys
