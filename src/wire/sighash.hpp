/// The hash that an input's signature signs, for SigHashAll. Source: `dcrd: txscript/sighash.go`.
#pragma once

#include "core/hash.hpp"
#include "wire/transaction.hpp"

namespace dcrvoter::wire {

inline constexpr std::uint8_t kSigHashAll = 1;

/// BLAKE256(u32 1 ‖ prefix hash ‖ witness hash). `script` is the subscript of input `index`: the
/// whole output script of a P2PKH ticket (stake opcode included), or the redeem script.
/// The prefix hash equals the txid. Bytes in internal order (dcrd prints this one unreversed).
/// Requires index < transaction.inputs.size().
[[nodiscard]] core::Hash signature_hash(const Transaction& transaction, std::size_t index,
                                        core::ByteView script);
/// The same when the txid is already known, as on the way of the vote.
[[nodiscard]] core::Hash signature_hash(const Transaction& transaction, std::size_t index,
                                        core::ByteView script, const core::Hash& txid);

}  // namespace dcrvoter::wire
