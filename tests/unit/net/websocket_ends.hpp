/// A WebSocket of ours and the scripted server that it is connected to.
#pragma once

#include "net/websocket.hpp"
#include "scripted_server.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace dcrvoter::net::testing {

inline WebSocketOptions options_for(const ScriptedServer& server) {
  WebSocketOptions options;
  options.host = "127.0.0.1";
  options.port = server.port();
  options.user = "user";
  options.password = "pass";
  options.trust = trust_in(node_identity());
  options.message_limit = 1'000'000;
  return options;
}

/// Both ends of a connection that is up.
struct Ends {
  std::unique_ptr<WebSocket> client;
  std::unique_ptr<Connection> server;
};
inline Ends connect(asio::io_context& io, ScriptedServer& server) {
  using namespace asio::experimental::awaitable_operators;
  const auto both = [](ScriptedServer& s) -> Task<Ends> {
    auto [client, connection] = co_await (WebSocket::connect(options_for(s)) && s.accept_websocket());
    if (!client) {
      FAIL(client.error().text);
    }
    co_return Ends{std::move(*client), std::move(connection)};
  };
  return run(io, both(server));
}

}  // namespace dcrvoter::net::testing
