#include "keys/private_key.hpp"

#include "keys/context.hpp"
#include "keys/nonce.hpp"

#include <stdexcept>

namespace dcrvoter::keys {

core::Result<PrivateKey> PrivateKey::from_secret(Secret<32> secret) {
  secp256k1_pubkey point;
  if (secp256k1_ec_pubkey_create(context(), &point, secret.expose().data()) != 1) {
    return core::fail(core::Errc::out_of_range,
                      "the private key is 0 or not below the order of secp256k1's group");
  }
  wire::PublicKey public_key{};
  std::size_t size = public_key.size();
  secp256k1_ec_pubkey_serialize(context(), public_key.data(), &size, &point, SECP256K1_EC_COMPRESSED);
  return PrivateKey(std::move(secret), public_key);
}

Signature PrivateKey::sign(const core::Hash& hash) const {
  secp256k1_ecdsa_signature raw;
  Signature signature;
  signature.size_ = signature.bytes_.size();
  // The library always makes S low.
  if (secp256k1_ecdsa_sign(context(), &raw, hash.bytes.data(), secret_.expose().data(), decred_nonce,
                           nullptr) != 1 ||
      secp256k1_ecdsa_signature_serialize_der(context(), signature.bytes_.data(), &signature.size_, &raw) !=
          1) {
    throw std::logic_error("a checked private key cannot sign");
  }
  return signature;
}

}  // namespace dcrvoter::keys
