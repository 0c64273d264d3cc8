#include "net/tls_stream.hpp"

#include "run_task.hpp"
#include "tls_pair.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <mbedtls/ssl.h>

namespace dcrvoter::net {
namespace {

using namespace testing;
using namespace asio::experimental::awaitable_operators;
namespace test = boost::beast::test;

using Stream = TlsStream<test::stream>;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

struct Streams {
  explicit Streams(asio::io_context& io, test::fail_count* fails = nullptr) {
    test::stream near = fails == nullptr ? test::stream(io) : test::stream(io, *fails);
    test::stream far(io);
    near.connect(far);
    client = std::make_unique<Stream>(std::move(near), client_engine(trust_in(node_identity())));
    server = std::make_unique<Stream>(std::move(far), server_engine(node_identity()));
  }
  std::unique_ptr<Stream> client;
  std::unique_ptr<Stream> server;
};

Task<ErrorCode> shake(Stream& stream) {
  const auto [error] = co_await stream.async_handshake(kAwait);
  co_return error;
}

Task<bool> shake_both(Streams& streams) {
  const auto [client, server] = co_await (shake(*streams.client) && shake(*streams.server));
  co_return !client && !server;
}

Task<ErrorCode> write(Stream& stream, std::string text) {
  const auto [error, size] = co_await asio::async_write(stream, asio::buffer(text), kAwait);
  co_return error;
}

struct Read {
  ErrorCode error;
  std::string text;
};
Task<Read> read(Stream& stream, std::size_t size) {
  std::string text(size, '\0');
  const auto [error, got] = co_await asio::async_read(stream, asio::buffer(text), kAwait);
  text.resize(got);
  co_return Read{error, text};
}

Task<Read> echo(Stream& stream, std::size_t size) {
  Read got = co_await read(stream, size);
  if (!got.error) {
    got.error = co_await write(stream, got.text);
  }
  co_return got;
}

TEST_CASE("net/tls_stream: full duplex, whatever the size of the pieces") {
  for (const std::size_t piece : {1U, 7U, 1000U, 100000U}) {
    CAPTURE(piece);
    asio::io_context io;
    Streams streams(io);
    streams.client->next_layer().read_size(piece);
    streams.server->next_layer().write_size(piece);
    REQUIRE(run(io, shake_both(streams)));
    const std::string text(piece < 1000 ? 2'000 : 200'000, 'x');
    // All four at the same time: each side reads while it writes.
    const auto all = [](Streams& s, std::string up) -> Task<bool> {
      const auto [a, b, c, d] = co_await (write(*s.client, up) && write(*s.server, up) &&
                                          read(*s.client, up.size()) && read(*s.server, up.size()));
      co_return !a && !b && c.text == up && d.text == up;
    };
    CHECK(run(io, all(streams, text)));
    CHECK(streams.client->last_input() > core::SteadyTime{});
  }
}

TEST_CASE("net/tls_stream: several buffers leave as one record, before the call returns") {
  asio::io_context io;
  Streams streams(io);
  REQUIRE(run(io, shake_both(streams)));
  const auto before = streams.client->next_layer().nwrite();
  const auto arrived = streams.server->next_layer().nread_bytes();
  const std::array<asio::const_buffer, 3> buffers{asio::buffer("header", 6), asio::const_buffer(),
                                                  asio::buffer("body", 4)};
  bool written = false;
  streams.client->async_write_some(buffers, [&written](ErrorCode error, std::size_t size) {
    CHECK(!error);
    CHECK(size == 10);
    written = true;
  });
  CHECK(!written);
  CHECK(streams.client->next_layer().nwrite() == before + 1);
  CHECK(run(io, read(*streams.server, 10)).text == "headerbody");
  CHECK(written);
  CHECK(streams.server->next_layer().nread_bytes() - arrived < 10 + 64);
}

TEST_CASE("net/tls_stream: what is held back leaves with the next write, or once it is much") {
  asio::io_context io;
  Streams streams(io);
  REQUIRE(run(io, shake_both(streams)));
  const auto before = streams.client->next_layer().nwrite();
  CHECK(streams.client->last_output() > core::SteadyTime{});
  streams.client->hold_back(true);
  CHECK(!run(io, write(*streams.client, "one ")));
  CHECK(!run(io, write(*streams.client, "two ")));
  CHECK(streams.client->next_layer().nwrite() == before);
  streams.client->hold_back(false);
  CHECK(!run(io, write(*streams.client, "three")));
  CHECK(streams.client->next_layer().nwrite() == before + 1);
  CHECK(run(io, read(*streams.server, 13)).text == "one two three");

  streams.client->hold_back(true);
  const std::string much(100'000, 'x');
  const auto both = [](Streams& s, const std::string& text) -> Task<bool> {
    const auto [written, got] = co_await (write(*s.client, text) && read(*s.server, 60'000));
    co_return !written && !got.error;
  };
  CHECK(run(io, both(streams, much)));
}

TEST_CASE("net/tls_stream: a handler is never called within the call that it was given to") {
  asio::io_context io;
  Streams streams(io);
  REQUIRE(run(io, shake_both(streams)));
  REQUIRE(!run(io, write(*streams.server, "abc")));
  CHECK(run(io, read(*streams.client, 1)).text == "a");
  bool called = false;
  std::array<char, 2> rest{};  // already decrypted
  streams.client->async_read_some(asio::buffer(rest),
                                  [&called](ErrorCode, std::size_t size) { called = size == 2; });
  CHECK(!called);
  streams.client->async_write_some(asio::const_buffer(), [](ErrorCode error, std::size_t size) {
    CHECK(!error);
    CHECK(size == 0);
  });
  io.restart();
  io.poll();
  CHECK(called);
}

TEST_CASE("net/tls_stream: farewell is an end, a cut is not") {
  asio::io_context io;
  Streams streams(io);
  REQUIRE(run(io, shake_both(streams)));
  SUBCASE("farewell") {
    const auto bye = [](Stream& s) -> Task<ErrorCode> {
      const auto [error] = co_await s.async_shutdown(kAwait);
      co_return error;
    };
    CHECK(!run(io, bye(*streams.server)));
    CHECK(run(io, read(*streams.client, 1)).error == asio::error::eof);
  }
  SUBCASE("cut") {
    streams.server->next_layer().close();
    CHECK(run(io, read(*streams.client, 1)).error == tls_truncated());
  }
}

TEST_CASE("net/tls_stream: an untrusted server gets no word from us but the alert") {
  asio::io_context io;
  test::stream near(io);
  test::stream far(io);
  near.connect(far);
  Stream client(std::move(near), client_engine(trust_in(make_identity({}))));
  Stream server(std::move(far), server_engine(node_identity()));
  const auto both = [](Stream& c, Stream& s) -> Task<bool> {
    const auto [a, b] = co_await (shake(c) && shake(s));
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
    const bool told = b.failed();  // our server's side does not understand an alert so early
#else
    const bool told = b == tls_fatal_alert();
#endif
    co_return a&& told&& c.engine().explain_handshake(a).kind == core::Errc::untrusted;
  };
  CHECK(run(io, both(client, server)));
}

TEST_CASE("net/tls_stream: whatever fails at whichever step of the stream below, it ends with that error") {
  constexpr std::size_t kSteps = 200;
  std::size_t step = 0;
  for (; step < kSteps; ++step) {
    CAPTURE(step);
    asio::io_context io;
    test::fail_count fails(step, asio::error::connection_reset);
    Streams streams(io, &fails);
    const auto session = [](Streams& s) -> Task<ErrorCode> {
      const auto server_side = [](Streams& all) -> Task<ErrorCode> {
        ErrorCode error = co_await shake(*all.server);
        if (!error) {
          const Read got = co_await echo(*all.server, 5);
          error = got.error;
        }
        co_return error;
      };
      const auto client_side = [](Streams& all) -> Task<ErrorCode> {
        ErrorCode error = co_await shake(*all.client);
        if (!error) {
          error = co_await write(*all.client, "hello");
        }
        if (!error) {
          const Read got = co_await read(*all.client, 5);
          error = got.error;
        }
        all.client->next_layer().close();
        co_return error;
      };
      const auto [client, server] = co_await (client_side(s) && server_side(s));
      co_return client;
    };
    const ErrorCode error = run(io, session(streams));
    if (!error) {
      break;
    }
    CHECK(error == asio::error::connection_reset);
  }
  CHECK(step > 4);
  CHECK(step < kSteps);
}

TEST_CASE("net/tls_stream: a cancelled read ends with operation_aborted") {
  asio::io_context io;
  Streams streams(io);
  REQUIRE(run(io, shake_both(streams)));
  asio::cancellation_signal signal;
  std::array<char, 8> space{};
  ErrorCode ended;
  streams.client->async_read_some(
      asio::buffer(space),
      asio::bind_cancellation_slot(signal.slot(), [&ended](ErrorCode error, std::size_t) { ended = error; }));
  io.restart();
  io.poll();
  streams.client->next_layer().close();  // a test stream knows no cancellation of its own
  signal.emit(asio::cancellation_type::terminal);
  io.restart();
  io.run_for(kPatience);
  CHECK(ended);
}

TEST_CASE("net/tls_stream: after a write that failed every further one fails too") {
  using asio::ip::tcp;
  asio::io_context io;
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  tcp::socket near(io);
  near.connect(acceptor.local_endpoint());
  using TcpStream = TlsStream<tcp::socket>;
  TcpStream client(std::move(near), client_engine(trust_in(node_identity())));
  auto server = std::make_unique<TcpStream>(acceptor.accept(), server_engine(node_identity()));
  const auto handshake = [](TcpStream& stream) -> Task<bool> {
    const auto [error] = co_await stream.async_handshake(kAwait);
    co_return !error;
  };
  const auto both = [&]() -> Task<bool> {
    const auto [a, b] = co_await (handshake(client) && handshake(*server));
    co_return a&& b;
  };
  REQUIRE(run(io, both()));
  server->next_layer().set_option(tcp::socket::linger(true, 0));  // closes with a reset
  server.reset();
  const auto write_to_nobody = [](TcpStream& stream) -> Task<ErrorCode> {
    const std::string text = "vote";
    const auto [error, size] = co_await asio::async_write(stream, asio::buffer(text), kAwait);
    co_return error;
  };
  ErrorCode first;
  while (!first) {
    first = run(io, write_to_nobody(client));
  }
  for (int i = 0; i < 5; ++i) {
    CHECK(run(io, write_to_nobody(client)) == first);
  }
}

}  // namespace
}  // namespace dcrvoter::net
