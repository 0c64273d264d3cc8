/// What is wrong with a configuration: all of it at once, not the first mistake only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::app {

struct Problem {
  enum class Level : std::uint8_t { warning, error };
  Level level = Level::error;
  std::uint32_t line = 0;  ///< 0: the file as a whole
  std::string key;         ///< "node[2].port", counted from 1; "" for the file as a whole
  std::string text;        ///< what was found, what is allowed, what to do; never a secret
  friend bool operator==(const Problem&, const Problem&) = default;
};

/// `FILE:LINE: KEY: TEXT` in one line, without control characters.
[[nodiscard]] std::string to_string(const std::filesystem::path& file, const Problem& problem);

/// Collects while a file is read.
class Problems {
 public:
  void error(std::uint32_t line, std::string_view key, std::string text);
  void warning(std::uint32_t line, std::string_view key, std::string text);
  [[nodiscard]] std::vector<Problem> take_sorted();  ///< by line
 private:
  std::vector<Problem> list_;
};

}  // namespace dcrvoter::app
