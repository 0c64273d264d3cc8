#include "keys/ecdsa.hpp"

#include "keys/context.hpp"

namespace dcrvoter::keys {

bool is_public_key(core::ByteView bytes) {
  secp256k1_pubkey point;
  return bytes.size() == wire::PublicKey{}.size() &&
         secp256k1_ec_pubkey_parse(context(), &point, bytes.data(), bytes.size()) == 1;
}

bool verify_signature(const wire::PublicKey& key, const core::Hash& hash, core::ByteView der) {
  secp256k1_pubkey point;
  secp256k1_ecdsa_signature signature;
  // The library's verification refuses a high S by itself.
  return secp256k1_ec_pubkey_parse(context(), &point, key.data(), key.size()) == 1 && !der.empty() &&
         secp256k1_ecdsa_signature_parse_der(context(), &signature, der.data(), der.size()) == 1 &&
         secp256k1_ecdsa_verify(context(), &signature, hash.bytes.data(), &point) == 1;
}

}  // namespace dcrvoter::keys
