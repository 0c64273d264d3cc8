/// What may be done with a text that somebody else wrote: a node's words, a name, a description.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dcrvoter::status {

/// The text as valid UTF-8, for JSON: what is none, DEL and the control characters U+0080 to U+009F
/// become U+FFFD. What is clean already stays as it is. Controls below U+0020 stay: JSON escapes them.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// The text for a terminal, on one line: each byte outside printable ASCII becomes '?', so that no
/// escape sequence, line end or writing direction gets through. At most `limit` characters, the last of
/// which is then "…".
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 200);

}  // namespace dcrvoter::status
