/// Decred transactions and their three serialisations.
/// Source: `dcrd: wire/msgtx.go`. Amounts are signed 64-bit atoms; hashes in internal order.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "wire/reader.hpp"

#include <cstdint>
#include <vector>

namespace dcrvoter::wire {

inline constexpr std::uint8_t kTreeRegular = 0;
inline constexpr std::uint8_t kTreeStake = 1;
inline constexpr std::uint32_t kMaxIndex = 0xffffffff;
inline constexpr std::uint32_t kMaxSequence = 0xffffffff;

struct OutPoint {
  core::Hash hash;
  std::uint32_t index = kMaxIndex;
  std::uint8_t tree = kTreeRegular;
  friend bool operator==(const OutPoint&, const OutPoint&) = default;
};

struct TxIn {
  OutPoint previous;
  std::uint32_t sequence = kMaxSequence;
  // witness
  std::int64_t value_in = -1;  ///< atoms; -1: not given
  std::uint32_t block_height = 0;
  std::uint32_t block_index = kMaxIndex;
  core::Bytes signature_script;
  friend bool operator==(const TxIn&, const TxIn&) = default;
};

struct TxOut {
  std::int64_t value = 0;     ///< atoms
  std::uint16_t version = 0;  ///< script version
  core::Bytes script;
  friend bool operator==(const TxOut&, const TxOut&) = default;
};

enum class TxForm : std::uint16_t { full = 0, no_witness = 1, only_witness = 2 };

struct Transaction {
  std::uint16_t version = 1;
  std::vector<TxIn> inputs;
  std::vector<TxOut> outputs;
  std::uint32_t lock_time = 0;
  std::uint32_t expiry = 0;
  friend bool operator==(const Transaction&, const Transaction&) = default;

  /// Any of the three forms; `form` tells which it was (may be null). Counts are checked against
  /// what remains before memory is taken. Fields that a form lacks have the null values above.
  /// Errors: truncated, trailing, non_canonical (a varint), unsupported (another form), malformed
  /// (the witness is of another number of inputs than the prefix).
  [[nodiscard]] static core::Result<Transaction> parse(core::ByteView bytes, TxForm* form = nullptr);
  /// Reads one transaction from the front. Without `form` only the full form is taken, as blocks
  /// hold it; with it any form. Errors as parse, but no trailing.
  [[nodiscard]] static core::Result<Transaction> read(Reader& reader, TxForm* form = nullptr);

  [[nodiscard]] core::Bytes serialize(TxForm form = TxForm::full) const;
  [[nodiscard]] std::size_t serialized_size(TxForm form = TxForm::full) const noexcept;
  void append_to(Writer& to) const;  ///< the full form
  /// BLAKE256 of the no-witness form: what outpoints and RPC name. Signatures do not change it.
  [[nodiscard]] core::Hash txid() const;
  [[nodiscard]] core::Hash witness_hash() const;  ///< BLAKE256 of the only-witness form
  [[nodiscard]] core::Hash full_hash() const;     ///< BLAKE256(txid ‖ witness hash)
};

}  // namespace dcrvoter::wire
