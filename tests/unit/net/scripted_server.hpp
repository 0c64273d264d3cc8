/// A WebSocket server that does what a test tells it, right or wrong: bytes and frames by hand, over
/// real TLS on the loopback.
#pragma once

#include "net/tls_stream.hpp"
#include "run_task.hpp"
#include "tls_pair.hpp"
#include "upgrade_answer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <string>

namespace dcrvoter::net::testing {

using asio::ip::tcp;

enum class Opcode : std::uint8_t { more = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// RFC 6455, 5.2: an unmasked frame, as a server sends it.
inline std::string frame(Opcode opcode, std::string_view payload, bool last = true) {
  std::string bytes(1, static_cast<char>((last ? 0x80 : 0) | static_cast<int>(opcode)));
  const auto add = [&bytes](std::uint64_t value, int size) {
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
      bytes += static_cast<char>(value >> shift & 0xFFU);
    }
  };
  if (payload.size() < 126) {
    add(payload.size(), 1);
  } else if (payload.size() < 65536) {
    add(126, 1);
    add(payload.size(), 2);
  } else {
    add(127, 1);
    add(payload.size(), 8);
  }
  return bytes.append(payload);
}

struct Frame {
  Opcode opcode{};
  bool last = false;
  std::string payload;
};

class Connection {
 public:
  explicit Connection(tcp::socket socket, std::unique_ptr<TlsEngine> engine)
      : stream_(std::move(socket), std::move(engine)) {}

  Task<bool> handshake() {
    const auto [error] = co_await stream_.async_handshake(asio::as_tuple(asio::use_awaitable));
    co_return !error;
  }
  Task<bool> send(std::string bytes) {
    const auto [error, size] =
        co_await asio::async_write(stream_, asio::buffer(bytes), asio::as_tuple(asio::use_awaitable));
    co_return !error;
  }
  /// Exactly `size` bytes, or fewer at the end.
  Task<std::string> receive(std::size_t size) {
    std::string bytes(size, '\0');
    const auto [error, got] =
        co_await asio::async_read(stream_, asio::buffer(bytes), asio::as_tuple(asio::use_awaitable));
    bytes.resize(got);
    co_return bytes;
  }
  /// The HTTP request, up to its empty line.
  Task<std::string> request() {
    std::string text;
    while (!text.ends_with("\r\n\r\n")) {
      const std::string more = co_await receive(1);
      if (more.empty()) {
        break;
      }
      text += more;
    }
    co_return text;
  }
  Task<Frame> next_frame() {
    const std::string head = co_await receive(2);
    if (head.size() < 2) {
      co_return Frame{};
    }
    Frame got;
    got.opcode = static_cast<Opcode>(head[0] & 0x0F);
    got.last = (head[0] & 0x80) != 0;
    CHECK((head[1] & 0x80) != 0);  // a client masks
    std::uint64_t length = static_cast<std::uint8_t>(head[1]) & 0x7FU;
    if (length >= 126) {
      const std::string more = co_await receive(length == 126 ? 2 : 8);
      length = 0;
      for (const char c : more) {
        length = length << 8U | static_cast<std::uint8_t>(c);
      }
    }
    const std::string mask = co_await receive(4);
    got.payload = co_await receive(static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < got.payload.size(); ++i) {
      got.payload[i] = static_cast<char>(got.payload[i] ^ mask[i % 4]);
    }
    co_return got;
  }
  void cut() { stream_.next_layer().close(); }
  [[nodiscard]] TlsStream<tcp::socket>& stream() { return stream_; }

 private:
  TlsStream<tcp::socket> stream_;
};

class ScriptedServer {
 public:
  explicit ScriptedServer(asio::io_context& io, Identity identity = node_identity())
      : acceptor_(io, {asio::ip::address_v4::loopback(), 0}), identity_(std::move(identity)) {}

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  [[nodiscard]] std::string where() const { return "127.0.0.1:" + std::to_string(port()); }
  /// TCP only.
  Task<std::unique_ptr<Connection>> accept() {
    auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    REQUIRE(!error);
    socket.set_option(tcp::no_delay(true));
    co_return std::make_unique<Connection>(std::move(socket), server_engine(identity_));
  }
  Task<std::unique_ptr<Connection>> accept_tls() {
    auto connection = co_await accept();
    co_await connection->handshake();
    co_return std::move(connection);
  }
  Task<std::unique_ptr<Connection>> accept_websocket() {
    auto connection = co_await accept_tls();
    const std::string request = co_await connection->request();
    co_await connection->send(upgrade_answer(request));
    co_return std::move(connection);
  }

 private:
  tcp::acceptor acceptor_;
  Identity identity_;
};

}  // namespace dcrvoter::net::testing
