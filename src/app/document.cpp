#include "app/document.hpp"

#include "app/document_screen.hpp"

// Mistakes in a file break what the parser of toml++ asserts, such as a byte that begins no key. It goes on,
// and tells them as the errors that they are.
#define TOML_ASSERT(expression) static_cast<void>(0)  // NOLINT(cppcoreguidelines-macro-usage): its own door
#include <toml++/toml.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace dcrvoter::app {
namespace {

std::uint32_t line_of(const toml::source_region& source) {
  return static_cast<std::uint32_t>(source.begin.line);
}

// As deep as the parser let the text nest.
Value convert(toml::node& node) {  // NOLINT(misc-no-recursion): a document is a tree
  Value value;
  value.line = line_of(node.source());
  value.column = static_cast<std::uint32_t>(node.source().begin.column);
  if (toml::table* table = node.as_table()) {
    value.kind = Value::Kind::table;
    for (auto&& [key, item] : *table) {
      value.keys.push_back({std::string(key.str()), line_of(key.source()),
                            static_cast<std::uint32_t>(key.source().begin.column)});
      value.items.push_back(convert(item));
    }
  } else if (toml::array* array = node.as_array()) {
    value.kind = Value::Kind::array;
    for (toml::node& item : *array) {
      value.items.push_back(convert(item));
    }
  } else if (auto* text = node.as_string()) {
    value.kind = Value::Kind::text;
    value.text = net::WipedText(text->get());
    net::wipe(text->get());
  } else if (auto* integer = node.as_integer()) {
    value.kind = Value::Kind::integer;
    value.integer = integer->get();
  } else if (auto* boolean = node.as_boolean()) {
    value.kind = Value::Kind::boolean;
    value.boolean = boolean->get();
  } else {
    value.kind = node.is_floating_point() ? Value::Kind::real : Value::Kind::date;
  }
  return value;
}

// The library's sentences quote what they could not read.
bool may_show(std::string_view text, std::uint32_t line) {
  for (; line > 1 && !text.empty(); --line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  text = text.substr(0, text.find('\n'));
  const auto mentions = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return !mentions("pass") && !mentions("key") && !mentions("url");
}

bool is_other_encoding(std::string_view text) {
  return text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff") ||
         text.substr(0, 4).find('\0') != std::string_view::npos;
}

}  // namespace

std::string_view to_string(Value::Kind kind) noexcept {
  switch (kind) {
    case Value::Kind::text: return "a text";
    case Value::Kind::integer: return "a whole number";
    case Value::Kind::real: return "a number with a fraction";
    case Value::Kind::boolean: return "true or false";
    case Value::Kind::date: return "a date or time";
    case Value::Kind::array: return "a list";
    case Value::Kind::table: return "a table";
  }
  return "something else";
}

std::expected<Value, ParseFailure> parse_document(std::string_view text) {
  if (text.size() > kMaxDocument) {
    return std::unexpected(ParseFailure{0, "the file is larger than 512 KiB: no configuration is"});
  }
  if (is_other_encoding(text)) {
    return std::unexpected(ParseFailure{1, "the file is not UTF-8 text; save it as UTF-8"});
  }
  if (auto failure = screen_document(text)) {
    return std::unexpected(std::move(*failure));
  }
  try {
    toml::table table = toml::parse(text);
    return convert(table);
  } catch (const toml::parse_error& error) {
    const std::uint32_t line = line_of(error.source());
    if (!may_show(text, line)) {
      return std::unexpected(
          ParseFailure{line,
                       "this line is no valid TOML (it is not shown: it may hold a secret); "
                       "texts need quotes, and a backslash inside them is written twice"});
    }
    return std::unexpected(ParseFailure{line, "no valid TOML: " + std::string(error.description())});
  } catch (const std::exception&) {
    return std::unexpected(ParseFailure{0, "the file cannot be read as TOML"});
  }
}

std::string toml_library() {
  return "toml++ " + std::to_string(TOML_LIB_MAJOR) + "." + std::to_string(TOML_LIB_MINOR) + "." +
         std::to_string(TOML_LIB_PATCH);
}

}  // namespace dcrvoter::app
