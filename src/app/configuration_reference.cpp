#include "app/configuration_reference.hpp"

#include "app/configuration_schema.hpp"

#include <string_view>

namespace dcrvoter::app {
namespace {

constexpr std::string_view kHead = R"(# Configuration

All that the owner decides stands in one file, `/etc/dcrvoter/dcrvoter.toml`, or the one that `--config` names; on
the image's card it is `dcrvoter.toml`. It is [TOML](https://toml.io): a text stands in quotes, and `#` begins a
comment. [config/dcrvoter.toml](../config/dcrvoter.toml) is an example to fill in. An unknown key is an error, so that
a mistyped one is not taken for the default.

    dcrvoter check --offline    # what is wrong, with line and remedy; without --offline nodes are looked at too

A file's name is relative to the folder of the configuration. `[choices]`, `[alert]` and `backup` are read anew by
`systemctl reload dcrvoter` (SIGHUP), all else when the service starts; the files of a node's password and
certificates at every try to connect.

This page is printed by the program's own code (`tools/reference`), from the table by which it reads a configuration.
)";

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string words_of(const KeySchema& key) {
  std::string text;
  for (const std::string_view word : key.words) {
    text += (text.empty()               ? ""
             : word == key.words.back() ? " or "
                                        : ", ") +
            code('"' + std::string(word) + '"');
  }
  return text;
}

std::string value_of(const KeySchema& key) {
  const std::string range = std::to_string(key.least) + " to " + std::to_string(key.most);
  switch (key.kind) {
    case KeySchema::Kind::word: return words_of(key);
    case KeySchema::Kind::integer: return "a whole number, " + range;
    case KeySchema::Kind::sections: return range + " sections";
    case KeySchema::Kind::table: return "a table: " + code(key.allowed);
    case KeySchema::Kind::list: return "a list, in it: " + std::string(key.allowed);
    case KeySchema::Kind::text:
    case KeySchema::Kind::file: break;
  }
  return "a text: " + std::string(key.allowed);
}

std::string default_of(const KeySchema& key) {
  switch (key.kind) {
    case KeySchema::Kind::word: return code('"' + std::string(key.words.front()) + '"');
    case KeySchema::Kind::list: return code(key.standard);
    default: return std::string(key.standard);
  }
}

std::string row_of(const KeySchema& key) {
  std::string row = "| " + code(key.name) + " | " + value_of(key) + " | " + default_of(key) + " | ";
  row += key.meaning;
  const bool shown =
      key.kind != KeySchema::Kind::word && key.kind != KeySchema::Kind::table && !key.example.empty();
  return row + (shown ? " Such as " + code(key.example) + "." : "") + " |\n";
}

}  // namespace

std::string configuration_reference() {
  std::string text(kHead);
  for (const SectionSchema& section : configuration_schema()) {
    text += "\n## " + (section.header.empty() ? "The top of the file" : code(section.header)) + "\n\n";
    text += section.meaning;
    text += "\n\n| key | value | without it | what |\n|---|---|---|---|\n";
    for (const KeySchema& key : section.keys) {
      text += row_of(key);
    }
  }
  return text;
}

}  // namespace dcrvoter::app
