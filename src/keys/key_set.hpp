/// Keys that are imported together and stored together.
#pragma once

#include "core/bytes.hpp"
#include "keys/extended_key.hpp"
#include "keys/key_ring.hpp"
#include "keys/private_key.hpp"

#include <string>
#include <vector>

namespace dcrvoter::keys {

/// What may be shown of an account.
[[nodiscard]] inline AccountInfo account_info(const ExtendedKey& key, std::string origin) {
  return {key.to_public().to_string(), core::to_hex(key.fingerprint()), std::move(origin)};
}

struct AccountKey {
  ExtendedKey key;
  std::string origin;  ///< "seed, m/44'/42'/0'": one line, nothing secret
};

struct KeySet {
  std::vector<AccountKey> accounts;
  std::vector<PrivateKey> keys;
  std::vector<core::Bytes> scripts;  ///< redeem scripts
};

}  // namespace dcrvoter::keys
