/// One live connection to one node: WebSocket and JSON-RPC session together.
/// One thread; a shared_ptr keeps it alive while its coroutines run.
#pragma once

#include "core/clock.hpp"
#include "net/task.hpp"
#include "net/websocket.hpp"
#include "node/call_result.hpp"
#include "node/notification.hpp"
#include "node/outgoing.hpp"
#include "node/rpc_session.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::node {

/// How long things may take. Production values; tests shorten them.
struct Timing {
  std::chrono::milliseconds ping_every{10'000};  ///< no longer than any call's deadline
  std::chrono::milliseconds silence{20'000};     ///< without a byte: the connection is dropped
  std::chrono::milliseconds call{30'000};        ///< an ordinary call
  std::chrono::milliseconds long_call{120'000};  ///< rescan, getheaders, existsaddresses
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// Notifications with the time of their last byte. Called in the order of arrival.
  using OnNotification = std::function<void(Notification&&, core::SteadyTime)>;

  Connection(net::asio::any_io_executor executor, std::unique_ptr<net::WebSocket> socket, Timing timing,
             OnNotification on_notification);

  /// Starts reading, writing and watching. Once.
  void start();

  /// Sends a call; `params` is a JSON array as text. The handler is called exactly once: with the
  /// answer, or with the error that ended the connection. `on_sent` is called at most once, and not
  /// after the connection has ended. Calls that are made together leave together, see next_message().
  void request(std::string_view method, std::string_view params, std::chrono::milliseconds deadline,
               ReplyHandler handler, OnSent on_sent = nullptr);

  /// Waits until the connection has ended and says why.
  net::Task<core::Error> closed();
  [[nodiscard]] bool is_closed() const noexcept { return closed_.has_value(); }

  /// Ends the connection; every open call ends with this error.
  void fail(core::Error why);

  [[nodiscard]] const Timing& timing() const noexcept { return timing_; }
  [[nodiscard]] net::asio::any_io_executor executor() const { return executor_; }
  [[nodiscard]] const net::WebSocket& socket() const noexcept { return *socket_; }

 private:
  net::Task<void> read_loop(std::shared_ptr<Connection> self);
  net::Task<void> write_loop(std::shared_ptr<Connection> self);
  net::Task<void> watch_loop(std::shared_ptr<Connection> self);
  /// Beside the watching: it leaves behind a call that is being written, and for that one there may be no
  /// end.
  net::Task<void> ping(std::shared_ptr<Connection> self);

  net::asio::any_io_executor executor_;
  std::unique_ptr<net::WebSocket> socket_;
  Timing timing_;
  OnNotification on_notification_;
  RpcSession session_;
  std::vector<Outgoing> outgoing_;
  bool pinging_ = false;
  net::asio::steady_timer wake_writer_;
  net::asio::steady_timer wake_watch_;
  net::asio::steady_timer ended_;
  std::optional<core::Error> closed_;
};

}  // namespace dcrvoter::node
