/// Columns of text for people. Inside status/ only.
#pragma once

#include "core/hash.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::status {

/// No line of a table is longer, for terminals and mails.
inline constexpr std::size_t kLineWidth = 100;

/// Rows of cells, each column as wide as its widest cell and two spaces from the next; the last one ends
/// where it ends, or with "…" where the line would get too long.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] std::string to_string() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// Columns that UTF-8 text takes, one a character.
[[nodiscard]] std::size_t text_width(std::string_view text) noexcept;
/// "1a2b3c4d…"
[[nodiscard]] std::string short_hash(const core::Hash& hash);
/// "1 vote", "12 votes".
[[nodiscard]] std::string count_text(std::size_t count, std::string_view noun);
/// Atoms as coins: "200.00000000".
[[nodiscard]] std::string coins_text(std::int64_t atoms);

}  // namespace dcrvoter::status
