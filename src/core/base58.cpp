// Base58 by limbs: five characters (58^5 < 2^32) or four bytes a step, instead of one.
#include "core/base58.hpp"

#include "core/digest.hpp"

#include <mbedtls/platform_util.h>

#include <algorithm>
#include <array>

namespace dcrvoter::core {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::uint8_t kNoDigit = 0xff;
constexpr std::size_t kMaxText = 256;
constexpr std::size_t kChecksumSize = 4;
constexpr std::size_t kPrefixSize = 2;
constexpr std::size_t kLimbDigits = 5;
constexpr std::size_t kLimbBytes = 4;
constexpr std::uint32_t kBase58Limb = 58U * 58 * 58 * 58 * 58;
constexpr std::uint64_t kBinaryLimb = 1ULL << 32U;

constexpr std::array<std::uint8_t, 256> digit_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kDigitValues = digit_values();

/// A buffer on the stack that is wiped when it goes: a private key may pass through it.
template <class T, std::size_t Size>
struct Scratch {
  std::array<T, Size> data{};
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { mbedtls_platform_zeroize(data.data(), sizeof data); }
};

/// A number in little-endian limbs below `Base`, wiped when it goes.
template <std::uint64_t Base>
class Number {
 public:
  /// Room for `limbs`, so that growing leaves no copy behind.
  explicit Number(std::size_t limbs) { limbs_.reserve(limbs); }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  ~Number() { mbedtls_platform_zeroize(limbs_.data(), limbs_.size() * sizeof(std::uint32_t)); }

  /// *this = *this * factor + addend; both at most 2^32.
  void multiply_add(std::uint64_t factor, std::uint64_t addend) {
    std::uint64_t carry = addend;
    for (std::uint32_t& limb : limbs_) {
      const std::uint64_t value = limb * factor + carry;
      limb = static_cast<std::uint32_t>(value % Base);
      carry = value / Base;
    }
    for (; carry != 0; carry /= Base) {
      limbs_.push_back(static_cast<std::uint32_t>(carry % Base));
    }
  }
  [[nodiscard]] const std::vector<std::uint32_t>& limbs() const { return limbs_; }

 private:
  std::vector<std::uint32_t> limbs_;
};

/// The value of up to five characters and 58 to the power of their number, or where a character
/// outside the alphabet stands.
struct Chunk {
  std::uint64_t value = 0, power = 1;
  std::size_t bad = std::string_view::npos;
};
Chunk chunk_of(std::string_view text) {
  Chunk chunk;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t digit = kDigitValues[static_cast<unsigned char>(text[i])];
    if (digit == kNoDigit) {
      chunk.bad = i;
      break;
    }
    chunk.value = chunk.value * 58 + digit;
    chunk.power *= 58;
  }
  return chunk;
}

/// Decodes into `out`; the result is its used front. No more bytes come out than characters go in.
// The errors name a position, never the character there: what is read may be a secret.
Result<std::span<std::uint8_t>> decode(std::string_view text, std::span<std::uint8_t, kMaxText> out) {
  if (text.size() > kMaxText) {
    return fail(Errc::too_large, "base58 of " + std::to_string(text.size()) + " characters; at most " +
                                     std::to_string(kMaxText) + " are allowed");
  }
  Number<kBinaryLimb> number(text.size() * 6 / 32 + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t odd = text.size() % kLimbDigits;
    const std::size_t take = at == 0 && odd != 0 ? odd : kLimbDigits;
    const Chunk chunk = chunk_of(text.substr(at, take));
    if (chunk.bad != std::string_view::npos) {
      return fail(Errc::malformed,
                  "the character at position " + std::to_string(at + chunk.bad) +
                      " is not of the base58 alphabet (digits and letters without 0, O, I, l)");
    }
    number.multiply_add(chunk.power, chunk.value);
    at += take;
  }
  const std::size_t zeros = std::min(text.find_first_not_of('1'), text.size());
  std::fill_n(out.begin(), zeros, std::uint8_t{0});
  std::size_t size = zeros;
  const auto& limbs = number.limbs();
  for (std::size_t i = limbs.size(); i-- > 0;) {
    for (std::size_t byte = kLimbBytes; byte-- > 0;) {
      const auto value = static_cast<std::uint8_t>(limbs[i] >> (8U * byte));
      if (value != 0 || size > zeros) {
        out[size++] = value;
      }
    }
  }
  return out.first(size);
}

std::array<std::uint8_t, kChecksumSize> checksum_of(ByteView data) {
  const Hash twice = blake256(blake256(data).bytes);
  std::array<std::uint8_t, kChecksumSize> checksum{};
  std::copy_n(twice.bytes.begin(), kChecksumSize, checksum.begin());
  return checksum;
}

/// base58check_decode into scratch memory; the result is without the checksum.
Result<std::span<std::uint8_t>> decode_checked(std::string_view text,
                                               std::span<std::uint8_t, kMaxText> scratch) {
  auto raw = decode(text, scratch);
  if (!raw) {
    return raw;
  }
  if (raw->size() < kPrefixSize + kChecksumSize) {
    return fail(Errc::truncated, "base58check of " + std::to_string(raw->size()) +
                                     " bytes has no room for a prefix of 2 and a checksum of 4");
  }
  const auto data = raw->first(raw->size() - kChecksumSize);
  if (!std::ranges::equal(checksum_of(data), raw->last(kChecksumSize))) {
    return fail(Errc::checksum,
                "the base58check checksum differs: a character is wrong, missing or too many");
  }
  return data;
}

}  // namespace

std::size_t base58_encode(ByteView data, std::span<char> out) {
  const auto zeros =
      static_cast<std::size_t>(std::ranges::find_if(data, [](auto b) { return b != 0; }) - data.begin());
  Number<kBase58Limb> number(data.size() * 8 / 29 + 2);
  for (std::size_t at = 0; at < data.size();) {
    const std::size_t odd = data.size() % kLimbBytes;
    const std::size_t take = at == 0 && odd != 0 ? odd : kLimbBytes;
    std::uint64_t value = 0;
    for (const std::uint8_t byte : data.subspan(at, take)) {
      value = value << 8U | byte;
    }
    number.multiply_add(1ULL << (8U * take), value);
    at += take;
  }
  std::fill_n(out.begin(), zeros, kAlphabet[0]);
  std::size_t size = zeros;
  const auto& limbs = number.limbs();
  for (std::size_t i = limbs.size(); i-- > 0;) {
    std::uint32_t power = kBase58Limb / 58;
    for (std::uint32_t rest = limbs[i]; power != 0; rest %= power, power /= 58) {
      const std::uint32_t digit = rest / power;
      if (digit != 0 || size > zeros) {
        out[size++] = kAlphabet[digit];
      }
    }
  }
  return size;
}

std::string base58_encode(ByteView data) {
  std::string text(base58_room(data.size()), '\0');
  text.resize(base58_encode(data, text));
  return text;
}

Result<Bytes> base58_decode(std::string_view text) {
  Scratch<std::uint8_t, kMaxText> scratch;
  auto raw = decode(text, scratch.data);
  if (!raw) {
    return std::unexpected(std::move(raw.error()));
  }
  return Bytes(raw->begin(), raw->end());
}

Result<std::size_t> base58_decode(std::string_view text, std::span<std::uint8_t> out) {
  Scratch<std::uint8_t, kMaxText> scratch;
  auto raw = decode(text, scratch.data);
  if (!raw) {
    return std::unexpected(std::move(raw.error()));
  }
  if (raw->size() > out.size()) {
    return fail(Errc::too_large, "base58 of " + std::to_string(raw->size()) + " bytes; at most " +
                                     std::to_string(out.size()) + " are allowed here");
  }
  std::ranges::copy(*raw, out.begin());
  return raw->size();
}

std::string base58check_encode(ByteView data) {
  Bytes full;
  full.reserve(data.size() + kChecksumSize);
  full.assign(data.begin(), data.end());
  const auto checksum = checksum_of(data);
  full.insert(full.end(), checksum.begin(), checksum.end());
  return base58_encode(full);
}

Result<Bytes> base58check_decode(std::string_view text) {
  Scratch<std::uint8_t, kMaxText> scratch;
  auto data = decode_checked(text, scratch.data);
  if (!data) {
    return std::unexpected(std::move(data.error()));
  }
  return Bytes(data->begin(), data->end());
}

Result<std::size_t> base58check_decode(std::string_view text, std::span<std::uint8_t> out) {
  Scratch<std::uint8_t, kMaxText> scratch;
  auto data = decode_checked(text, scratch.data);
  if (!data) {
    return std::unexpected(std::move(data.error()));
  }
  if (data->size() > out.size()) {
    return fail(Errc::too_large, "base58check of " + std::to_string(data->size()) + " bytes; at most " +
                                     std::to_string(out.size()) + " are allowed here");
  }
  std::ranges::copy(*data, out.begin());
  return data->size();
}

}  // namespace dcrvoter::core
