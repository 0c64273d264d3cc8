#include "simnode/lottery.hpp"

#include <algorithm>

namespace dcrvoter::simnode {
namespace {

constexpr std::array<std::uint8_t, 8> kSeedConstant{0x24, 0x3f, 0x6a, 0x88, 0x85, 0xa3, 0x08, 0xd3};

std::array<std::uint8_t, 4> big_endian(std::uint32_t v) {
  return {static_cast<std::uint8_t>(v >> 24U), static_cast<std::uint8_t>(v >> 16U),
          static_cast<std::uint8_t>(v >> 8U), static_cast<std::uint8_t>(v)};
}

}  // namespace

Hash256Prng::Hash256Prng(core::ByteView seed) {
  core::Blake256 h;
  seed_ = h.update(seed).update(kSeedConstant).finish();
  current_ = seed_;
}

std::uint32_t Hash256Prng::next() {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    v = v << 8U | current_.bytes[word_ * 4 + i];
  }
  if (++word_ == 8) {
    core::Blake256 h;
    current_ = h.update(seed_.bytes).update(big_endian(round_)).finish();
    ++round_;
    word_ = 0;
  }
  return v;
}

std::uint32_t Hash256Prng::below(std::uint32_t bound) {
  if (bound < 2) {
    return 0;
  }
  // 2^32 mod bound: smaller words would make some results likelier than others.
  const auto least = static_cast<std::uint32_t>((std::uint64_t{1} << 32U) % bound);
  std::uint32_t v = next();
  while (v < least) {
    v = next();
  }
  return v % bound;
}

core::Hash Hash256Prng::state() const {
  core::Blake256 h;
  const std::uint8_t word = static_cast<std::uint8_t>(word_);
  return h.update(current_.bytes).update(big_endian(round_)).update({&word, 1}).finish();
}

std::array<std::uint8_t, 6> final_state_of(std::span<const core::Hash> winners, const core::Hash& state) {
  core::Blake256 h;
  for (const core::Hash& winner : winners) {
    h.update(winner.bytes);
  }
  const core::Hash whole = h.update(state.bytes).finish();
  std::array<std::uint8_t, 6> out{};
  std::copy_n(whole.bytes.begin(), out.size(), out.begin());
  return out;
}

Draw draw_winners(core::ByteView header, std::span<const core::Hash> live, std::size_t count) {
  Hash256Prng prng(header);
  Draw draw;
  if (live.size() < count) {
    draw.winners.assign(live.begin(), live.end());
  } else {
    std::vector<std::uint32_t> taken;
    while (taken.size() < count) {
      const std::uint32_t index = prng.below(static_cast<std::uint32_t>(live.size()));
      if (std::find(taken.begin(), taken.end(), index) == taken.end()) {
        taken.push_back(index);
        draw.winners.push_back(live[index]);
      }
    }
  }
  draw.final_state = final_state_of(draw.winners, prng.state());
  return draw;
}

}  // namespace dcrvoter::simnode
