// Whatever a server sends, at each layer: before TLS is up, within its handshake, as records after it,
// and as HTTP and WebSocket frames inside of it.
#include "fuzz.hpp"
#include "net/test_pki.hpp"
#include "net/tls_stream.hpp"
#include "net/upgrade_answer.hpp"
#include "net/websocket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>

using namespace dcrvoter;
using net::TlsEngine;
using net::testing::node_identity;
namespace asio = net::asio;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMessageLimit = 4096;
constexpr std::string_view kPassword = "correct horse";

const net::Trust& pinned() {
  static const net::Trust trust{"", node_identity().fingerprint(), nullptr};
  return trust;
}

std::unique_ptr<TlsEngine> client_engine() {
  return std::move(*TlsEngine::client({"localhost", "localhost:9109", pinned(), std::nullopt}));
}
std::unique_ptr<TlsEngine> server_engine() {
  return std::move(*TlsEngine::server({node_identity().certificate_pem, node_identity().key_pem, {}}));
}

/// One line for a person, whatever the other side put into it.
void require_sentence(const core::Error& error) {
  const auto unfit = [](char c) { return c < ' ' || c > '~'; };
  fuzz::require(!error.text.empty() && error.text.size() < 1000 && std::ranges::none_of(error.text, unfit));
  fuzz::require(error.text.find(kPassword) == std::string::npos);
}

void feed(TlsEngine& to, core::ByteView bytes) {
  while (!bytes.empty()) {
    const auto space = to.input_space();
    const auto size = std::min(space.size(), bytes.size());
    if (size == 0) {
      return;  // it has not asked for more
    }
    std::copy_n(bytes.begin(), size, space.begin());
    to.input_arrived(size);
    bytes = bytes.subspan(size);
  }
}

/// Calls `verb` until it neither moves on nor gives anything.
template <class Verb>
TlsEngine::Step exhaust(TlsEngine& engine, Verb verb) {
  TlsEngine::Step step = verb();
  while (step.want == TlsEngine::Want::nothing && !step.error && step.bytes > 0) {
    step = verb();
  }
  (void)engine.take_output();
  engine.output_sent();
  return step;
}

/// The input is all that ever comes.
void before_handshake(core::ByteView input) {
  const auto client = client_engine();
  const auto shake = [&client] { return client->handshake(); };
  exhaust(*client, shake);
  for (std::size_t at = 0; at < input.size(); at += 1000) {
    feed(*client, input.subspan(at, std::min<std::size_t>(1000, input.size() - at)));
    exhaust(*client, shake);
  }
  client->input_ended();
  const auto step = exhaust(*client, shake);
  fuzz::require(step.error.failed());  // nobody can answer our hello without the key
  require_sentence(client->explain_handshake(step.error));
}

/// A true handshake, of whose bytes to the client the input changes some: how many (1 byte), then each
/// one's position (2) and what is added to it (1). Then the rest of the input comes as it is.
void within_and_after_handshake(core::ByteView input) {
  const auto client = client_engine();
  const auto server = server_engine();
  const std::size_t changes = input.empty() ? 0 : std::min<std::size_t>(input[0] % 4, (input.size() - 1) / 3);
  const core::ByteView changing = input.subspan(input.empty() ? 0 : 1, changes * 3);
  constexpr std::size_t kFlights = 1024;  // about what the server sends in a handshake
  std::size_t passed = 0;
  TlsEngine::Step step;
  for (bool moved = true; moved;) {
    step = client->handshake();
    moved = client->has_output();
    feed(*server, client->take_output());
    client->output_sent();
    (void)server->handshake();
    const auto lent = server->take_output();
    core::Bytes bytes(lent.begin(), lent.end());
    server->output_sent();
    for (std::size_t i = 0; i < changing.size(); i += 3) {
      const std::size_t position = (std::size_t{changing[i]} << 8U | changing[i + 1]) % kFlights;
      if (position >= passed && position < passed + bytes.size()) {
        bytes[position - passed] ^= changing[i + 2];
      }
    }
    passed += bytes.size();
    moved = moved || !bytes.empty();
    feed(*client, bytes);
  }
  if (step.error) {
    require_sentence(client->explain_handshake(step.error));
  }
  if (step.want != TlsEngine::Want::nothing || step.error) {
    return;
  }
  feed(*client, input.subspan(std::min(input.size(), 1 + changing.size())));
  client->input_ended();
  std::array<std::uint8_t, 512> plain{};
  std::size_t got = 0;
  const auto end = exhaust(*client, [&] {
    const auto read = client->read(plain);
    got += read.bytes;
    return read;
  });
  fuzz::require(end.error.failed() && got == 0);  // no record of the input's can be true
}

/// Sends `bytes` in TLS records of `piece`, says farewell, and takes what comes until the client goes.
net::Task<void> serve(asio::ip::tcp::acceptor& acceptor, std::string bytes, std::size_t piece,
                      bool upgraded) {
  auto [error, socket] = co_await acceptor.async_accept(kAwait);
  if (error) {
    co_return;
  }
  socket.set_option(asio::ip::tcp::no_delay(true));
  net::TlsStream<asio::ip::tcp::socket> stream(std::move(socket), server_engine());
  const auto [shaken] = co_await stream.async_handshake(kAwait);
  std::string request;
  const auto [asked, size] =
      co_await asio::async_read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n", kAwait);
  if (shaken || asked) {
    co_return;
  }
  if (upgraded) {
    bytes.insert(0, net::testing::upgrade_answer(request));
  }
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const std::size_t length = std::min(piece, bytes.size() - at);
    co_await asio::async_write(stream, asio::buffer(bytes.data() + at, length), kAwait);
  }
  co_await stream.async_shutdown(kAwait);
  std::array<char, 4096> sink{};
  for (boost::system::error_code ended; !ended;) {
    const auto [read, got] = co_await stream.next_layer().async_read_some(asio::buffer(sink), kAwait);
    ended = read;
  }
}

/// Reads to the end, and answers the first messages as a voter would: with messages and pings.
net::Task<void> use(std::uint16_t port) {
  net::WebSocketOptions options;
  options.host = "127.0.0.1";
  options.port = port;
  options.user = "user";
  options.password = std::string(kPassword);
  options.trust = pinned();
  options.message_limit = kMessageLimit;
  auto connected = co_await net::WebSocket::connect(std::move(options));
  if (!connected) {
    require_sentence(connected.error());
    co_return;
  }
  net::WebSocket& socket = **connected;
  std::optional<core::Error> first;
  const auto note = [&first](const auto& result) {
    if (!result && !first) {
      first = result.error();
    }
    fuzz::require(!first || (!result && result.error() == *first));  // there is no way back
  };
  for (int answers = 0; !first;) {
    const auto message = co_await socket.read();
    note(message);
    if (message) {
      fuzz::require(message->size() <= kMessageLimit);
      if (answers++ < 8) {
        note(co_await socket.write("{}"));
        note(co_await socket.ping());
      }
    }
  }
  require_sentence(*first);
  note(co_await socket.write("too late"));
  note(co_await socket.ping());
  note(co_await socket.read());
}

/// The input, after a byte for the size of records, is the answer to the upgrade or what follows a
/// right one.
void inside_tls(core::ByteView input, bool upgraded) {
  if (input.empty()) {
    return;
  }
  constexpr std::array<std::size_t, 4> kPieces{16384, 1, 7, 1000};
  constexpr std::size_t kMostRecords = 2000;
  const std::string bytes(fuzz::as_text(input.subspan(1)));
  const std::size_t piece = std::max(kPieces[input[0] % kPieces.size()], bytes.size() / kMostRecords);
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  const auto must_not_throw = [](const std::exception_ptr& thrown) { fuzz::require(thrown == nullptr); };
  asio::co_spawn(io, serve(acceptor, bytes, piece, upgraded), must_not_throw);
  asio::co_spawn(io, use(acceptor.local_endpoint().port()), must_not_throw);
  io.run();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const core::ByteView input(data + 1, size - 1);
  switch (data[0] % 4) {
    case 0: before_handshake(input); break;
    case 1: within_and_after_handshake(input); break;
    case 2: inside_tls(input, true); break;
    default: inside_tls(input, false);
  }
  return 0;
}
