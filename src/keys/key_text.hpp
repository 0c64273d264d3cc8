/// The base58 texts of keys: fixed sizes, a checksum at the end, decoded into secret memory.
/// Used by WIF and extended keys.
#pragma once

#include "core/result.hpp"
#include "keys/secret.hpp"

#include <string_view>

namespace dcrvoter::keys {

enum class Checksum {
  once,   ///< first 4 bytes of BLAKE256(data): WIF (`dcrd: dcrutil/wif.go`)
  twice,  ///< first 4 bytes of BLAKE256(BLAKE256(data)): extended keys (`dcrd: hdkeychain/extendedkey.go`)
};

/// Exactly `size` bytes, without the checksum. Errors: malformed (no base58 of that size), checksum.
[[nodiscard]] core::Result<SecretBytes> decode_key_text(std::string_view text, std::size_t size,
                                                        Checksum checksum);
/// Appends the text of `data` and its checksum.
void append_key_text(SecretBytes& out, core::ByteView data, Checksum checksum);

}  // namespace dcrvoter::keys
