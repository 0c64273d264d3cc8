#include "voter/call_watch.hpp"

namespace dcrvoter::voter {

void CallWatch::connected(const core::Hash& block, const core::Hash& previous) {
  owed_ = !announced_ || tip_ != previous;
  tip_ = block;
  called_ = announced_ = asked_ = false;
}

void CallWatch::called(const core::Hash& block) {
  if (block == tip_) {
    called_ = true;
    announced_ = announced_ || (!asked_ && under_way_ == 0);
  }
}

void CallWatch::asked() {
  asked_ = true;
  ++under_way_;
}

void CallWatch::answered() {
  --under_way_;
}

}  // namespace dcrvoter::voter
