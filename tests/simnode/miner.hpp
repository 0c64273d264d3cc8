/// Makes the next block: by command or by the clock, and as dcrd does, not before the votes on its
/// parent are there or have been waited for.
#pragma once

#include "simnode/chain.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dcrvoter::simnode {

class Node;

/// One block to be made.
struct MineOrder {
  core::Hash parent{};           ///< zero: the tip
  std::uint32_t wait_ms = 2500;  ///< for the votes of our winners on the parent
  unsigned least_votes = 0;      ///< fewer at the end of the wait: no block
  bool announce = true;          ///< tell the winning tickets
};

/// What came of it.
struct Mined {
  Block* block = nullptr;  ///< null: not made
  std::string why;         ///< … because of this
};

class Miner {
 public:
  explicit Miner(Node& node);

  /// One after the other; `done` is called when the block is there, or cannot be.
  void mine(MineOrder order, std::function<void(const Mined&)> done);
  /// A block every `period_ms`, as long as nothing else is told.
  void start(std::uint32_t period_ms, MineOrder order);
  void stop();
  /// The mempool has a vote more: perhaps that was waited for.
  void votes_changed();

  bool strangers_vote = true, strangers_buy = true;
  std::uint32_t buy_per_block = 0;  ///< tickets of ours bought before each block

 private:
  struct Job {
    MineOrder order;
    std::function<void(const Mined&)> done;
  };
  void begin();
  void try_finish(bool deadline);
  void tick();
  [[nodiscard]] Block* parent_of(const MineOrder& order) const;
  [[nodiscard]] std::vector<core::Hash> missing(const Block& parent) const;
  [[nodiscard]] std::unique_ptr<Block> build(Block& parent);
  void tell(const Block& block) const;

  Node& node_;
  std::deque<Job> jobs_;
  boost::asio::steady_timer deadline_, clock_;
  bool waiting_ = false;
  std::uint32_t period_ms_ = 0;
  MineOrder clock_order_;
};

}  // namespace dcrvoter::simnode
