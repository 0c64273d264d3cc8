/// A deadline for a stage of several waits.
#pragma once

#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace dcrvoter::net {

/// Calls `on_expiry` once when the time is up, unless this has gone before. What is closed there
/// (a socket) ends the pending operation, and expired() then tells why. Cancelling an operation
/// half way would leave a stream unusable anyway, so that nothing is lost by closing it.
/// On the executor's thread only.
class Deadline {
 public:
  Deadline(const asio::any_io_executor& executor, std::chrono::steady_clock::duration after,
           std::function<void()> on_expiry)
      : state_(std::make_shared<State>(State{std::move(on_expiry)})), timer_(executor, after) {
    timer_.async_wait([state = state_](const boost::system::error_code& error) {
      if (!error && state->on_expiry) {
        state->expired = true;
        state->on_expiry();
      }
    });
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline() { state_->on_expiry = nullptr; }  // the timer's handler may be on its way already

  [[nodiscard]] bool expired() const noexcept { return state_->expired; }

 private:
  struct State {
    std::function<void()> on_expiry;
    bool expired = false;
  };
  std::shared_ptr<State> state_;
  asio::steady_timer timer_;
};

}  // namespace dcrvoter::net
