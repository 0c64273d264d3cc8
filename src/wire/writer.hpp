/// Appends fields to a buffer, or to a hash. Integers are little-endian.
/// Source: `dcrd: wire/common.go` (varints).
#pragma once

#include "core/bytes.hpp"
#include "core/digest.hpp"
#include "core/hash.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace dcrvoter::wire {

/// The fields, for whoever has `raw(ByteView)`: each serialisation is written once and serves both
/// the bytes and their hash.
template <class Sink>
class FieldWriter {
 public:
  Sink& u8(std::uint8_t v) { return integer(v); }
  Sink& u16(std::uint16_t v) { return integer(v); }
  Sink& u32(std::uint32_t v) { return integer(v); }
  Sink& u64(std::uint64_t v) { return integer(v); }
  Sink& i64(std::int64_t v) { return integer(static_cast<std::uint64_t>(v)); }
  /// The shortest encoding.
  Sink& varint(std::uint64_t v) {
    if (v < 0xfd) {
      return u8(static_cast<std::uint8_t>(v));
    }
    if (v <= 0xffff) {
      u8(0xfd);
      return u16(static_cast<std::uint16_t>(v));
    }
    if (v <= 0xffffffff) {
      u8(0xfe);
      return u32(static_cast<std::uint32_t>(v));
    }
    u8(0xff);
    return u64(v);
  }
  /// The length as a varint, then the bytes.
  Sink& var_bytes(core::ByteView bytes) {
    varint(bytes.size());
    return self().raw(bytes);
  }
  Sink& hash(const core::Hash& hash) { return self().raw(hash.bytes); }

 private:
  Sink& self() { return static_cast<Sink&>(*this); }
  template <class Integer>
  Sink& integer(Integer v) {
    std::array<std::uint8_t, sizeof(Integer)> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(v >> (8U * i));
    }
    return self().raw(bytes);
  }
};

/// Appends to a buffer that it owns.
class Writer : public FieldWriter<Writer> {
 public:
  Writer() = default;
  explicit Writer(std::size_t reserve) { out_.reserve(reserve); }

  Writer& raw(core::ByteView bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  [[nodiscard]] core::ByteView view() const noexcept { return out_; }
  [[nodiscard]] core::Bytes take() && { return std::move(out_); }

 private:
  core::Bytes out_;
};

/// Hashes what is written with BLAKE-256, without holding it: no memory is taken.
class HashWriter : public FieldWriter<HashWriter> {
 public:
  HashWriter& raw(core::ByteView bytes) noexcept {
    hasher_.update(bytes);
    return *this;
  }
  /// Once; what is written afterwards has no meaning.
  [[nodiscard]] core::Hash finish() noexcept { return hasher_.finish(); }

 private:
  core::Blake256 hasher_;
};

/// Bytes that `varint(v)` appends.
[[nodiscard]] constexpr std::size_t varint_size(std::uint64_t v) noexcept {
  return v < 0xfd ? 1 : v <= 0xffff ? 3 : v <= 0xffffffff ? 5 : 9;
}

}  // namespace dcrvoter::wire
