/// A QR code as text for terminals.
#pragma once

#include <string>
#include <string_view>

namespace dcrvoter::app {

/// Lines of UTF-8 half blocks, two rows of modules a line, with the quiet zone that readers need.
/// Light modules are drawn, so it reads on a dark ground; with `colours` (a terminal) black and
/// white are set and it reads on any. Empty when the text is too long for a QR code.
[[nodiscard]] std::string qr_code(std::string_view text, bool colours);

}  // namespace dcrvoter::app
