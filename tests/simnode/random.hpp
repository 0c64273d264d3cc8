/// All that is random in simnode: equal seeds make equal chains.
#pragma once

#include "core/hash.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>

namespace dcrvoter::simnode {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// SplitMix64: quick, and even enough for filler.
  [[nodiscard]] std::uint64_t number() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ z >> 30U) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27U) * 0x94d049bb133111ebU;
    return z ^ z >> 31U;
  }
  void fill(std::span<std::uint8_t> out) {
    for (std::size_t at = 0; at < out.size(); at += sizeof(std::uint64_t)) {
      const std::uint64_t v = number();
      std::memcpy(out.data() + at, &v, std::min(sizeof v, out.size() - at));
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
  std::uint64_t state_;
};

}  // namespace dcrvoter::simnode
