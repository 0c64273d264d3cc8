#include "status/foreign_text.hpp"

#include <cstdint>

namespace dcrvoter::status {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

constexpr bool is_continuation(unsigned char byte) noexcept {
  return (byte & 0xC0U) == 0x80U;
}

/// Bytes of the character that the text begins with; 0 when it is none that may stay. Not empty.
std::size_t character(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
  };
  const unsigned char first = byte(0);
  const unsigned char second = byte(1);
  if (first < 0x7F) {
    return 1;
  }
  if (!is_continuation(second)) {
    return 0;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return first == 0xC2 && second < 0xA0 ? 0 : 2;  // below U+00A0: controls
  }
  if (!is_continuation(byte(2))) {
    return 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (first < 0xF0 || first > 0xF4 || !is_continuation(byte(3))) {
    return 0;
  }
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first == 0xF4 && second >= 0x90;
  return overlong || beyond ? 0 : 4;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = character(text);
    clean += bytes == 0 ? kReplacement : text.substr(0, bytes);
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return clean;
}

std::string printable(std::string_view text, std::size_t limit) {
  const bool cut = text.size() > limit;
  std::string line(text.substr(0, cut ? limit - 1 : limit));
  for (char& c : line) {
    c = c >= ' ' && c <= '~' ? c : '?';
  }
  return cut ? line + "…" : line;
}

}  // namespace dcrvoter::status
