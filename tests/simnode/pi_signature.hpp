/// Signs treasury spends as dcrd's do. Source: `dcrd: dcrec/secp256k1/schnorr/signature.go` (schnorrSign).
#pragma once

#include "core/hash.hpp"

#include <array>

namespace dcrvoter::simnode {

/// By simnet's Pi key 0 or 1, whose private halves are public knowledge (`dcrd: chaincfg/simnetparams.go`):
/// on another network this is the signature of a stranger. `nonce`: used once.
[[nodiscard]] std::array<std::uint8_t, 64> sign_by_pi_key(std::size_t pi_key, const core::Hash& hash,
                                                          const core::Hash& nonce);

}  // namespace dcrvoter::simnode
