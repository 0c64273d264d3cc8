#include "voter/chain_trail.hpp"

#include <algorithm>
#include <iterator>

namespace dcrvoter::voter {

ChainTrail::Step ChainTrail::connect(const core::Hash& block, const wire::BlockHeader& header) {
  if (height_of(block) != nullptr) {
    return Step::known;
  }
  const auto parent = std::find_if(blocks_.rbegin(), blocks_.rend(),
                                   [&](const Block& known) { return known.hash == header.previous; });
  if (parent == blocks_.rend()) {
    return Step::gap;
  }
  blocks_.erase(parent.base(), blocks_.end());
  blocks_.push_back({.hash = block, .height = header.height});
  if (blocks_.size() > kLength) {
    blocks_.pop_front();
  }
  return Step::extended;
}

void ChainTrail::restart(const core::Hash& block, std::uint32_t height) {
  blocks_.clear();
  blocks_.push_back({.hash = block, .height = height});
}

std::vector<core::Hash> ChainTrail::locators() const {
  std::vector<core::Hash> hashes;
  hashes.reserve(blocks_.size());
  std::transform(blocks_.rbegin(), blocks_.rend(), std::back_inserter(hashes),
                 [](const Block& block) { return block.hash; });
  return hashes;
}

const std::uint32_t* ChainTrail::height_of(const core::Hash& block) const {
  const auto at =
      std::find_if(blocks_.begin(), blocks_.end(), [&](const Block& known) { return known.hash == block; });
  return at == blocks_.end() ? nullptr : &at->height;
}

std::optional<core::Hash> ChainTrail::block_at(std::uint32_t height) const {
  const auto at = std::ranges::find(blocks_, height, &Block::height);
  return at == blocks_.end() ? std::nullopt : std::optional(at->hash);
}

std::vector<ChainTrail::Block> ChainTrail::above(const core::Hash& block) const {
  const auto at = std::ranges::find(blocks_, block, &Block::hash);
  return {at == blocks_.end() ? blocks_.begin() : std::next(at), blocks_.end()};
}

}  // namespace dcrvoter::voter
