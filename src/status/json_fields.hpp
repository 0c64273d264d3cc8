/// Reading a line of an import, with errors that name the field and say what is allowed. Inside
/// status/ only.
#pragma once

#include "core/hash.hpp"
#include "core/result.hpp"
#include "vote/record.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dcrvoter::status {

namespace json = boost::json;

/// Text of somebody else in quotes, fit for an error.
[[nodiscard]] std::string quoted(std::string_view text);

/// An object of the line, and where it stands in it. The first thing that is wrong ends the reading:
/// from then on every reader gives an empty value, and `error` says what it was.
class Fields {
 public:
  enum class Null : std::uint8_t { refused, allowed };

  Fields(const json::value& value, std::string path, std::optional<core::Error>& error);

  /// Every field that is there has to be one of these.
  void allow(std::span<const std::string_view> names);

  [[nodiscard]] std::string text(std::string_view name);
  [[nodiscard]] bool boolean(std::string_view name);
  template <class Number>
  [[nodiscard]] Number integer(std::string_view name) {
    return static_cast<Number>(integer_up_to(name, std::numeric_limits<Number>::max()));
  }
  /// 64 hex digits in display order, not all zero; the zero hash for a null that is allowed.
  [[nodiscard]] core::Hash hash(std::string_view name, Null null);
  /// 0 for null.
  [[nodiscard]] vote::UnixMillis time(std::string_view name);

  /// One of `values` by the word that `to_word` gives for it; their first when there is an error.
  template <class Value, std::size_t kCount, class ToWord>
  [[nodiscard]] Value word(std::string_view name, const std::array<Value, kCount>& values, ToWord to_word) {
    std::array<std::string_view, kCount> words;
    for (std::size_t i = 0; i < kCount; ++i) {
      words[i] = to_word(values[i]);
    }
    return values[word_of(name, words)];
  }

  /// `read(Fields)` for each element of an array.
  template <class Read>
  void list(std::string_view name, std::size_t most, Read read) {
    const json::array* items = array(name, most);
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
      read(Fields((*items)[i], full(name) + "[" + std::to_string(i) + "]", error_));
    }
  }

  /// The object of this name, or nothing where it is null.
  [[nodiscard]] std::optional<Fields> object(std::string_view name);
  [[nodiscard]] bool is_null(std::string_view name);

  /// Notes an error of the field; of the object itself when `name` is "".
  void wrong(std::string_view name, const std::string& why, core::Errc kind = core::Errc::malformed);

 private:
  [[nodiscard]] const json::value* find(std::string_view name);
  [[nodiscard]] const json::array* array(std::string_view name, std::size_t most);
  [[nodiscard]] std::uint64_t integer_up_to(std::string_view name, std::uint64_t most);
  [[nodiscard]] std::size_t word_of(std::string_view name, std::span<const std::string_view> words);
  [[nodiscard]] std::string full(std::string_view name) const;

  const json::object* object_;
  std::string path_;
  std::optional<core::Error>& error_;
};

}  // namespace dcrvoter::status
