#include "wire/block.hpp"

#include "wire/fields.hpp"

namespace dcrvoter::wire {
namespace {

using core::Result;

constexpr std::size_t kSmallestTransaction = 4 + 1 + 1 + 4 + 4 + 1;

Result<BlockHeader> read_header(Reader& reader) {
  Fields read(reader, "block header");
  BlockHeader h;
  std::uint32_t version = 0;
  const bool complete = read(version) && read(h.previous) && read(h.merkle_root) && read(h.stake_root) &&
                        read(h.vote_bits) && read(h.final_state) && read(h.voters) && read(h.fresh_stake) &&
                        read(h.revocations) && read(h.pool_size) && read(h.bits) &&
                        read(h.stake_difficulty) && read(h.height) && read(h.size) && read(h.timestamp) &&
                        read(h.nonce) && read(h.extra_data) && read(h.stake_version);
  if (!complete) {
    return read.error();
  }
  h.version = static_cast<std::int32_t>(version);
  return h;
}

template <class Sink>
void write_header(Sink& to, const BlockHeader& h) {
  to.u32(static_cast<std::uint32_t>(h.version)).hash(h.previous).hash(h.merkle_root).hash(h.stake_root);
  to.u16(h.vote_bits).raw(h.final_state).u16(h.voters).u8(h.fresh_stake).u8(h.revocations);
  to.u32(h.pool_size).u32(h.bits).i64(h.stake_difficulty).u32(h.height).u32(h.size);
  to.u32(h.timestamp).u32(h.nonce).raw(h.extra_data).u32(h.stake_version);
}

Result<std::vector<Transaction>> read_transactions(Reader& reader) {
  Fields read(reader, "block");
  std::size_t count = 0;
  if (!read.count(count, kSmallestTransaction)) {
    return read.error();
  }
  // Not reserved: a transaction takes more memory than its smallest encoding, and the count is
  // only the sender's word.
  std::vector<Transaction> transactions;
  for (std::size_t i = 0; i < count; ++i) {
    auto tx = Transaction::read(reader);
    if (!tx) {
      return std::unexpected(std::move(tx.error()));
    }
    transactions.push_back(std::move(*tx));
  }
  return transactions;
}

template <class T>
Result<T> ended(const Reader& reader, T value, const char* what) {
  if (auto end = reader.end(); !end) {
    return core::fail(end.error().kind, std::string(what) + ": " + end.error().text);
  }
  return value;
}

}  // namespace

Result<BlockHeader> BlockHeader::parse(core::ByteView bytes) {
  Reader reader(bytes);
  auto header = read_header(reader);
  return header ? ended(reader, *header, "block header") : header;
}

core::Bytes BlockHeader::serialize() const {
  Writer to(kHeaderSize);
  write_header(to, *this);
  return std::move(to).take();
}

core::Hash BlockHeader::hash() const {
  HashWriter to;
  write_header(to, *this);
  return to.finish();
}

Result<Block> Block::parse(core::ByteView bytes) {
  Reader reader(bytes);
  auto header = read_header(reader);
  if (!header) {
    return std::unexpected(std::move(header.error()));
  }
  auto regular = read_transactions(reader);
  if (!regular) {
    return std::unexpected(std::move(regular.error()));
  }
  auto stake = read_transactions(reader);
  if (!stake) {
    return std::unexpected(std::move(stake.error()));
  }
  return ended(reader, Block{*header, std::move(*regular), std::move(*stake)}, "block");
}

core::Bytes Block::serialize() const {
  Writer to(kHeaderSize);
  write_header(to, header);
  for (const auto* tree : {&regular, &stake}) {
    to.varint(tree->size());
    for (const Transaction& tx : *tree) {
      tx.append_to(to);
    }
  }
  return std::move(to).take();
}

}  // namespace dcrvoter::wire
