/// What somebody may have meant who mistyped a name.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dcrvoter::app {

/// The known name with the least edits (insert, delete, replace, swap of neighbours) from `name`, or ""
/// when none is near enough to be meant: more than two edits, or more than a third of the name.
[[nodiscard]] std::string_view nearest(std::string_view name, std::span<const std::string_view> known);

/// `; did you mean "known"?`, or "" when nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string_view> known);

/// `"a", "b" or "c"`.
[[nodiscard]] std::string list_of(std::span<const std::string_view> names);

/// What may be shown of text that somebody else wrote: control characters as '?', at most `limit`
/// bytes (then with "…"), in double quotes.
[[nodiscard]] std::string in_quotes(std::string_view text, std::size_t limit = 60);

}  // namespace dcrvoter::app
