/// The nonce of a signature as Decred makes it, for libsecp256k1. Only for the .cpp files of this room.
#pragma once

namespace dcrvoter::keys {

/// RFC 6979 with HMAC-SHA256 over the key and the hash *as it is*: a `secp256k1_nonce_function`.
/// The library's own function, which serves every other hash, first reduces one that is not below
/// the group's order (since its version 0.2; one hash in 2^128), and dcrd does not.
/// Source: `dcrd: dcrec/secp256k1/nonce.go`.
int decred_nonce(unsigned char* nonce32, const unsigned char* hash32, const unsigned char* key32,
                 const unsigned char* algorithm16, void* data, unsigned int attempt);

}  // namespace dcrvoter::keys
