#include "voter/chain_view.hpp"

#include <algorithm>

namespace dcrvoter::voter {

void ChainView::connected(node::NodeId node, const core::Hash& block, std::uint32_t height) {
  auto& chain = chains_.at(node);
  const auto at = chain.find(height);
  if (at != chain.end() && at->second != block) {
    chain.erase(at, chain.end());
  }
  chain.emplace(height, block);  // else it is told again, or looked through below what is known
  while (tip_of(chain) - chain.begin()->first > kDepth) {
    chain.erase(chain.begin());
  }
}

void ChainView::disconnected(node::NodeId node, const core::Hash& block, std::uint32_t height) {
  auto& chain = chains_.at(node);
  if (const auto at = chain.find(height); at != chain.end() && at->second == block) {
    chain.erase(at, chain.end());
  }
}

bool ChainView::disagree(node::NodeId one, node::NodeId other) const {
  const auto height = std::min(tip_of(chains_.at(one)), tip_of(chains_.at(other)));
  const auto* mine = block_at(one, height);
  const auto* theirs = block_at(other, height);
  return mine != nullptr && theirs != nullptr && *mine != *theirs;
}

const core::Hash* ChainView::block_at(node::NodeId node, std::uint32_t height) const {
  const auto& chain = chains_.at(node);
  const auto at = chain.find(height);
  return at == chain.end() ? nullptr : &at->second;
}

ChainView::Support ChainView::support(const core::Hash& block, std::uint32_t height) const {
  Support support;
  for (node::NodeId node = 0; node < chains_.size(); ++node) {
    if (const auto* at = block_at(node, height); at != nullptr && *at == block) {
      ++support.nodes;
      support.tip = std::max(support.tip, tip_of(chains_[node]));
    }
  }
  return support;
}

bool ChainView::on_main(const core::Hash& block, std::uint32_t height) const {
  const auto ours = support(block, height);
  if (ours.nodes == 0) {  // below all that is remembered nothing is reorganised any more
    return std::ranges::none_of(
               chains_,
               [height](const Chain& chain) { return !chain.empty() && height >= chain.begin()->first; }) &&
           tip() > height;
  }
  return std::ranges::all_of(chains_, [&](const Chain& chain) {
    const auto at = chain.find(height);
    return at == chain.end() || at->second == block || support(at->second, height) <= ours;
  });
}

bool ChainView::has_other(const core::Hash& block, std::uint32_t height) const {
  return std::ranges::any_of(chains_, [&](const Chain& chain) {
    const auto at = chain.find(height);
    return at != chain.end() && at->second != block;
  });
}

bool ChainView::is_outgrown(const core::Hash& block, std::uint32_t height) const {
  return !on_main(block, height) && std::ranges::any_of(chains_, [&](const Chain& chain) {
    const auto at = chain.find(height);
    return at != chain.end() && at->second != block && tip_of(chain) > height;
  });
}

std::uint32_t ChainView::tip() const noexcept {
  std::uint32_t highest = 0;
  for (const auto& chain : chains_) {
    highest = std::max(highest, tip_of(chain));
  }
  return highest;
}

}  // namespace dcrvoter::voter
