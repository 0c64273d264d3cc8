/// The records' parts as JSON values, for json.cpp and call_json.cpp. Inside status/ only.
#pragma once

#include "core/hash.hpp"
#include "status/snapshot.hpp"
#include "vote/record.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::status {

namespace json = boost::json;

/// Answers of one call, one a node.
inline constexpr std::size_t kMostAnswers = 8;

/// A string that is valid whatever the text holds.
[[nodiscard]] json::value text_value(std::string_view text);
/// Display order; null for the zero hash.
[[nodiscard]] json::value hash_value(const core::Hash& hash);
/// RFC 3339, null when not known.
[[nodiscard]] json::value time_value(vote::UnixMillis at);
/// Null for 0.
[[nodiscard]] json::value height_value(std::uint32_t height);
/// Null for "".
[[nodiscard]] json::value words_value(std::string_view text);
/// `observed_at`, `network`, `height`: what every answer begins with.
[[nodiscard]] json::object answer_head(const Snapshot& snapshot);
/// The text of an answer.
[[nodiscard]] std::string answer_text(const json::object& answer);
/// "abstain", "yes", "no".
[[nodiscard]] std::string_view answer_name(vote::TreasuryAnswer answer) noexcept;
/// As call_json.hpp says.
[[nodiscard]] json::object call_value(const vote::CallRecord& call);

}  // namespace dcrvoter::status
