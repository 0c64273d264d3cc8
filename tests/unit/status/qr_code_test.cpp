#include "status/qr_code.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace dcrvoter::status;

TEST_CASE("status/qr_code: has the shape of a QR code") {
  const std::string drawn = qr_code("dcrvoter", false);
  std::istringstream lines(drawn);
  std::string line;
  std::size_t rows = 0;
  for (; std::getline(lines, line); ++rows) {
    const auto columns =
        std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; });
    CHECK(columns == 21 + 8);  // version 1 and the quiet zone
  }
  CHECK(rows == 15);
  CHECK(drawn.starts_with("█"));
  CHECK(qr_code(std::string(5000, 'x'), false).empty());
  CHECK(qr_code("x", true).find("\x1b[40;97m") != std::string::npos);
}

TEST_CASE("status/qr_code: is drawn row by row") {
  const QrDrawing drawing = qr_drawing("dcrvoter");
  CHECK(drawing.size == 21 + 8);
  // The finder pattern's first row: seven dark modules at the left end, and at the right one.
  CHECK(drawing.path.starts_with("M4 4.5h7m"));
  const std::string row = drawing.path.substr(0, drawing.path.find('M', 1));
  CHECK(row.ends_with("h7"));
  CHECK(std::ranges::count(drawing.path, 'M') == 21);
  CHECK(qr_drawing(std::string(5000, 'x')).size == 0);
}
