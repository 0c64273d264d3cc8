/// Whether the signature script of a vote satisfies its ticket, by simnode's own code: own
/// signature hash, own strict DER, own templates; the curve is libsecp256k1's.
/// Source: `dcrd: txscript/sighash.go`, `txscript/engine.go`, `txscript/consensus.go`.
#pragma once

#include "wire/transaction.hpp"

#include <optional>
#include <string>

namespace dcrvoter::simnode {

/// What dcrd's script engine says of input `index`, which spends an output with `output_script`
/// (stake-tagged P2PKH or P2SH); nothing when it is satisfied.
[[nodiscard]] std::optional<std::string> script_fault(const wire::Transaction& transaction, std::size_t index,
                                                      core::ByteView output_script);

}  // namespace dcrvoter::simnode
