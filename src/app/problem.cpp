#include "app/problem.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::app {

std::string to_string(const std::filesystem::path& file, const Problem& problem) {
  std::string line = file.string();
  if (problem.line != 0) {
    line += ':' + std::to_string(problem.line);
  }
  line += ": ";
  if (!problem.key.empty()) {
    line += problem.key + ": ";
  }
  line += problem.text;
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; },
      '?');
  return line;
}

void Problems::error(std::uint32_t line, std::string_view key, std::string text) {
  list_.push_back({Problem::Level::error, line, std::string(key), std::move(text)});
}

void Problems::warning(std::uint32_t line, std::string_view key, std::string text) {
  list_.push_back({Problem::Level::warning, line, std::string(key), std::move(text)});
}

std::vector<Problem> Problems::take_sorted() {
  std::stable_sort(list_.begin(), list_.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  return std::exchange(list_, {});
}

}  // namespace dcrvoter::app
