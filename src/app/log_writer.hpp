/// Lines that leave by a thread of their own, many at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace dcrvoter::app {

/// Takes lines from any thread and hands them to a file descriptor from one of its own: who does not
/// read holds up nobody. The lines of a block come within a few milliseconds and leave in one write(2). The
/// first sets the timer that the thread sleeps by: to wake it, so that it may wait for the others, would cost
/// the voting thread more than the line itself.
class LogWriter {
 public:
  /// Lines that may wait; beyond that the oldest are dropped, and how many is said in their place.
  static constexpr std::size_t kMostLines = 512;
  static constexpr std::chrono::milliseconds kGather{10};

  /// Another way for a line than the descriptor, on the thread; false when it is to be written after all.
  using Elsewhere = std::function<bool(std::string_view line)>;

  /// The descriptor stays the caller's. `gather`: how long a line may wait for others.
  explicit LogWriter(int descriptor, std::chrono::milliseconds gather = kGather, Elsewhere elsewhere = {});
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  /// `line` ends with a line feed, which is its only one. Never waits for the descriptor.
  void add(std::string_view line);
  /// What was added so far leaves at once.
  void hurry();
  /// Writes what is left and ends the thread; lines that are added later are lost. Waits as long as
  /// the descriptor does.
  void end();

 private:
  void run();
  /// With the mutex held.
  void wake_after(std::chrono::nanoseconds time) const noexcept;
  void write(std::string_view lines) const;
  void drop_oldest();

  int descriptor_;
  int timer_;
  std::chrono::milliseconds gather_;
  Elsewhere elsewhere_;
  std::mutex mutex_;
  std::string waiting_;
  std::size_t lines_ = 0;
  std::size_t dropped_ = 0;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace dcrvoter::app
