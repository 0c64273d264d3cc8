#include "status/time_text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace dcrvoter::status {
namespace {

using std::chrono::days;
using std::chrono::hh_mm_ss;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::sys_time;
using std::chrono::year_month_day;

constexpr std::string_view kForm = "0000-00-00T00:00:00.000Z";

bool is_known(vote::UnixMillis at) noexcept {
  return at > 0 && at <= kLastMoment;
}

bool has_form(std::string_view text) noexcept {
  if (text.size() != kForm.size()) {
    return false;
  }
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == '0' ? !digit : text[i] != kForm[i]) {
      return false;
    }
  }
  return true;
}

/// Digits only, as has_form() has seen.
unsigned number(std::string_view text, std::size_t from, std::size_t count) noexcept {
  unsigned value = 0;
  std::from_chars(text.data() + from, text.data() + from + count, value);
  return value;
}

}  // namespace

std::string rfc3339(vote::UnixMillis at) {
  if (!is_known(at)) {
    return "";
  }
  const sys_time<milliseconds> moment{milliseconds(at)};
  const auto midnight = std::chrono::floor<days>(moment);
  const year_month_day day{midnight};
  const hh_mm_ss time{moment - midnight};
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                      static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                      static_cast<unsigned>(day.day()), static_cast<int>(time.hours().count()),
                      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                      static_cast<int>(time.subseconds().count()));
  return text.data();
}

std::string http_date(vote::UnixMillis at) {
  const std::string text = rfc3339(at);
  if (text.empty()) {
    return "";
  }
  constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::chrono::weekday day{std::chrono::floor<days>(sys_time<milliseconds>(milliseconds(at)))};
  const std::size_t month = number(text, 5, 2) - 1;
  return std::string(kDays.substr(std::size_t{3} * day.c_encoding(), 3)) + ", " + text.substr(8, 2) + " " +
         std::string(kMonths.substr(3 * month, 3)) + " " + text.substr(0, 4) + " " + text.substr(11, 8) +
         " GMT";
}

core::Result<vote::UnixMillis> parse_rfc3339(std::string_view text) {
  const auto wrong = [] {
    return core::fail(core::Errc::malformed, "is no time after 1970 such as 2026-11-23T19:53:21.042Z");
  };
  if (!has_form(text)) {
    return wrong();
  }
  const year_month_day day{std::chrono::year(static_cast<int>(number(text, 0, 4))),
                           std::chrono::month(number(text, 5, 2)), std::chrono::day(number(text, 8, 2))};
  const unsigned hour = number(text, 11, 2);
  const unsigned minute = number(text, 14, 2);
  const unsigned second = number(text, 17, 2);
  if (!day.ok() || hour > 23 || minute > 59 || second > 59) {
    return wrong();
  }
  const auto moment = sys_days(day) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                      std::chrono::seconds(second) + milliseconds(number(text, 20, 3));
  const vote::UnixMillis at = std::chrono::duration_cast<milliseconds>(moment.time_since_epoch()).count();
  if (!is_known(at)) {
    return wrong();
  }
  return at;
}

std::string minute_text(vote::UnixMillis at) {
  std::string text = rfc3339(at);
  if (text.empty()) {
    return "-";
  }
  text[10] = ' ';
  return text.substr(0, 16);
}

std::string duration_text(std::uint64_t seconds) {
  constexpr std::uint64_t kMinute = 60;
  constexpr std::uint64_t kHour = 60 * kMinute;
  constexpr std::uint64_t kDay = 24 * kHour;
  const auto in = [seconds](std::uint64_t unit, const char* name) {
    const std::uint64_t count = (seconds + unit / 2) / unit;
    return std::to_string(count) + " " + name + (count == 1 ? "" : "s");
  };
  if (seconds < 90) {
    return in(1, "second");
  }
  if (seconds < 90 * kMinute) {
    return in(kMinute, "minute");
  }
  return seconds < 36 * kHour ? in(kHour, "hour") : in(kDay, "day");
}

}  // namespace dcrvoter::status
