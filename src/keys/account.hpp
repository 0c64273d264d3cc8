/// The accounts of a dcrwallet seed: m / 44' / coin type' / account', as dcrwallet derives them.
#pragma once

#include "core/result.hpp"
#include "keys/extended_key.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <string>

namespace dcrvoter::keys {

/// A new dcrwallet begins with the legacy coin type and changes over when nothing was used there,
/// so an account of a seed may lie under either.
enum class CoinType { slip0044, legacy };

/// Whether a key is an account's, at depth 3 of its tree. Errors: unsupported (says what is needed).
[[nodiscard]] core::Result<void> check_account(const ExtendedKey& key);

/// The account's key, byte for byte as dcrwallet has it: account 0 by dcrd's older rule, higher ones
/// strictly from the coin type's key. Source: `dcrwallet: wallet/udb/addressmanager.go`.
/// Errors: out_of_range (seed of other than 16 to 64 bytes; account above 2^31 - 1; a seed without
/// such an account, one in 2^127).
[[nodiscard]] core::Result<ExtendedKey> account_of_seed(core::ByteView seed, const wire::Network& network,
                                                        CoinType coin, std::uint32_t account);
/// "m/44'/42'/0'"
[[nodiscard]] std::string account_path(const wire::Network& network, CoinType coin, std::uint32_t account);

}  // namespace dcrvoter::keys
