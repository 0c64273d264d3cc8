/// What a client is answered, of either door. Inside status/ only, on the page thread.
#pragma once

#include "status/client_count.hpp"
#include "status/event_stream.hpp"
#include "status/http_client.hpp"
#include "status/http_server.hpp"
#include "status/routes.hpp"
#include "status/snapshot_desk.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>

namespace dcrvoter::status {

/// Lives as long as the coroutines that serve, which end with the context at the latest.
class HttpService : public std::enable_shared_from_this<HttpService> {
 public:
  /// Both outlive this, save that the context ends coroutines, and this with the last of them, in its own
  /// end.
  HttpService(boost::asio::io_context& context, const HttpServerSettings& settings);

  /// From the request to the end of its answer.
  boost::asio::awaitable<void> serve(std::shared_ptr<HttpClient> client);
  /// Drops snapshots that come from now on. Once no thread runs the context any more, and before its end.
  void end() { desk_.close(); }

 private:
  [[nodiscard]] std::optional<HttpAnswer> refuse(const HttpClient& client) const;
  [[nodiscard]] Show show_to(const HttpClient& client) const;
  boost::asio::awaitable<HttpAnswer> answer_to(std::shared_ptr<HttpClient> client, Route found);
  boost::asio::awaitable<void> send(std::shared_ptr<HttpClient> client,
                                    std::shared_ptr<const std::string> bytes);
  boost::asio::awaitable<bool> write(std::shared_ptr<HttpClient> client,
                                     std::shared_ptr<const std::string> bytes);
  boost::asio::awaitable<void> serve_events(std::shared_ptr<HttpClient> client);

  boost::asio::io_context& context_;
  const HttpServerSettings& settings_;
  SnapshotDesk desk_;
  EventStream lan_events_, control_events_;
  ClientCount lan_listeners_, control_listeners_;
  std::size_t waiting_bytes_ = 0;
};

/// The answer with the time of now (RFC 9110 wants it of a server with a clock).
[[nodiscard]] HttpAnswer dated(HttpAnswer answer);
/// The answer to one for whom there is no room: 503.
[[nodiscard]] std::string busy_answer();

}  // namespace dcrvoter::status
