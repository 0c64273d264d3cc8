/// A bounds-checked cursor over bytes; `wire/writer.hpp` is its counterpart.
/// Source: `dcrd: wire/common.go` (varints), `dcrd: wire/msgtx.go`. Integers are little-endian.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "wire/writer.hpp"

#include <cstdint>

namespace dcrvoter::wire {

/// Reads from the front of a view that it does not own. After an error the position is where the
/// wrong field begins. Errors name the offset: truncated, non_canonical (varint).
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
  /// A varint that counts items of at least `item_size` bytes each: refused (truncated) when the
  /// remaining bytes cannot hold so many, so that the count may be used to take memory.
  [[nodiscard]] core::Result<std::size_t> count(std::size_t item_size);
  [[nodiscard]] core::Result<core::ByteView> take(std::size_t count);
  [[nodiscard]] core::Result<core::Hash> hash();
  /// Errors: trailing, unless everything was read.
  [[nodiscard]] core::Result<void> end() const;

  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::size_t remaining() const noexcept { return data_.size() - offset_; }
  [[nodiscard]] bool at_end() const noexcept { return remaining() == 0; }

 private:
  template <class Integer>
  core::Result<Integer> integer();

  core::ByteView data_;
  std::size_t offset_ = 0;
};

}  // namespace dcrvoter::wire
