/// Which blocks stand on which node's main chain: what outcomes are judged by. Pure.
///
/// Nodes may be behind, on another branch, or lie. At each height the block counts that most nodes have;
/// where as many have another, the one of the node with the higher tip; where those are even, each.
#pragma once

#include "core/hash.hpp"
#include "node/supervisor.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace dcrvoter::voter {

class ChainView {
 public:
  explicit ChainView(std::size_t nodes) : chains_(nodes) {}

  /// The node's main chain has this block: another that it had at this height is on it no more, nor what
  /// was above that.
  void connected(node::NodeId node, const core::Hash& block, std::uint32_t height);
  /// The block left the node's main chain, and with it all above.
  void disconnected(node::NodeId node, const core::Hash& block, std::uint32_t height);

  /// Nothing is known of this node's chain any more.
  void forget(node::NodeId node) { chains_.at(node).clear(); }
  [[nodiscard]] std::size_t nodes() const noexcept { return chains_.size(); }

  /// A block below all heights that are remembered counts as one of the main chain.
  [[nodiscard]] bool on_main(const core::Hash& block, std::uint32_t height) const;
  /// Whether any node has another block at this height, and one above it.
  [[nodiscard]] bool is_outgrown(const core::Hash& block, std::uint32_t height) const;
  /// Whether any node has another block at this height.
  [[nodiscard]] bool has_other(const core::Hash& block, std::uint32_t height) const;
  /// Whether the two have different blocks at the height of the lower one's tip.
  [[nodiscard]] bool disagree(node::NodeId one, node::NodeId other) const;
  /// The block that a node has at this height; null when that is not known.
  [[nodiscard]] const core::Hash* block_at(node::NodeId node, std::uint32_t height) const;
  /// Of the highest node.
  [[nodiscard]] std::uint32_t tip() const noexcept;

  /// Blocks that are remembered of each chain, below its tip.
  static constexpr std::uint32_t kDepth = 64;

 private:
  using Chain = std::map<std::uint32_t, core::Hash>;
  [[nodiscard]] static std::uint32_t tip_of(const Chain& chain) noexcept {
    return chain.empty() ? 0 : chain.rbegin()->first;
  }
  struct Support {
    std::size_t nodes = 0;
    std::uint32_t tip = 0;  ///< the highest of theirs
    friend auto operator<=>(const Support&, const Support&) = default;
  };
  [[nodiscard]] Support support(const core::Hash& block, std::uint32_t height) const;

  std::vector<Chain> chains_;  ///< [node]
};

}  // namespace dcrvoter::voter
