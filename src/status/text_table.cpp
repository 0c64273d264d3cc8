#include "status/text_table.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kGap = 2;

bool begins_character(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// At most `width` columns; what is cut off leaves "…".
std::string fitted(const std::string& text, std::size_t width) {
  if (text_width(text) <= width) {
    return text;
  }
  std::size_t bytes = 0;
  for (std::size_t columns = 0; bytes < text.size(); ++bytes) {
    columns += begins_character(text[bytes]) ? 1U : 0U;
    if (columns >= width) {
      break;
    }
  }
  return text.substr(0, bytes) + "…";
}

}  // namespace

std::size_t text_width(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string TextTable::to_string() const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], text_width(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t used = text_width(line);
      const bool last = i + 1 == row.size();
      line +=
          last ? fitted(row[i], std::max<std::size_t>(kLineWidth - std::min(used, kLineWidth), 1)) : row[i];
      if (!last) {
        line.append(widths[i] - text_width(row[i]) + kGap, ' ');
      }
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string short_hash(const core::Hash& hash) {
  return hash.to_string().substr(0, 8) + "…";
}

std::string count_text(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string coins_text(std::int64_t atoms) {
  constexpr std::int64_t kAtomsPerCoin = 100'000'000;
  constexpr std::size_t kDecimals = 8;
  const std::string rest = std::to_string(atoms % kAtomsPerCoin);
  return std::to_string(atoms / kAtomsPerCoin) + "." + std::string(kDecimals - rest.size(), '0') + rest;
}

}  // namespace dcrvoter::status
