/// Who listens at `/api/v1/events` (event.hpp). Inside status/ only, on the page thread.
#pragma once

#include "status/event.hpp"
#include "status/snapshot_desk.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace dcrvoter::status {

/// Asks for snapshots as long as somebody listens, once for all of them.
class EventStream {
 public:
  class Listener {
   public:
    explicit Listener(boost::asio::io_context& context) : wake_(context) {}
    /// What there is to send next; null when the waiting was ended by wake(). What came while nobody waited
    /// is left out, but for the last of it.
    boost::asio::awaitable<std::shared_ptr<const std::string>> next();
    void wake();

   private:
    friend EventStream;
    boost::asio::steady_timer wake_;
    std::shared_ptr<const std::string> news_;
    bool is_new_ = true;  ///< has had no event
  };

  /// `context` and `desk` outlive this.
  EventStream(boost::asio::io_context& context, SnapshotDesk& desk, Show show, EventTiming timing);

  /// From now on until leave(); the first event is made at once.
  [[nodiscard]] std::shared_ptr<Listener> join();
  void leave(const std::shared_ptr<Listener>& listener);

 private:
  using Clock = std::chrono::steady_clock;

  boost::asio::awaitable<void> pump();
  void look(const Snapshot& snapshot);
  void tell(const std::shared_ptr<const std::string>& text, bool new_ones_only);

  boost::asio::io_context& context_;
  SnapshotDesk& desk_;
  Show show_;
  EventTiming timing_;
  std::vector<std::shared_ptr<Listener>> listeners_;
  boost::asio::steady_timer pause_;
  bool pumping_ = false;
  std::string last_;  ///< fingerprint
  Clock::time_point told_ = Clock::time_point::min();
};

}  // namespace dcrvoter::status
