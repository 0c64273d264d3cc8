/// The last blocks of the main chain whose transactions we have looked through: tells whether a new
/// block follows on, and where to take up the search after a gap. Pure.
#pragma once

#include "core/hash.hpp"
#include "wire/block.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace dcrvoter::voter {

class ChainTrail {
 public:
  enum class Step {
    extended,  ///< follows on what we know, or on a block that it replaces
    known,     ///< we have it already
    gap,       ///< its parent is unknown: blocks between were not looked through
  };

  struct Block {
    core::Hash hash;
    std::uint32_t height = 0;
    friend bool operator==(const Block&, const Block&) = default;
  };

  /// A block whose matching transactions were looked through (after this call, if it extends).
  Step connect(const core::Hash& block, const wire::BlockHeader& header);
  /// The first block ever, or the last one of a search: everything before it is done.
  void restart(const core::Hash& block, std::uint32_t height);

  [[nodiscard]] bool empty() const noexcept { return blocks_.empty(); }
  [[nodiscard]] std::uint32_t height() const noexcept { return blocks_.empty() ? 0 : blocks_.back().height; }
  [[nodiscard]] core::Hash tip() const noexcept {
    return blocks_.empty() ? core::Hash{} : blocks_.back().hash;
  }
  /// Newest first, for `getheaders`.
  [[nodiscard]] std::vector<core::Hash> locators() const;
  /// Height of a locator, or nothing.
  [[nodiscard]] const std::uint32_t* height_of(const core::Hash& block) const;
  /// The locator of this height, or nothing.
  [[nodiscard]] std::optional<core::Hash> block_at(std::uint32_t height) const;
  /// Those above this block: they leave the chain with another one that is built on it. All of them, where
  /// it is not on the trail.
  [[nodiscard]] std::vector<Block> above(const core::Hash& block) const;

  static constexpr std::size_t kLength = 64;

 private:
  std::deque<Block> blocks_;  ///< oldest first
};

}  // namespace dcrvoter::voter
