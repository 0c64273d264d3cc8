#include "app/document_screen.hpp"

#include <algorithm>
#include <string>

namespace dcrvoter::app {
namespace {

constexpr int kMaxBrackets = 16;
constexpr int kMaxDots = 64;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kBadEscape = std::string_view::npos;

bool is_beyond_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0x80;
}

// Whether the backslash at `at` stands before a letter beyond ASCII, with at most white space between.
bool is_bad_escape(std::string_view text, std::size_t at) noexcept {
  const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
  return next != std::string_view::npos && is_beyond_ascii(text[next]);
}

// The position after the string whose opening quote is at `at`. On valid TOML it is where the parser
// sees the string's end; invalid text the parser refuses there, before it goes deeper. kBadEscape: see the
// header.
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
      if (is_bad_escape(text, at)) {
        return kBadEscape;
      }
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

std::optional<ParseFailure> screen_document(std::string_view text) {
  std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  int brackets = 0;
  int dots = 0;
  const auto failure = [text, &at](std::string_view words) {
    const auto before = text.substr(0, at);
    return ParseFailure{static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')), std::string(words)};
  };
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const std::size_t end = skip_string(text, at);
      if (end == kBadEscape) {
        return failure(
            "the text that begins here has a backslash before a letter that is not ASCII; "
            "a backslash in a text is written twice");
      }
      at = end;
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (is_beyond_ascii(c)) {
      return failure(
          "a letter that is not ASCII stands outside of quotes; texts, and names with such letters, "
          "need quotes");
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
      return failure("nested deeper than any configuration is");
    }
    ++at;
  }
  return std::nullopt;
}

}  // namespace dcrvoter::app
