/// One table of the configuration while it is read: typed access to the keys that configuration_schema.hpp
/// has for it, and at the end an error for each other key.
#pragma once

#include "app/configuration_schema.hpp"
#include "app/document.hpp"
#include "app/problem.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::app {

/// Whether an error may show the value that was found.
enum class Shown : std::uint8_t { yes, no };

/// `"found"`, `5`, `a list`: a value as an error names it.
[[nodiscard]] std::string found(const Value& value, Shown shown = Shown::yes);

class Section {
 public:
  /// `table` must be a table and live longer; `path` is "" at the top, "page", "node[1]". Without `keys` the
  /// owner makes up the names in it, and none is unknown.
  Section(Problems& problems, const Value& table, std::string path, Keys keys = {});

  /// The value of a key, or nothing. Here as everywhere below a key that the schema lacks is a bug, and
  /// throws.
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// Whether the key stands there, right or wrong.
  [[nodiscard]] bool given(std::string_view key) const { return find(key) != nullptr; }
  /// A text that is not empty; of another kind or empty it is an error.
  const Value* text(std::string_view key, Shown shown = Shown::yes);
  /// The same for a file's name, which is one line, or for PEM in its place.
  const Value* path(std::string_view key);
  /// One of the schema's words, as its index; 0, the default, when the key is missing or wrong.
  std::size_t word(std::string_view key);
  /// One of `allowed` where the owner made up the key.
  std::optional<std::size_t> word(std::string_view key, std::span<const std::string_view> allowed);
  std::optional<std::int64_t> integer(std::string_view key);
  /// The texts of a list; nothing when the key is missing or wrong.
  std::optional<std::vector<const Value*>> texts(std::string_view key);
  /// A table; `example` where the owner made up the key.
  const Value* table(std::string_view key, std::string_view example = {});

  void error(const Value& at, std::string_view key, std::string text);
  /// What was found, and what the schema allows.
  void refuse(const Value& at, std::string_view key);
  void warning(const Value& at, std::string_view key, std::string text);
  /// An error about the section itself: a key is missing.
  void error_here(std::string_view key, std::string text);
  /// An error for each key that the schema lacks, with the nearest that it has. A key of the file's top that
  /// stands below a section's header belongs to that section in TOML: the error says so.
  void refuse_unknown_keys();

  [[nodiscard]] std::uint32_t line() const noexcept { return table_.line; }
  /// "node[1].port"; a key that needs quotes in TOML has them here too.
  [[nodiscard]] std::string full(std::string_view key) const;
  [[nodiscard]] Problems& problems() noexcept { return problems_; }

 private:
  [[nodiscard]] const KeySchema& schema(std::string_view key) const;

  Problems& problems_;
  const Value& table_;
  std::string path_;
  Keys keys_;
};

}  // namespace dcrvoter::app
