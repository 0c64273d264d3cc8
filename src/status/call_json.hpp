/// One call as one line of JSON (JSON Lines), to carry a history from one store to another and for
/// programs to read. Heights, bits and times that are not known are 0 in a record and null or 0 here;
/// hashes are in display order, times RFC 3339 UTC with milliseconds.
///
/// call_from_json(call_to_json(call)) gives the same line again for every record, and the same record
/// for every one that keeps what vote/record.hpp says of it (`mined` with Outcome::mined alone, `cause`
/// with Outcome::missed, at most eight answers, texts of valid UTF-8).
#pragma once

#include "core/result.hpp"
#include "vote/record.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace dcrvoter::status {

/// Longer lines are refused; a record of eight nodes' refusals has a few KiB.
inline constexpr std::size_t kMostLine = std::size_t{1} << 20;

/// Without a line feed. `network`: its name, which begins the line.
[[nodiscard]] std::string call_to_json(const vote::CallRecord& call, std::string_view network);

/// Errors: too_large, malformed (no JSON; a field is missing, unknown or of another kind; another network's
/// call), out_of_range.
/// The text begins with the field, such as `sent.bits: 70000 is not between 0 and 65535`; the number
/// of the line is for the caller to add.
[[nodiscard]] core::Result<vote::CallRecord> call_from_json(std::string_view line, std::string_view network);

}  // namespace dcrvoter::status
