/// A bounds-checked cursor over bytes, and its counterpart that appends.
/// Source: `dcrd: wire/common.go` (varints), `dcrd: wire/msgtx.go`. Integers are little-endian.
#pragma once

#include <cstdint>

#include "core/bytes.hpp"
#include "core/hash.hpp"

namespace dcrvoter::wire {

/// Reads from the front of a view that it does not own. After an error the position is where the
/// wrong field begins. Errors name the offset: truncated, non_canonical (varint), too_large.
class Reader {
 public:
  explicit Reader(core::ByteView data) noexcept : data_(data) {}

  [[nodiscard]] core::Result<std::uint8_t> u8();
  [[nodiscard]] core::Result<std::uint16_t> u16();
  [[nodiscard]] core::Result<std::uint32_t> u32();
  [[nodiscard]] core::Result<std::uint64_t> u64();
  [[nodiscard]] core::Result<std::int64_t> i64();
  /// Canonical only: a longer encoding than needed is refused.
  [[nodiscard]] core::Result<std::uint64_t> varint();
  /// A varint and as many bytes; the length is checked against what remains before anything is taken.
  [[nodiscard]] core::Result<core::ByteView> var_bytes();
  [[nodiscard]] core::Result<core::ByteView> take(std::size_t count);
  [[nodiscard]] core::Result<core::Hash> hash();

  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::size_t remaining() const noexcept { return data_.size() - offset_; }
  [[nodiscard]] bool at_end() const noexcept { return remaining() == 0; }

 private:
  core::ByteView data_;
  std::size_t offset_ = 0;
};

/// Appends to a buffer that it owns.
class Writer {
 public:
  Writer() = default;
  explicit Writer(std::size_t reserve) { out_.reserve(reserve); }

  Writer& u8(std::uint8_t v);
  Writer& u16(std::uint16_t v);
  Writer& u32(std::uint32_t v);
  Writer& u64(std::uint64_t v);
  Writer& i64(std::int64_t v);
  Writer& varint(std::uint64_t v);
  Writer& var_bytes(core::ByteView bytes);
  Writer& raw(core::ByteView bytes);
  Writer& hash(const core::Hash& hash) { return raw(hash.bytes); }

  [[nodiscard]] core::ByteView view() const noexcept { return out_; }
  [[nodiscard]] core::Bytes take() && { return std::move(out_); }

 private:
  core::Bytes out_;
};

}  // namespace dcrvoter::wire
