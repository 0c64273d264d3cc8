#include "host/loop_watch.hpp"

namespace dcrvoter::host {

bool LoopWatch::moved() {
  const bool moved = under_way_ && under_way_->ran.load(std::memory_order_acquire);
  if (moved || !under_way_) {
    under_way_ = std::make_shared<Stamp>();
    post_([stamp = under_way_] { stamp->ran.store(true, std::memory_order_release); });
  }
  return moved;
}

}  // namespace dcrvoter::host
