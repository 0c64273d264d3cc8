/// One client's connection, of either door. Inside status/ only, on the page thread.
#pragma once

#include "status/http_message.hpp"
#include "status/ip_end.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dcrvoter::status {

using HttpSocket = boost::asio::generic::stream_protocol::socket;

/// Whatever a client does or leaves undone, its time ends it.
class HttpClient : public std::enable_shared_from_this<HttpClient> {
 public:
  using Clock = std::chrono::steady_clock;

  HttpClient(HttpSocket socket, const IpEnd& peer, bool is_lan);

  /// Closes the connection after this time, which replaces the one before.
  void limit(std::chrono::milliseconds time);
  /// Lets it stay for as long as it likes.
  void unlimit() { deadline_.cancel(); }
  void close();
  [[nodiscard]] bool is_open() const noexcept { return socket_.is_open(); }

  /// Since when this waits for the client: for its request, or that it takes its answer. Nothing while the
  /// client waits for us, or for events.
  [[nodiscard]] std::optional<Clock::time_point> waits_since() const noexcept { return waits_since_; }
  /// From now on it waits for us, or for events.
  void is_served() noexcept { waits_since_.reset(); }

  /// Reads until the request is complete or refused; false: the connection is gone.
  boost::asio::awaitable<bool> read();
  /// False: the connection is gone.
  boost::asio::awaitable<bool> write(std::shared_ptr<const std::string> bytes);
  /// Reads what nobody wants until the client is gone, and closes.
  boost::asio::awaitable<void> watch();
  /// Says that nothing more comes, and reads what the client still sends: closing a socket with unread
  /// bytes would take the answer from it.
  boost::asio::awaitable<void> farewell();

  [[nodiscard]] const HttpRequest& request() const noexcept { return request_; }
  [[nodiscard]] const IpEnd& peer() const noexcept { return peer_; }
  [[nodiscard]] IpEnd here() const;
  [[nodiscard]] bool is_lan() const noexcept { return is_lan_; }

 private:
  HttpSocket socket_;
  boost::asio::steady_timer deadline_;
  HttpRequest request_;
  IpEnd peer_;
  bool is_lan_;
  std::optional<Clock::time_point> waits_since_ = Clock::now();
};

/// Sends as much as fits at once, reads as much as is there, and closes: for those who are not let in.
void turn_away(HttpSocket socket, std::string_view bytes) noexcept;

}  // namespace dcrvoter::status
