#include "app/document_nesting.hpp"

#include <algorithm>

namespace dcrvoter::app {
namespace {

constexpr int kMaxBrackets = 16;
constexpr int kMaxDots = 64;

// The position after the string whose opening quote is at `at`. On valid TOML it is where the parser
// sees the string's end; invalid text the parser refuses there, before it goes deeper.
std::size_t skip_string(std::string_view text, std::size_t at) noexcept {
  const char quote = text[at];
  const auto quotes_at = [text, quote](std::size_t from) {
    const std::size_t end = std::min(text.find_first_not_of(quote, from), text.size());
    return from < end ? end - from : 0;
  };
  const std::size_t opening = quotes_at(at);
  if (opening == 2) {
    return at + 2;  // empty
  }
  const bool multi_line = opening >= 3;
  at += multi_line ? 3 : 1;
  while (at < text.size()) {
    if (text[at] == '\\' && quote == '"') {
      at += 2;
    } else if (text[at] == '\n' && !multi_line) {
      return at;
    } else if (text[at] == quote && !multi_line) {
      return at + 1;
    } else if (text[at] == quote && quotes_at(at) >= 3) {
      return at + std::min<std::size_t>(quotes_at(at), 5);  // up to two quotes may precede the closing three
    } else {
      ++at;
    }
  }
  return text.size();
}

}  // namespace

std::uint32_t line_nested_too_deep(std::string_view text) noexcept {
  std::size_t at = 0;
  int brackets = 0;
  int dots = 0;
  const auto line = [&text, &at] {
    return static_cast<std::uint32_t>(
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  };
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = skip_string(text, at);
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '\n') {
      dots = 0;
    } else if (c == '.') {
      ++dots;
    } else if (c == '[' || c == '{') {
      ++brackets;
    } else if ((c == ']' || c == '}') && brackets > 0) {
      --brackets;
    }
    if (brackets > kMaxBrackets || dots > kMaxDots) {
      return line();
    }
    ++at;
  }
  return 0;
}

}  // namespace dcrvoter::app
