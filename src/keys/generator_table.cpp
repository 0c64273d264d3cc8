#include "keys/generator_table.hpp"

#include "keys/context.hpp"

#include <array>
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

/// `bits` bits of a big-endian number, from bit `low` on.
std::size_t digit_at(std::span<const std::uint8_t, 32> number, unsigned low, unsigned bits) {
  std::size_t digit = 0;
  for (unsigned bit = 0; bit < bits && low + bit < 256; ++bit) {
    const unsigned at = low + bit;
    const std::size_t byte = number[31 - at / 8];
    digit |= (byte >> (at % 8) & 1U) << bit;
  }
  return digit;
}

}  // namespace

void GeneratorTable::make() const {
  std::array<std::uint8_t, 32> one{};
  one.back() = 1;
  secp256k1_pubkey unit;
  if (secp256k1_ec_pubkey_create(context(), &unit, one.data()) != 1) {
    throw std::logic_error("the generator is no point");
  }
  points_.reserve(kDigits * kMultiples);
  for (std::size_t digit = 0; digit < kDigits; ++digit) {
    points_.push_back(unit);
    while (points_.size() % kMultiples != 0) {
      points_.push_back(plus(points_.back(), unit));
    }
    unit = plus(points_.back(), unit);
  }
}

std::optional<secp256k1_pubkey> GeneratorTable::add(const secp256k1_pubkey& point,
                                                    std::span<const std::uint8_t, 32> scalar) const {
  if (secp256k1_ec_seckey_verify(context(), scalar.data()) != 1) {
    return std::nullopt;
  }
  std::call_once(made_, [this] { make(); });
  std::array<const secp256k1_pubkey*, kDigits + 1> points{};
  std::size_t count = 0;
  points[count++] = &point;
  for (std::size_t i = 0; i < kDigits; ++i) {
    if (const auto digit = digit_at(scalar, static_cast<unsigned>(i) * kBits, kBits); digit != 0) {
      points[count++] = &points_[i * kMultiples + digit - 1];
    }
  }
  return sum(std::span(points).first(count));
}

}  // namespace dcrvoter::keys
