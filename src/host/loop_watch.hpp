/// Whether a loop goes on, as seen by another thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

namespace dcrvoter::host {

/// Hands the loop a function now and then and looks whether it was run: a loop that waits for events runs it
/// at once, one that is stuck in a call, a lock or a calculation does not.
class LoopWatch {
 public:
  /// `post` has the loop run a function some time, and returns at once. From the watching thread.
  using Post = std::function<void(std::function<void()>)>;

  explicit LoopWatch(Post post) : post_(std::move(post)) {}

  /// Whether the loop has run what it was handed by the last call; then it is handed the next. False at
  /// first. Never more than one is under way.
  [[nodiscard]] bool moved();

 private:
  struct Stamp {
    std::atomic<bool> ran{false};
  };

  Post post_;
  std::shared_ptr<Stamp> under_way_;  ///< also the loop's, which may outlive this
};

}  // namespace dcrvoter::host
