// How a connection begins: the handshakes, and what a server may make of them.
#include "openssl_process.hpp"
#include "websocket_ends.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <mbedtls/ssl.h>

#include <future>

namespace dcrvoter::net {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;
using core::Errc;

/// What connect() says to a server that does `script` with a connection whose TLS is up.
using Script = Task<void> (*)(Connection&);
core::Error connect_error(WebSocketOptions options, ScriptedServer& server, asio::io_context& io,
                          Script script) {
  const auto serve = [](ScriptedServer& s, Script act) -> Task<bool> {
    auto connection = co_await s.accept_tls();
    co_await act(*connection);
    co_return true;
  };
  const auto both = [](WebSocketOptions o, Task<bool> serving) -> Task<core::Error> {
    auto [result, done] = co_await (WebSocket::connect(std::move(o)) && std::move(serving));
    REQUIRE(!result);
    co_return result.error();
  };
  return run(io, both(std::move(options), serve(server, script)));
}

TEST_CASE("net/websocket: asks as a node expects it") {
  asio::io_context io;
  ScriptedServer server(io);
  std::string request;
  const auto serve = [](ScriptedServer& s, std::string& out) -> Task<std::unique_ptr<Connection>> {
    auto connection = co_await s.accept_tls();
    out = co_await connection->request();
    co_await connection->send(upgrade_answer(out));
    co_return std::move(connection);
  };
  const auto both = [](WebSocketOptions o, Task<std::unique_ptr<Connection>> serving) -> Task<bool> {
    auto [client, connection] = co_await (WebSocket::connect(std::move(o)) && std::move(serving));
    REQUIRE(client);
    CHECK((*client)->describe_tls().starts_with("TLS 1."));
    CHECK((*client)->warnings().empty());
    co_return true;
  };
  auto options = options_for(server);
  SUBCASE("with a login") {
    run(io, both(options, serve(server, request)));
    CHECK(header(request, "Authorization") == "Basic dXNlcjpwYXNz");
  }
  SUBCASE("without one") {
    options.user.clear();
    run(io, both(options, serve(server, request)));
    CHECK(request.find("Authorization") == std::string::npos);
  }
  CHECK(request.starts_with("GET /ws HTTP/1.1\r\n"));
  CHECK(header(request, "Host") == server.where());
  CHECK(header(request, "Sec-WebSocket-Version") == "13");
  CHECK(request.find("Origin") == std::string::npos);
  CHECK(request.find("Extensions") == std::string::npos);
}

TEST_CASE("net/websocket: answers to the upgrade other than yes") {
  asio::io_context io;
  ScriptedServer server(io);
  const auto options = options_for(server);
  auto error = connect_error(options, server, io, [](Connection& c) -> Task<void> {
    co_await c.request();
    co_await c.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 18\r\n\r\n401 Unauthorized.\n");
  });
  CHECK(error.kind == Errc::unauthorized);
  CHECK(error.text ==
        server.where() + " refused the login; check user and password (dcrd: rpcuser, rpcpass)");

  error = connect_error(options, server, io, [](Connection& c) -> Task<void> {
    co_await c.request();
    co_await c.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  });
  CHECK(error.kind == Errc::refused);
  CHECK(error.text.find("/ws with HTTP status 404") != std::string::npos);

  error = connect_error(options, server, io, [](Connection& c) -> Task<void> {
    co_await c.request();
    co_await c.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
  });
  CHECK(error.kind == Errc::malformed);

  error = connect_error(options, server, io, [](Connection& c) -> Task<void> {
    const std::string request = co_await c.request();
    std::string answer = upgrade_answer(request);
    answer[answer.size() - 8] ^= 1;  // the proof that it read our key
    co_await c.send(answer);
  });
  CHECK(error.kind == Errc::malformed);

  error = connect_error(options, server, io, [](Connection& c) -> Task<void> {
    co_await c.request();
    co_await c.send("HTTP/1.1 101 Switching Protocols\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  });
  CHECK(error.kind == Errc::malformed);
}

TEST_CASE("net/websocket: an answer to the upgrade that is cut at any byte is a closed connection") {
  asio::io_context io;
  ScriptedServer server(io);
  const std::size_t size = upgrade_answer("\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n").size();
  static std::size_t cut = 0;
  for (cut = 0; cut < size; cut += 7) {
    CAPTURE(cut);
    const auto error = connect_error(options_for(server), server, io, [](Connection& c) -> Task<void> {
      const std::string request = co_await c.request();
      const std::string answer = upgrade_answer(request).substr(0, cut);
      co_await c.send(answer);
      c.cut();
    });
    CHECK(error.kind == Errc::closed);
  }
}

TEST_CASE("net/websocket: each stage has its deadline") {
  asio::io_context io;
  ScriptedServer server(io);
  auto options = options_for(server);
  SUBCASE("TLS") {
    options.tls_deadline = 20ms;
    const auto both = [](ScriptedServer& s, WebSocketOptions o) -> Task<core::Error> {
      const auto [result, silent] = co_await (WebSocket::connect(std::move(o)) && s.accept());
      REQUIRE(!result);
      co_return result.error();
    };
    const auto error = run(io, both(server, options));
    CHECK(error.kind == Errc::timed_out);
    CHECK(error.text.find("did not finish the TLS handshake in time") != std::string::npos);
  }
  SUBCASE("upgrade") {
    options.upgrade_deadline = 20ms;
    const auto error = connect_error(options, server, io, [](Connection& c) -> Task<void> {
      co_await c.request();
      co_await c.receive(1);
    });
    CHECK(error.kind == Errc::timed_out);
    CHECK(error.text == server.where() + " did not answer the WebSocket request in time");
  }
}

TEST_CASE("net/websocket: a connect that is cancelled ends at once, wherever it is") {
  asio::io_context io;
  ScriptedServer server(io);
  const auto options = options_for(server);
  Script wait_for = nullptr;  // what the server has seen when we give up
  SUBCASE("TLS") {
    wait_for = [](Connection& c) -> Task<void> {
      co_await c.stream().next_layer().async_wait(tcp::socket::wait_read, asio::use_awaitable);
    };
  }
  SUBCASE("upgrade") {
    wait_for = [](Connection& c) -> Task<void> {
      co_await c.handshake();
      co_await c.request();
    };
  }
  asio::cancellation_signal give_up;
  bool ended = false;
  asio::co_spawn(io, WebSocket::connect(options),
                 asio::bind_cancellation_slot(give_up.slot(), [&](std::exception_ptr, const auto& result) {
                   ended = true;
                   CHECK((!result || *result == nullptr));
                 }));
  const auto serve = [](ScriptedServer& s, Script seen) -> Task<std::unique_ptr<Connection>> {
    auto connection = co_await s.accept();
    co_await seen(*connection);
    co_return std::move(connection);
  };
  const auto connection = run(io, serve(server, wait_for));
  CHECK_FALSE(ended);
  give_up.emit(asio::cancellation_type::terminal);
  io.restart();
  io.run_for(1s);
  CHECK(ended);
  CHECK(io.stopped());  // nothing of it is left to wait for
}

TEST_CASE("net/websocket: an untrusted server sees no password") {
  asio::io_context io;
  ScriptedServer server(io);
  auto options = options_for(server);
  options.trust = trust_in(make_identity({}));
  const auto error = connect_error(options, server, io, [](Connection& c) -> Task<void> {
    const std::string request = co_await c.request();
    CHECK(request.empty());
  });
  CHECK(error.kind == Errc::untrusted);
  CHECK(error.text.find("copy its rpc.cert here again") != std::string::npos);
  CHECK(error.text.find("pass") == std::string::npos);
}

/// `openssl s_server` with a node's certificate that asks for one of `authority`.
class AskingServer {
 public:
  AskingServer(const Identity& authority, const char* version)
      : server_({"-cert", folder_.file("rpc.cert", node_identity().certificate_pem), "-key",
                 folder_.file("rpc.key", node_identity().key_pem), "-CAfile",
                 folder_.file("clients.pem", authority.certificate_pem), "-Verify", "1",
                 "-verify_return_error", "-legacy_renegotiation", version}) {}
  [[nodiscard]] OpensslProcess& process() { return server_.process(); }
  [[nodiscard]] std::string where() const { return "127.0.0.1:" + std::to_string(server_.port()); }
  /// What connect() says.
  [[nodiscard]] core::Error refusal(std::optional<ClientCertificate> client) const {
    WebSocketOptions options;
    options.host = "127.0.0.1";
    options.port = server_.port();
    options.trust = trust_in(node_identity());
    options.client = std::move(client);
    asio::io_context io;
    const auto connected = run(io, WebSocket::connect(std::move(options)));
    REQUIRE(!connected);
    return connected.error();
  }

 private:
  TemporaryFolder folder_;
  OpensslServer server_;
};

TEST_CASE("net/websocket: a client certificate that the server refuses, or misses, is one clear sentence") {
  const Identity authority = make_identity({.name = "ca"});
  const ClientCertificate stranger = make_identity({.name = "stranger"}).as_client();
  const ClientCertificate expired =
      make_identity({.name = "voter", .not_after = "20210101000000", .ca = false, .issuer = &authority})
          .as_client();
  std::vector<const char*> versions{"-tls1_2"};
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
  versions.push_back("-tls1_3");  // here the refusal comes when our side of the handshake is done
#endif
  for (const char* version : versions) {
    CAPTURE(version);
    for (const ClientCertificate& shown : {stranger, expired}) {
      const AskingServer server(authority, version);
      const auto error = server.refusal(shown);
      CHECK(error.kind == Errc::untrusted);
      CHECK(error.text ==
            server.where() + " did not accept our client certificate; add it to the node's clients.pem");
    }
    const AskingServer server(authority, version);
    const auto error = server.refusal(std::nullopt);
    CHECK(error.kind == Errc::untrusted);
    CHECK(error.text.starts_with(server.where() + " "));
    CHECK(error.text.find("asks for a client certificate (dcrd: authtype=clientcert)") != std::string::npos);
    CHECK(error.text.find("set client_certificate and client_key") != std::string::npos);
  }
}

TEST_CASE("net/websocket: an alert in answer to the upgrade is taken as one about the client certificate") {
  const Identity authority = make_identity({.name = "ca"});
  const Identity voter = make_identity({.name = "voter", .ca = false, .issuer = &authority});
  AskingServer server(authority, "-tls1_2");
  // The server asks for the certificate anew, we decline, and it ends with an alert.
  auto typing = std::async(std::launch::async, [&server] {
    server.process().up_to_line("Secure Renegotiation");
    server.process().type("R\n");
  });
  const auto error = server.refusal(voter.as_client());
  typing.get();
  CHECK(error.kind == Errc::untrusted);
  CHECK(error.text ==
        server.where() + " did not accept our client certificate; add it to the node's clients.pem");
}

}  // namespace
}  // namespace dcrvoter::net
