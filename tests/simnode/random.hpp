/// All that is random in simnode: equal seeds make equal chains.
#pragma once

#include "core/hash.hpp"

#include <cstdint>
#include <random>

namespace dcrvoter::simnode {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  [[nodiscard]] std::uint64_t number() { return engine_(); }
  void fill(std::span<std::uint8_t> out) {
    for (std::uint8_t& b : out) {
      b = static_cast<std::uint8_t>(engine_() >> 32U);
    }
  }
  [[nodiscard]] core::Hash hash() {
    core::Hash h;
    fill(h.bytes);
    return h;
  }
  [[nodiscard]] core::Hash160 hash160() {
    core::Hash160 h;
    fill(h.bytes);
    return h;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace dcrvoter::simnode
