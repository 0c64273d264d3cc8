#include "wire/transaction.hpp"

#include "wire/fields.hpp"

namespace dcrvoter::wire {
namespace {

using core::Errc;
using core::Result;

// Sizes without the scripts, but with the smallest length varint of one.
constexpr std::size_t kInputSize = 32 + 4 + 1 + 4;
constexpr std::size_t kOutputSize = 8 + 2 + 1;
constexpr std::size_t kWitnessSize = 8 + 4 + 4 + 1;

bool read_prefix(Fields& read, Transaction& tx) {
  std::size_t count = 0;
  if (!read.count(count, kInputSize)) {
    return false;
  }
  tx.inputs.resize(count);
  for (TxIn& in : tx.inputs) {
    if (!(read(in.previous.hash) && read(in.previous.index) && read(in.previous.tree) && read(in.sequence))) {
      return false;
    }
  }
  if (!read.count(count, kOutputSize)) {
    return false;
  }
  tx.outputs.resize(count);
  for (TxOut& out : tx.outputs) {
    if (!(read(out.value) && read(out.version) && read.bytes(out.script))) {
      return false;
    }
  }
  return read(tx.lock_time) && read(tx.expiry);
}

bool read_witness(Fields& read, Transaction& tx, bool has_prefix) {
  std::size_t count = 0;
  if (!read.count(count, kWitnessSize)) {
    return false;
  }
  if (has_prefix && count != tx.inputs.size()) {
    return read.refuse(Errc::malformed, "the witness is of " + std::to_string(count) +
                                            " inputs, but the prefix has " +
                                            std::to_string(tx.inputs.size()));
  }
  tx.inputs.resize(count);
  for (TxIn& in : tx.inputs) {
    if (!(read(in.value_in) && read(in.block_height) && read(in.block_index) &&
          read.bytes(in.signature_script))) {
      return false;
    }
  }
  return true;
}

template <class Sink>
void write_first_word(Sink& to, const Transaction& tx, TxForm form) {
  to.u16(tx.version);
  to.u16(static_cast<std::uint16_t>(form));
}

template <class Sink>
void write_prefix(Sink& to, const Transaction& tx) {
  to.varint(tx.inputs.size());
  for (const TxIn& in : tx.inputs) {
    to.hash(in.previous.hash).u32(in.previous.index).u8(in.previous.tree).u32(in.sequence);
  }
  to.varint(tx.outputs.size());
  for (const TxOut& out : tx.outputs) {
    to.i64(out.value).u16(out.version).var_bytes(out.script);
  }
  to.u32(tx.lock_time).u32(tx.expiry);
}

template <class Sink>
void write_witness(Sink& to, const Transaction& tx) {
  to.varint(tx.inputs.size());
  for (const TxIn& in : tx.inputs) {
    to.i64(in.value_in).u32(in.block_height).u32(in.block_index).var_bytes(in.signature_script);
  }
}

// There is one first word, also in front of both parts.
template <class Sink>
void write(Sink& to, const Transaction& tx, TxForm form) {
  write_first_word(to, tx, form);
  if (form != TxForm::only_witness) {
    write_prefix(to, tx);
  }
  if (form != TxForm::no_witness) {
    write_witness(to, tx);
  }
}

core::Hash hash_of(const Transaction& tx, TxForm form) {
  HashWriter to;
  write(to, tx, form);
  return to.finish();
}

std::size_t var_bytes_size(core::ByteView bytes) {
  return varint_size(bytes.size()) + bytes.size();
}

}  // namespace

Result<Transaction> Transaction::read(Reader& reader, TxForm* form) {
  Fields read(reader, "transaction");
  Transaction tx;
  std::uint16_t kind = 0;
  if (!(read(tx.version) && read(kind))) {
    return read.error();
  }
  if (kind > static_cast<std::uint16_t>(TxForm::only_witness)) {
    read.refuse(Errc::unsupported,
                "the serialization type is " + std::to_string(kind) + "; only 0, 1 and 2 exist");
    return read.error();
  }
  const auto found = static_cast<TxForm>(kind);
  if (form == nullptr && found != TxForm::full) {
    read.refuse(Errc::unsupported, "the serialization is not the full one");
    return read.error();
  }
  if (found != TxForm::only_witness && !read_prefix(read, tx)) {
    return read.error();
  }
  if (found != TxForm::no_witness && !read_witness(read, tx, found == TxForm::full)) {
    return read.error();
  }
  if (form != nullptr) {
    *form = found;
  }
  return tx;
}

Result<Transaction> Transaction::parse(core::ByteView bytes, TxForm* form) {
  Reader reader(bytes);
  TxForm ignored = TxForm::full;
  auto tx = read(reader, form != nullptr ? form : &ignored);
  if (!tx) {
    return tx;
  }
  if (auto end = reader.end(); !end) {
    return core::fail(end.error().kind, "transaction: " + end.error().text);
  }
  return tx;
}

std::size_t Transaction::serialized_size(TxForm form) const noexcept {
  std::size_t size = 4;
  if (form != TxForm::only_witness) {
    size += varint_size(inputs.size()) + inputs.size() * kInputSize + varint_size(outputs.size()) + 4 + 4;
    for (const TxOut& out : outputs) {
      size += kOutputSize - 1 + var_bytes_size(out.script);
    }
  }
  if (form != TxForm::no_witness) {
    size += varint_size(inputs.size());
    for (const TxIn& in : inputs) {
      size += kWitnessSize - 1 + var_bytes_size(in.signature_script);
    }
  }
  return size;
}

core::Bytes Transaction::serialize(TxForm form) const {
  Writer to(serialized_size(form));
  write(to, *this, form);
  return std::move(to).take();
}

void Transaction::append_to(Writer& to) const {
  write(to, *this, TxForm::full);
}

core::Hash Transaction::txid() const {
  return hash_of(*this, TxForm::no_witness);
}

core::Hash Transaction::witness_hash() const {
  return hash_of(*this, TxForm::only_witness);
}

core::Hash Transaction::full_hash() const {
  HashWriter to;
  to.hash(txid()).hash(witness_hash());
  return to.finish();
}

}  // namespace dcrvoter::wire
