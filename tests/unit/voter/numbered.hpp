/// Hashes that are told apart by a number.
#pragma once

#include "core/hash.hpp"

#include <cstdint>

namespace dcrvoter::voter::testing {

inline core::Hash numbered(unsigned number) {
  core::Hash hash;
  hash.bytes[0] = static_cast<std::uint8_t>(number);
  hash.bytes[5] = static_cast<std::uint8_t>(number >> 8U);
  hash.bytes[6] = static_cast<std::uint8_t>(number >> 16U);
  return hash;
}

}  // namespace dcrvoter::voter::testing
