#include "keys/generator_table.hpp"

#include "keys/context.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>

namespace dcrvoter::keys {
namespace {

/// The sum of these points; nothing where it is the point at infinity.
std::optional<secp256k1_pubkey> sum(std::span<const secp256k1_pubkey* const> points) {
  secp256k1_pubkey total;
  if (secp256k1_ec_pubkey_combine(context(), &total, points.data(), points.size()) != 1) {
    return std::nullopt;
  }
  return total;
}

/// Small multiples of the generator are points all: a sum of theirs that is none is a bug.
secp256k1_pubkey plus(const secp256k1_pubkey& a, const secp256k1_pubkey& b) {
  const std::array points{&a, &b};
  const auto total = sum(points);
  if (!total) {
    throw std::logic_error("multiples of the generator add up to none");
  }
  return *total;
}

}  // namespace

const GeneratorTable::Row& GeneratorTable::row(std::size_t digit) const {
  Row& row = (*rows_)[digit];
  std::call_once(made_[digit], [&row, digit] {
    std::array<std::uint8_t, 32> unit{};
    unit[unit.size() - 1 - digit] = 1;
    if (secp256k1_ec_pubkey_create(context(), row.data(), unit.data()) != 1) {
      throw std::logic_error("a power of 256 is no scalar");
    }
    for (std::size_t n = 1; n < row.size(); ++n) {
      row[n] = plus(row[n - 1], row.front());
    }
  });
  return row;
}

std::optional<secp256k1_pubkey> GeneratorTable::add(const secp256k1_pubkey& point,
                                                    std::span<const std::uint8_t, 32> scalar) const {
  // Of a scalar and its negative one is below 2^255, so that no digit overflows the highest.
  std::array<std::uint8_t, 32> small{};
  std::ranges::copy(scalar, small.begin());
  const bool flipped = small.front() >= 0x80;
  if (flipped ? secp256k1_ec_seckey_negate(context(), small.data()) != 1
              : secp256k1_ec_seckey_verify(context(), small.data()) != 1) {
    return std::nullopt;
  }
  std::array<int, kDigits> digits{};
  int carry = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const int digit = small[kDigits - 1 - i] + carry;
    carry = digit > static_cast<int>(kMultiples) ? 1 : 0;
    digits[i] = digit - carry * 256;
  }
  std::array<const secp256k1_pubkey*, kDigits + 1> points{&point};
  std::array<secp256k1_pubkey, kDigits> negatives{};
  std::size_t count = 1;
  // Not every thread begins with the same row: else all would wait for one to make it.
  for (std::size_t step = 0; step < kDigits; ++step) {
    const auto i = (scalar.back() + step) % kDigits;
    if (digits[i] == 0) {
      continue;
    }
    const auto& multiple = row(i)[static_cast<std::size_t>(std::abs(digits[i])) - 1];
    if ((digits[i] < 0) == flipped) {
      points[count++] = &multiple;
      continue;
    }
    negatives[i] = multiple;
    if (secp256k1_ec_pubkey_negate(context(), &negatives[i]) != 1) {
      throw std::logic_error("a point without a negative");
    }
    points[count++] = &negatives[i];
  }
  return sum(std::span(points).first(count));
}

}  // namespace dcrvoter::keys
