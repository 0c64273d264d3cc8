/// The status page: one answer that is complete without a script, and that its script keeps fresh. A pure
/// function of the snapshot; what somebody else wrote is escaped, wherever it came from.
#pragma once

#include "status/judgement.hpp"
#include "status/snapshot.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::status {

enum class Show : std::uint8_t {
  full,
  health,  ///< no tickets, amounts, key
};

/// UTF-8, below 50 kB whatever the snapshot holds. For `text/html; charset=utf-8`, at "/".
[[nodiscard]] std::string page_html(const Snapshot& snapshot, Show show = Show::full);

/// What a browser shows where there is no page to be had.
struct Notice {
  State state = State::not_voting;  ///< its shape and colour
  std::string_view title, sentence, words;
  bool becomes_page = false;  ///< as soon as it is to be had, by the page's script
};
/// As page_html.
[[nodiscard]] std::string notice_html(const Notice& notice);

/// The Content-Security-Policy that goes with both: nothing but its own style and script, by their hashes,
/// and connections to where it came from. Pages in frames: none.
[[nodiscard]] const std::string& page_policy();

}  // namespace dcrvoter::status
