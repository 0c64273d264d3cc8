/// A TOML file as plain values with their lines, so that only one source file knows the TOML library.
#pragma once

#include "net/wiped_text.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::app {

/// A value; move-only, since one of its texts may be a password.
struct Value {
  enum class Kind : std::uint8_t { text, integer, real, boolean, date, array, table };
  struct Key {
    std::string name;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
  };

  Kind kind = Kind::table;
  std::uint32_t line = 0;    ///< first line is 1
  std::uint32_t column = 0;  ///< where in it the value begins, in characters; the first is 1
  net::WipedText text;
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<Key> keys;     ///< of a table
  std::vector<Value> items;  ///< of an array; of a table, one for each key
};

/// What a person calls a value of this kind: "a text", "a number".
[[nodiscard]] std::string_view to_string(Value::Kind kind) noexcept;

inline constexpr std::size_t kMaxDocument = 512UL * 1024;  ///< bytes

struct ParseFailure {
  std::uint32_t line = 0;
  std::string text;  ///< one sentence; shows nothing of a line that mentions a password or key
};

/// Reads any text: what is no TOML, no UTF-8, too large or nested deeper than any configuration is
/// refused, whatever it is. Never throws for its input.
[[nodiscard]] std::expected<Value, ParseFailure> parse_document(std::string_view text);

/// The library that reads TOML, with its version.
[[nodiscard]] std::string toml_library();

}  // namespace dcrvoter::app
