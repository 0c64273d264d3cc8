/// Writes JSON as dcrd does: members in the order given, amounts as Go prints floats.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::simnode {

/// Atoms, to be written in DCR.
struct Amount {
  std::int64_t atoms;
};

/// `"…"` with everything escaped that JSON wants escaped.
[[nodiscard]] std::string json_quoted(std::string_view text);
/// An amount in DCR as Go's encoding/json writes the float: 0.0002, 5, 1.8e-7.
[[nodiscard]] std::string amount_text(std::int64_t atoms);

/// One JSON value under construction. Commas are its business, nesting is the caller's.
class JsonText {
 public:
  JsonText& open_object() { return open('{'); }
  JsonText& close_object() { return close('}'); }
  JsonText& open_array() { return open('['); }
  JsonText& close_array() { return close(']'); }
  JsonText& key(std::string_view name);

  JsonText& value(std::string_view text) { return raw(json_quoted(text)); }
  JsonText& value(const char* text) { return value(std::string_view(text)); }
  JsonText& value(const std::string& text) { return value(std::string_view(text)); }
  JsonText& value(bool yes) { return raw(yes ? "true" : "false"); }
  JsonText& value(Amount amount) { return raw(amount_text(amount.atoms)); }
  template <std::integral T>
  requires(!std::same_as<T, bool>) JsonText& value(T number) { return raw(std::to_string(number)); }
  JsonText& null() { return raw("null"); }
  /// Text that is JSON already.
  JsonText& raw(std::string_view json);

  template <class T>
  JsonText& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }

  [[nodiscard]] const std::string& text() const { return out_; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  JsonText& open(char bracket);
  JsonText& close(char bracket);
  void comma();

  std::string out_;
  bool first_ = true;  ///< nothing stands before the next value on this level
};

}  // namespace dcrvoter::simnode
