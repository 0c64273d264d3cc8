/// Whether a node owes the winners of its tip, so that it is to be asked for them (`rebroadcastwinners`).
/// Pure; one for each connection.
///
/// Of blocks that link at once, since the first of them came last, a node announces that one alone; and
/// none while it is not current, the last included. The tip is then silent, and so was the block before it. A
/// node that has announced the block before, and is silent of this one, may withhold its winners on
/// purpose (dcrd does so with a block that spends what a mixer misused): it is not asked, though it
/// would answer.
#pragma once

#include "core/hash.hpp"

#include <cstddef>

namespace dcrvoter::voter {

class CallWatch {
 public:
  /// The node's main chain has this block now.
  void connected(const core::Hash& block, const core::Hash& previous);
  /// It named the winners of a block.
  void called(const core::Hash& block);
  /// It is asked, for whatever reason, and each question comes to its end.
  void asked();
  void answered();

  /// Whether it should have called its tip, has not, and was not asked since that is its tip. One question
  /// is under way at a time.
  [[nodiscard]] bool is_owed() const noexcept { return owed_ && !called_ && !asked_ && under_way_ == 0; }

 private:
  core::Hash tip_;
  bool owed_ = false;       ///< it did not announce the block before the tip
  bool called_ = false;     ///< the tip
  bool announced_ = false;  ///< called it unasked
  bool asked_ = false;      ///< since the tip came
  std::size_t under_way_ = 0;
};

}  // namespace dcrvoter::voter
