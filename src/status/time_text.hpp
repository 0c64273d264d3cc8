/// Times as people and programs read them, always UTC.
#pragma once

#include "core/result.hpp"
#include "vote/record.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::status {

/// The last millisecond that RFC 3339 can write, of the year 9999.
inline constexpr vote::UnixMillis kLastMoment = 253'402'300'799'999;

/// "2026-11-23T19:53:21.042Z" (RFC 3339); "" for 0 and for what no calendar of four-digit years holds.
[[nodiscard]] std::string rfc3339(vote::UnixMillis at);
/// The same form back, exactly: a day that exists, after 1970 began, milliseconds, Z. Errors: malformed.
[[nodiscard]] core::Result<vote::UnixMillis> parse_rfc3339(std::string_view text);

/// "Mon, 23 Nov 2026 19:53:21 GMT", as HTTP has it (RFC 9110, IMF-fixdate); "" where rfc3339 gives "".
[[nodiscard]] std::string http_date(vote::UnixMillis at);
/// "2026-11-23 19:53"; "-" where rfc3339 gives "".
[[nodiscard]] std::string minute_text(vote::UnixMillis at);
/// "5 minutes", "21 hours", "3 days": one unit, rounded to the nearest.
[[nodiscard]] std::string duration_text(std::uint64_t seconds);

}  // namespace dcrvoter::status
