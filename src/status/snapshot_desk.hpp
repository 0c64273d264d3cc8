/// Where requests wait for a snapshot. Inside status/ only; used on one executor's thread.
#pragma once

#include "status/ask_snapshot.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace dcrvoter::status {

/// Asks once for all who wait, and not again before the answer or its deadline; so clients, however
/// often they ask, cost the voting thread a snapshot each `between` at most. Nobody gets a snapshot that
/// was asked for before his request came.
class SnapshotDesk {
 public:
  /// `context` outlives this.
  SnapshotDesk(boost::asio::io_context& context, AskSnapshot ask, std::chrono::milliseconds between,
               std::chrono::milliseconds patience);
  ~SnapshotDesk();
  SnapshotDesk(const SnapshotDesk&) = delete;
  SnapshotDesk& operator=(const SnapshotDesk&) = delete;

  /// Answers that come from now on are dropped. Before the context ends.
  void close();
  /// Null when none came in time.
  boost::asio::awaitable<std::shared_ptr<const Snapshot>> get();

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiter;
  struct Mailbox;

  void ask_soon();
  void ask_now();
  void answered(unsigned question, const std::shared_ptr<const Snapshot>& snapshot);

  boost::asio::io_context& context_;
  AskSnapshot ask_;
  std::chrono::milliseconds between_, patience_;
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<std::shared_ptr<Waiter>> waiting_;
  boost::asio::steady_timer next_ask_;
  bool planned_ = false;   ///< next_ask_ runs
  bool open_ = false;      ///< the last question has no answer yet
  unsigned question_ = 0;  ///< its number
  Clock::time_point asked_at_ = Clock::time_point::min();
};

}  // namespace dcrvoter::status
