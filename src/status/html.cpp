#include "status/html.hpp"

#include "status/foreign_text.hpp"

#include <array>
#include <cstdio>

namespace dcrvoter::status {
namespace {

std::string with_decimals(double value, int decimals, const char* unit) {
  std::array<char, 48> text{};
  (void)std::snprintf(text.data(), text.size(), "%.*f%s", decimals, value, unit);
  return text.data();
}

std::string count_of(std::uint64_t seconds, std::uint64_t unit, const char* name) {
  return std::to_string((seconds + unit / 2) / unit) + name;
}

}  // namespace

Html& Html::operator<<(std::uint64_t number) {
  text_ += std::to_string(number);
  return *this;
}

Html& Html::text(std::string_view foreign, std::size_t limit) {
  if (foreign_ >= kMostForeign) {
    return *this << "…";
  }
  const std::size_t before = text_.size();
  for (const char c : printable(foreign, limit)) {
    switch (c) {
      case '&': text_ += "&amp;"; break;
      case '<': text_ += "&lt;"; break;
      case '>': text_ += "&gt;"; break;
      case '"': text_ += "&quot;"; break;
      case '\'': text_ += "&#39;"; break;
      default: text_ += c;
    }
  }
  foreign_ += text_.size() - before;
  return *this;
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) {
    text.insert(at - 3, 1, ',');
  }
  return text;
}

std::string short_coins(std::int64_t atoms) {
  constexpr std::int64_t kCoin = 100'000'000;
  const std::int64_t hundredths = atoms / (kCoin / 100);
  if (atoms < 0 || hundredths == 0) {
    return with_decimals(static_cast<double>(atoms) / kCoin, atoms == 0 ? 0 : 8, "");
  }
  const std::string decimals = std::to_string(100 + hundredths % 100);
  return grouped(static_cast<std::uint64_t>(hundredths / 100)) + "." + decimals.substr(1);
}

std::string short_duration(std::uint64_t seconds) {
  constexpr std::uint64_t kMinute = 60;
  constexpr std::uint64_t kHour = 60 * kMinute;
  constexpr std::uint64_t kDay = 24 * kHour;
  if (seconds < 90) {
    return std::to_string(seconds) + " s";
  }
  if (seconds < 90 * kMinute) {
    return count_of(seconds, kMinute, " min");
  }
  return seconds < 36 * kHour ? count_of(seconds, kHour, " h") : count_of(seconds, kDay, " days");
}

std::string latency_text(std::uint32_t microseconds) {
  const double ms = microseconds / 1000.0;
  if (ms >= 1000) {
    return with_decimals(ms / 1000, 1, " s");
  }
  return with_decimals(ms, ms < 9.95 ? 1 : 0, " ms");
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::uint64_t kMega = 1'000'000;
  return bytes < 1000 * kMega ? std::to_string(bytes / kMega) + " MB"
                              : with_decimals(static_cast<double>(bytes) / (1000.0 * kMega), 1, " GB");
}

}  // namespace dcrvoter::status
