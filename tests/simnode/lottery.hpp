/// Which tickets are drawn on a block. Source: `dcrd: blockchain/stake/lottery.go`.
#pragma once

#include "core/digest.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace dcrvoter::simnode {

/// dcrd's deterministic generator: words of repeated BLAKE-256 hashes of a seed.
class Hash256Prng {
 public:
  /// `seed` is a serialised block header where dcrd uses it.
  explicit Hash256Prng(core::ByteView seed);
  [[nodiscard]] std::uint32_t next();
  /// Uniform in [0, bound).
  [[nodiscard]] std::uint32_t below(std::uint32_t bound);
  [[nodiscard]] core::Hash state() const;

 private:
  core::Hash seed_, current_;
  std::uint32_t word_ = 0;
  std::uint32_t round_ = 0;
};

struct Draw {
  std::vector<core::Hash> winners;            ///< in the order drawn
  std::array<std::uint8_t, 6> final_state{};  ///< of the next block's header
};

/// `live` is sorted by raw bytes. Fewer tickets than are to be drawn: all of them, in that order
/// (dcrd's chain would stop there).
[[nodiscard]] Draw draw_winners(core::ByteView header, std::span<const core::Hash> live, std::size_t count);
/// The final state that belongs to `winners`, when they were chosen otherwise.
[[nodiscard]] std::array<std::uint8_t, 6> final_state_of(std::span<const core::Hash> winners,
                                                         const core::Hash& state);

}  // namespace dcrvoter::simnode
