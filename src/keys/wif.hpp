/// The text form of one private key. Source: `dcrd: dcrutil/wif.go`.
#pragma once

#include "core/result.hpp"
#include "keys/private_key.hpp"
#include "keys/secret.hpp"
#include "wire/network.hpp"

#include <string_view>

namespace dcrvoter::keys {

/// A key that can vote, of `network`. Stricter than dcrd, which lets through what no ticket can use.
/// Errors: malformed, checksum, wrong_network (names the other one), unsupported (another signature
/// type than ECDSA on secp256k1), out_of_range (0, or not below the group's order).
[[nodiscard]] core::Result<PrivateKey> parse_wif(std::string_view text, const wire::Network& network);
/// Appends the WIF of a key.
void append_wif(SecretBytes& out, const PrivateKey& key, const wire::Network& network);

}  // namespace dcrvoter::keys
