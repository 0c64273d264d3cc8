/// Writing HTML: markup of ours as it is, everything else escaped. Inside status/ only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::status {

class Html {
 public:
  /// Markup, or a text of ours that holds none of its characters.
  Html& operator<<(std::string_view markup) {
    text_ += markup;
    return *this;
  }
  Html& operator<<(std::uint64_t number);
  /// What somebody else may have written, for an element or for an attribute in double quotes: one line of
  /// printable ASCII, at most `limit` characters before they are escaped; "…" alone once kMostForeign was
  /// used.
  Html& text(std::string_view foreign, std::size_t limit = 160);
  /// Bytes, of all such texts together.
  static constexpr std::size_t kMostForeign = 12'000;

  [[nodiscard]] std::string take() { return std::move(text_); }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }

 private:
  std::string text_;
  std::size_t foreign_ = 0;
};

/// "1,062,114".
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "1,234.56": atoms as coins with two decimals, or more where that would be nothing.
[[nodiscard]] std::string short_coins(std::int64_t atoms);
/// "41 s", "5 min", "3 h", "2 days": a duration where there is little room. The page's script has the same
/// rule.
[[nodiscard]] std::string short_duration(std::uint64_t seconds);
/// "0.8 ms", "3 ms", "1.2 s".
[[nodiscard]] std::string latency_text(std::uint32_t microseconds);
/// "4.3 GB", "512 MB": powers of 1000.
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);

}  // namespace dcrvoter::status
