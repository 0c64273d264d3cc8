#include "wire/sighash.hpp"

#include "wire/writer.hpp"

#include <stdexcept>

namespace dcrvoter::wire {
namespace {

// Not one of TxForm: only scripts, without values and heights.
constexpr std::uint16_t kFormWitnessSigning = 3;

core::Hash signed_witness_hash(const Transaction& transaction, std::size_t index, core::ByteView script) {
  HashWriter to;
  to.u16(transaction.version).u16(kFormWitnessSigning).varint(transaction.inputs.size());
  for (std::size_t i = 0; i < transaction.inputs.size(); ++i) {
    to.var_bytes(i == index ? script : core::ByteView{});
  }
  return to.finish();
}

}  // namespace

core::Hash signature_hash(const Transaction& transaction, std::size_t index, core::ByteView script) {
  return signature_hash(transaction, index, script, transaction.txid());
}

core::Hash signature_hash(const Transaction& transaction, std::size_t index, core::ByteView script,
                          const core::Hash& txid) {
  if (index >= transaction.inputs.size()) {
    throw std::out_of_range("signature_hash: there is no such input");
  }
  HashWriter to;
  to.u32(kSigHashAll).hash(txid).hash(signed_witness_hash(transaction, index, script));
  return to.finish();
}

}  // namespace dcrvoter::wire
