/// Fields of a record, big-endian: a writer, and a reader that remembers the first thing that was wrong,
/// so that a record is read as a list of its fields.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/result.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace dcrvoter::store {

/// Bytes of one text: a node's words are as long as it likes, and every byte is written to a card.
inline constexpr std::size_t kLongestText = 1024;
/// Items of one list, which are counted with one byte.
inline constexpr std::size_t kMostItems = 255;

class FieldWriter {
 public:
  template <std::integral Integer>
  void number(Integer value) {
    const auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
    for (std::size_t i = sizeof bits; i-- > 0;) {
      bytes_.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
    }
  }
  template <std::size_t N>
  void raw(const std::array<std::uint8_t, N>& bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  /// Cut to kLongestText bytes.
  void text(std::string_view text) {
    text = text.substr(0, kLongestText);
    number(static_cast<std::uint16_t>(text.size()));
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  /// How many items follow, and each of them; those beyond kMostItems are left out.
  template <class List, class Write>
  void list(const List& items, Write write) {
    const std::size_t count = std::min(items.size(), kMostItems);
    number(static_cast<std::uint8_t>(count));
    for (std::size_t i = 0; i < count; ++i) {
      write(items[i]);
    }
  }
  [[nodiscard]] core::Bytes take() { return std::move(bytes_); }
  [[nodiscard]] core::ByteView view() const noexcept { return bytes_; }

 private:
  core::Bytes bytes_;
};

/// After the first error every field is zero or empty; end() tells that error. Nothing is taken that the
/// remaining bytes do not hold, so that no length makes it ask for much memory.
class FieldReader {
 public:
  explicit FieldReader(core::ByteView data) noexcept : data_(data) {}

  template <std::integral Integer>
  [[nodiscard]] Integer number() {
    std::make_unsigned_t<Integer> bits = 0;
    for (const std::uint8_t byte : take(sizeof bits)) {
      bits = static_cast<decltype(bits)>(static_cast<std::uint64_t>(bits) << 8U | byte);
    }
    return static_cast<Integer>(bits);
  }
  template <std::size_t N>
  void raw(std::array<std::uint8_t, N>& out) {
    std::ranges::copy(take(N), out.begin());
  }
  [[nodiscard]] core::Hash hash() {
    core::Hash hash;
    raw(hash.bytes);
    return hash;
  }
  [[nodiscard]] std::string text() {
    const auto size = number<std::uint16_t>();
    if (size > kLongestText) {
      fail(core::Errc::malformed, "a text of " + std::to_string(size) + " bytes");
    }
    const auto bytes = take(size);
    return {bytes.begin(), bytes.end()};
  }
  /// A number from `least` to `most` that stands for an enumerator.
  template <class Enum>
  [[nodiscard]] Enum one_of(Enum least, Enum most) {
    const auto value = number<std::uint8_t>();
    if (value < static_cast<std::uint8_t>(least) || value > static_cast<std::uint8_t>(most)) {
      fail(core::Errc::malformed, "the number " + std::to_string(value) + " stands for nothing");
      return least;
    }
    return static_cast<Enum>(value);
  }
  /// Bits of `known` alone.
  [[nodiscard]] std::uint8_t flags(std::uint8_t known) {
    const auto value = number<std::uint8_t>();
    if ((value & ~known) != 0) {
      fail(core::Errc::malformed, "flags " + std::to_string(value) + " that stand for nothing");
    }
    return value;
  }
  /// As many items as the first byte says, each made by `read`; stops at the first error.
  template <class Read>
  [[nodiscard]] auto list(Read read) {
    std::vector<decltype(read())> items;
    const auto count = number<std::uint8_t>();
    for (std::size_t i = 0; i < count && !error_; ++i) {
      items.push_back(read());
    }
    return items;
  }

  void fail(core::Errc kind, std::string text) {
    if (!error_) {
      error_ = core::Error{kind, std::move(text) + " before byte " + std::to_string(offset_)};
      offset_ = data_.size();
    }
  }
  /// Errors: the first one.
  [[nodiscard]] core::Result<void> well() const {
    return error_ ? std::unexpected(*error_) : core::Result<void>();
  }
  /// Errors: the first one; trailing.
  [[nodiscard]] core::Result<void> end() const {
    if (error_) {
      return well();
    }
    if (offset_ != data_.size()) {
      return core::fail(core::Errc::trailing,
                        std::to_string(data_.size() - offset_) + " bytes after the last field");
    }
    return {};
  }

 private:
  [[nodiscard]] core::ByteView take(std::size_t count) {
    if (count > data_.size() - offset_) {
      fail(core::Errc::truncated, "a field of " + std::to_string(count) + " bytes ends too early");
      return {};
    }
    const auto taken = data_.subspan(offset_, count);
    offset_ += count;
    return taken;
  }

  core::ByteView data_;
  std::size_t offset_ = 0;
  std::optional<core::Error> error_;
};

}  // namespace dcrvoter::store
