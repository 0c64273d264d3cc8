/// What of the page never changes: style and script, both allowed by their hashes. Inside status/ only.
#pragma once

#include <string_view>

namespace dcrvoter::status {

[[nodiscard]] std::string_view page_style() noexcept;
/// Keeps the page fresh: an event with another id, or a quarter of a minute without any, has it fetch "/" and
/// take over what changed. After 40 s without news it greys the page out and says so, in the title too.
[[nodiscard]] std::string_view page_script() noexcept;

}  // namespace dcrvoter::status
