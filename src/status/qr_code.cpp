#include "status/qr_code.hpp"

#include <cstddef>
#include <memory>
#include <qrencode.h>

namespace dcrvoter::status {
namespace {

constexpr int kQuiet = 4;  // modules, by the standard
constexpr const char* kWhiteOnBlack = "\x1b[40;97m";
constexpr const char* kPlain = "\x1b[0m";

struct Free {
  void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

/// Whether a module is light; all outside the code is.
bool light(const QRcode& code, int x, int y) {
  if (x < 0 || y < 0 || x >= code.width || y >= code.width) {
    return true;
  }
  const auto at =
      static_cast<std::size_t>(y) * static_cast<std::size_t>(code.width) + static_cast<std::size_t>(x);
  return (code.data[at] & 1U) == 0;
}

using Code = std::unique_ptr<QRcode, Free>;

/// No version or mode is asked for: the smallest code that holds the text.
Code encode(std::string_view text) {
  return Code(QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_L));
}

const char* half_blocks(bool upper, bool lower) {
  if (upper) {
    return lower ? "█" : "▀";
  }
  return lower ? "▄" : " ";
}

}  // namespace

std::string qr_code(std::string_view text, bool colours) {
  const Code code = encode(text);
  if (!code) {
    return {};
  }
  std::string drawn;
  const int end = code->width + kQuiet;
  for (int y = -kQuiet; y < end; y += 2) {
    drawn += colours ? kWhiteOnBlack : "";
    for (int x = -kQuiet; x < end; ++x) {
      drawn += half_blocks(light(*code, x, y), y + 1 < end && light(*code, x, y + 1));
    }
    drawn += colours ? kPlain : "";
    drawn += '\n';
  }
  return drawn;
}

QrDrawing qr_drawing(std::string_view text) {
  const Code code = encode(text);
  if (!code) {
    return {};
  }
  QrDrawing drawing{code->width + 2 * kQuiet, {}};
  for (int y = 0; y < code->width; ++y) {
    int end = -1;  // of the last run in this row
    for (int x = 0; x < code->width;) {
      if (light(*code, x, y)) {
        ++x;
        continue;
      }
      const int begin = x;
      while (x < code->width && !light(*code, x, y)) {
        ++x;
      }
      drawing.path += end < 0 ? "M" + std::to_string(begin + kQuiet) + " " + std::to_string(y + kQuiet) + ".5"
                              : "m" + std::to_string(begin - end) + " 0";
      drawing.path += "h" + std::to_string(x - begin);
      end = x;
    }
  }
  return drawing;
}

}  // namespace dcrvoter::status
