/// A QR code, as text for terminals and as a drawing for the page.
#pragma once

#include <string>
#include <string_view>

namespace dcrvoter::status {

/// Lines of UTF-8 half blocks, two rows of modules a line, with the quiet zone that readers need.
/// Light modules are drawn, so it reads on a dark ground; with `colours` (a terminal) black and
/// white are set and it reads on any. Empty when the text is too long for a QR code.
[[nodiscard]] std::string qr_code(std::string_view text, bool colours);

struct QrDrawing {
  int size = 0;      ///< modules on each side, the quiet zone of four included; 0: the text is too long
  std::string path;  ///< an SVG path for a stroke of width 1: the dark modules, row by row
};
[[nodiscard]] QrDrawing qr_drawing(std::string_view text);

}  // namespace dcrvoter::status
