/// Reads field after field with `&&`, and remembers the first error with what was being read.
/// For the parsers of this room: std::expected has no and_then in g++ 12.
#pragma once

#include "wire/reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace dcrvoter::wire {

class Fields {
 public:
  /// `what` begins each error's text, such as "transaction". Both must outlive this.
  Fields(Reader& reader, const char* what) noexcept : reader_(reader), what_(what) {}

  bool operator()(std::uint8_t& v) { return keep(reader_.u8(), v); }
  bool operator()(std::uint16_t& v) { return keep(reader_.u16(), v); }
  bool operator()(std::uint32_t& v) { return keep(reader_.u32(), v); }
  bool operator()(std::int64_t& v) { return keep(reader_.i64(), v); }
  bool operator()(core::Hash& v) { return keep(reader_.hash(), v); }
  bool count(std::size_t& v, std::size_t item_size) { return keep(reader_.count(item_size), v); }
  bool bytes(core::Bytes& v) {
    core::ByteView view;
    return keep(reader_.var_bytes(), view) && (v.assign(view.begin(), view.end()), true);
  }
  template <std::size_t Size>
  bool operator()(std::array<std::uint8_t, Size>& v) {
    core::ByteView view;
    return keep(reader_.take(Size), view) && (std::copy(view.begin(), view.end(), v.begin()), true);
  }

  /// For a rule of the caller's: remembers this error, and is false.
  bool refuse(core::Errc kind, const std::string& text) {
    error_ = {kind, std::string(what_) + ": " + text};
    return false;
  }
  /// The first error; only after something was false.
  [[nodiscard]] std::unexpected<core::Error> error() { return std::unexpected(std::move(error_)); }

 private:
  template <class T>
  bool keep(core::Result<T> result, T& v) {
    if (!result) {
      return refuse(result.error().kind, result.error().text);
    }
    v = *result;
    return true;
  }

  Reader& reader_;
  const char* what_;
  core::Error error_{core::Errc::malformed, {}};
};

}  // namespace dcrvoter::wire
