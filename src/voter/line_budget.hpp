/// How many lines of the log a node may cause by what it says.
#pragma once

#include "core/clock.hpp"

#include <chrono>

namespace dcrvoter::voter {

/// So many a minute: a deep reorganisation is told block by block, and a node that invents thousands does not
/// push the lines of votes out of the log.
class LineBudget {
 public:
  static constexpr int kMost = 100;
  static constexpr std::chrono::minutes kTime{1};

  enum class Answer {
    say,
    say_last,  ///< and that there may be more
    hold,
  };
  Answer ask(core::SteadyTime now) noexcept {
    if (said_ == 0 || now - begin_ >= kTime) {
      begin_ = now;
      said_ = 0;
    }
    said_ += said_ <= kMost ? 1 : 0;
    return said_ < kMost ? Answer::say : said_ == kMost ? Answer::say_last : Answer::hold;
  }

 private:
  core::SteadyTime begin_;
  int said_ = 0;
};

}  // namespace dcrvoter::voter
