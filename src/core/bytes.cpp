#include "core/bytes.hpp"

#include <array>

namespace dcrvoter::core {
namespace {

constexpr char kDigits[] = "0123456789abcdef";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 10; ++i) {
    values[static_cast<std::size_t>('0' + i)] = i;
  }
  for (std::uint8_t i = 0; i < 6; ++i) {
    values[static_cast<std::size_t>('a' + i)] = static_cast<std::uint8_t>(10 + i);
    values[static_cast<std::size_t>('A' + i)] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kDigitValues = digit_values();

std::uint8_t digit_at(std::string_view text, std::size_t position) {
  return kDigitValues[static_cast<unsigned char>(text[position])];
}

}  // namespace

void append_hex(std::string& out, ByteView bytes) {
  const std::size_t start = out.size();
  out.resize(start + 2 * bytes.size());
  char* to = out.data() + start;
  for (const std::uint8_t byte : bytes) {
    *to++ = kDigits[byte >> 4U];
    *to++ = kDigits[byte & 0x0fU];
  }
}

std::string to_hex(ByteView bytes) {
  std::string out;
  append_hex(out, bytes);
  return out;
}

// The texts name a position, never the character there: what is read may be a secret.
Result<void> from_hex(std::string_view text, std::span<std::uint8_t> out) {
  if (text.size() != 2 * out.size()) {
    return fail(Errc::malformed, "hex of " + std::to_string(2 * out.size()) + " digits is needed, not of " +
                                     std::to_string(text.size()));
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint8_t high = digit_at(text, 2 * i);
    const std::uint8_t low = digit_at(text, 2 * i + 1);
    if (high == kNoDigit || low == kNoDigit) {
      const std::size_t position = 2 * i + (high == kNoDigit ? 0U : 1U);
      return fail(Errc::malformed, "the character at position " + std::to_string(position) +
                                       " is no hex digit (0-9, a-f, A-F)");
    }
    out[i] = static_cast<std::uint8_t>((high << 4U) | low);
  }
  return {};
}

Result<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return fail(Errc::malformed, "hex has two digits a byte, but there are " + std::to_string(text.size()));
  }
  Bytes out(text.size() / 2);
  if (auto filled = from_hex(text, out); !filled) {
    return std::unexpected(std::move(filled.error()));
  }
  return out;
}

}  // namespace dcrvoter::core
