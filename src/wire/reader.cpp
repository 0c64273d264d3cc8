#include "wire/reader.hpp"

#include <algorithm>

namespace dcrvoter::wire {
namespace {

using core::Errc;
using core::fail;
using core::Result;

std::string here(std::size_t offset) {
  return " at offset " + std::to_string(offset);
}

std::unexpected<core::Error> too_short(std::uint64_t needed, std::size_t offset, std::size_t remaining) {
  return fail(Errc::truncated, std::to_string(needed) + " bytes are needed" + here(offset) + ", but " +
                                   std::to_string(remaining) + " remain");
}

}  // namespace

Result<core::ByteView> Reader::take(std::size_t count) {
  if (count > remaining()) {
    return too_short(count, offset_, remaining());
  }
  const core::ByteView taken = data_.subspan(offset_, count);
  offset_ += count;
  return taken;
}

template <class Integer>
Result<Integer> Reader::integer() {
  if (sizeof(Integer) > remaining()) {
    return too_short(sizeof(Integer), offset_, remaining());
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    value |= std::uint64_t{data_[offset_ + i]} << (8U * i);
  }
  offset_ += sizeof(Integer);
  return static_cast<Integer>(value);
}

Result<std::uint8_t> Reader::u8() {
  return integer<std::uint8_t>();
}

Result<std::uint16_t> Reader::u16() {
  return integer<std::uint16_t>();
}

Result<std::uint32_t> Reader::u32() {
  return integer<std::uint32_t>();
}

Result<std::uint64_t> Reader::u64() {
  return integer<std::uint64_t>();
}

Result<std::int64_t> Reader::i64() {
  return integer<std::int64_t>();
}

Result<std::uint64_t> Reader::varint() {
  const std::size_t start = offset_;
  const auto first = u8();
  if (!first) {
    return std::unexpected(first.error());
  }
  if (*first < 0xfd) {
    return *first;
  }
  const std::size_t width = std::size_t{1} << (*first - 0xfcU);  // 2, 4 or 8
  if (width > remaining()) {
    offset_ = start;
    return too_short(1 + width, offset_, remaining());
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value |= std::uint64_t{data_[offset_ + i]} << (8U * i);
  }
  if (varint_size(value) != 1 + width) {
    offset_ = start;
    return fail(Errc::non_canonical, "the variable-length integer" + here(offset_) + " holds " +
                                         std::to_string(value) + " in more bytes than it needs");
  }
  offset_ += width;
  return value;
}

Result<core::ByteView> Reader::var_bytes() {
  const std::size_t start = offset_;
  const auto length = varint();
  if (!length) {
    return std::unexpected(length.error());
  }
  if (*length > remaining()) {
    auto error = too_short(*length, offset_, remaining());
    offset_ = start;
    return error;
  }
  return take(static_cast<std::size_t>(*length));
}

Result<std::size_t> Reader::count(std::size_t item_size) {
  const std::size_t start = offset_;
  const auto items = varint();
  if (!items) {
    return std::unexpected(items.error());
  }
  if (*items > remaining() / item_size) {
    const std::size_t left = remaining();
    offset_ = start;
    return fail(Errc::truncated, std::to_string(*items) + " items of at least " + std::to_string(item_size) +
                                     " bytes are announced" + here(offset_) + ", but " +
                                     std::to_string(left) + " bytes remain");
  }
  return static_cast<std::size_t>(*items);
}

Result<core::Hash> Reader::hash() {
  const auto raw = take(core::Hash{}.bytes.size());
  if (!raw) {
    return std::unexpected(raw.error());
  }
  core::Hash hash;
  std::ranges::copy(*raw, hash.bytes.begin());
  return hash;
}

Result<void> Reader::end() const {
  if (!at_end()) {
    return fail(Errc::trailing, std::to_string(remaining()) + " bytes follow" + here(offset_) +
                                    ", where the end was expected");
  }
  return {};
}

}  // namespace dcrvoter::wire
