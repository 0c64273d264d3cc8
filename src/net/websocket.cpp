#include "net/websocket.hpp"

#include "net/deadline.hpp"
#include "net/dial.hpp"
#include "net/tls_explain.hpp"
#include "net/tls_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <mbedtls/base64.h>

namespace dcrvoter::net {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ws = boost::beast::websocket;
using asio::ip::tcp;
using core::Errc;
using core::Error;
using core::fail;
using core::Result;

using TcpTls = TlsStream<tcp::socket>;

/// A frame up to this size leaves as one TLS record.
constexpr std::size_t kFrameBuffer = std::size_t{16} * 1024 - 16;
/// What the buffer of messages may keep between two messages.
constexpr std::size_t kKeptBuffer = std::size_t{64} * 1024;

/// Completes with a tuple that begins with the error; never throws.
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

WipedText basic_authorization(std::string_view user, std::string_view password) {
  std::string plain = std::string(user) + ":" + std::string(password);
  std::string encoded(4 * ((plain.size() + 2) / 3) + 1, '\0');
  std::size_t written = 0;
  mbedtls_base64_encode(reinterpret_cast<unsigned char*>(encoded.data()), encoded.size(), &written,
                        reinterpret_cast<const unsigned char*>(plain.data()), plain.size());
  std::string header = "Basic " + encoded.substr(0, written);
  WipedText result(header);
  wipe(plain);
  wipe(encoded);
  wipe(header);
  return result;
}

/// What the other side wrote, fit for one line of ours.
std::string printable(std::string_view text) {
  std::string line(text.substr(0, 120));
  for (char& c : line) {
    if (c < ' ' || c > '~') {
      c = '?';
    }
  }
  return line;
}

}  // namespace

/// Beast closes the stream with this when the WebSocket has said its farewell.
template <class Handler>
void async_teardown(beast::role_type /*role*/, TcpTls& tls, Handler&& handler) {
  asio::async_compose<Handler, void(ErrorCode)>(
      [&tls, asked = false](auto& self, ErrorCode error = {}) mutable {
        if (!std::exchange(asked, true)) {
          return tls.async_shutdown(std::move(self));
        }
        boost::system::error_code ignored;
        tls.next_layer().close(ignored);
        self.complete(error);
      },
      handler, tls.next_layer());
}

/// Kept alive by the coroutines that work on it.
class WebSocket::Impl {
 public:
  Impl(tcp::socket socket, std::unique_ptr<TlsEngine> engine, std::string name, std::size_t message_limit,
       bool showed_certificate)
      : stream(TcpTls(std::move(socket), std::move(engine))),
        buffer(message_limit),
        where(std::move(name)),
        limit(message_limit),
        has_client_certificate(showed_certificate) {}

  [[nodiscard]] TcpTls& tls() { return stream.next_layer(); }
  void drop() noexcept {
    boost::system::error_code ignored;
    tls().next_layer().close(ignored);
  }
  void abort() noexcept {
    aborted = true;
    drop();
  }

  /// The first error is what ended the connection; later ones only follow from it. Beast must not be
  /// asked to read again after one.
  [[nodiscard]] Error note(ErrorCode error) {
    if (!first_error) {
      first_error = explain(error);
    }
    return *first_error;
  }
  Task<Result<void>> handshake(std::chrono::steady_clock::duration deadline);
  Task<Result<void>> upgrade(std::string host, const WebSocketOptions& options);

  ws::stream<TcpTls> stream;
  beast::flat_buffer buffer;
  std::string where;
  std::size_t limit;
  bool has_client_certificate;
  bool aborted = false;  ///< by abort()
  bool ended = false;    ///< by close()
  std::optional<Error> first_error;

 private:
  [[nodiscard]] Error explain(ErrorCode error) const;
};

Error WebSocket::Impl::explain(ErrorCode error) const {
  if (ended) {
    return {Errc::closed, "the connection to " + where + " was closed by us"};
  }
  // While Beast answers the other side's farewell, what else is pending is aborted.
  const bool farewell = error == ws::error::closed || (error == asio::error::operation_aborted &&
                                                       stream.reason().code != ws::close_code::none);
  if (aborted || (error == asio::error::operation_aborted && !farewell)) {
    return {Errc::cancelled, "the connection to " + where + " was given up"};
  }
  if (farewell) {
    const auto& reason = stream.reason();
    const std::string words = printable({reason.reason.data(), reason.reason.size()});
    return {Errc::closed, where + " closed the connection (code " + std::to_string(reason.code) +
                              (words.empty() ? ")" : ": " + words + ")")};
  }
  if (error == asio::error::eof || error == tls_truncated() || error == asio::error::connection_reset ||
      error == asio::error::broken_pipe || error == http::error::end_of_stream ||
      error == http::error::partial_message) {
    return {Errc::closed, where + " closed the connection"};
  }
  if (error == ws::error::message_too_big || error == ws::error::buffer_overflow) {
    return {Errc::too_large, where + " sent a message of more than " + std::to_string(limit) +
                                 " bytes, which is more than dcrvoter takes; is it the RPC port of a dcrd?"};
  }
  if (error == tls_fatal_alert()) {
    return explain_late_alert(where, has_client_certificate);
  }
  const bool systems = error.category() == boost::system::system_category() ||
                       error.category() == asio::error::get_misc_category();
  return {systems ? Errc::io : Errc::malformed,
          where + (systems ? ": " : " broke the protocol: ") + error.message()};
}

Task<Result<void>> WebSocket::Impl::handshake(std::chrono::steady_clock::duration deadline) {
  const Deadline limit_in_time(stream.get_executor(), deadline, [this] { drop(); });
  const auto [error] = co_await tls().async_handshake(kAwait);
  if (limit_in_time.expired()) {
    co_return fail(Errc::timed_out,
                   where + " did not finish the TLS handshake in time; is it the RPC port of a node?");
  }
  if (error) {
    co_return std::unexpected(tls().engine().explain_handshake(error));
  }
  co_return Result<void>();
}

Task<Result<void>> WebSocket::Impl::upgrade(std::string host, const WebSocketOptions& options) {
  stream.set_option(ws::stream_base::decorator(
      [user = options.user, password = options.password](ws::request_type& request) {
        if (!user.empty()) {
          request.set(http::field::authorization, basic_authorization(user, password.view()).view());
        }
        request.set(http::field::user_agent, "dcrvoter");
      }));
  stream.read_message_max(limit);
  stream.auto_fragment(false);
  stream.write_buffer_bytes(kFrameBuffer);
  stream.text(true);
  const Deadline limit_in_time(stream.get_executor(), options.upgrade_deadline, [this] { drop(); });
  ws::response_type response;
  const auto [error] = co_await stream.async_handshake(response, host, options.path, kAwait);
  stream.set_option(ws::stream_base::decorator([](ws::request_type&) {}));  // forgets the password
  if (limit_in_time.expired()) {
    co_return fail(Errc::timed_out, where + " did not answer the WebSocket request in time");
  }
  if (error == ws::error::upgrade_declined) {
    if (response.result() == http::status::unauthorized) {
      co_return fail(Errc::unauthorized,
                     where + " refused the login; check user and password (dcrd: rpcuser, rpcpass)");
    }
    co_return fail(Errc::refused, where + " answered the WebSocket request for " + options.path +
                                      " with HTTP status " + std::to_string(response.result_int()) +
                                      "; is it the RPC port of a node?");
  }
  if (error) {
    co_return std::unexpected(note(error));
  }
  co_return Result<void>();
}

Task<Result<std::unique_ptr<WebSocket>>> WebSocket::connect(WebSocketOptions options) {
  const Endpoint endpoint{options.host, options.port};
  const std::string where = to_string(endpoint);
  TlsClientOptions tls{options.host, where, options.trust, options.client};
  auto engine = TlsEngine::client(std::move(tls));
  if (!engine) {
    co_return std::unexpected(engine.error());
  }
  auto socket = co_await dial(endpoint, options.connect_deadline);
  if (!socket) {
    co_return std::unexpected(socket.error());
  }
  auto impl = std::make_shared<Impl>(std::move(*socket), std::move(*engine), where, options.message_limit,
                                     options.client.has_value());
  auto shaken = co_await impl->handshake(options.tls_deadline);
  if (!shaken) {
    co_return std::unexpected(shaken.error());
  }
  // An IPv6 address's zone means nothing to the other side.
  const Endpoint asked{options.host.substr(0, options.host.find('%')), options.port};
  auto upgraded = co_await impl->upgrade(to_string(asked), options);
  if (!upgraded) {
    co_return std::unexpected(upgraded.error());
  }
  co_return std::unique_ptr<WebSocket>(new WebSocket(std::move(impl)));
}

WebSocket::WebSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSocket::~WebSocket() {
  impl_->abort();
}

Task<Result<std::string_view>> WebSocket::read() {
  const auto impl = impl_;
  if (impl->first_error) {
    co_return std::unexpected(*impl->first_error);
  }
  impl->buffer.consume(impl->buffer.size());
  if (impl->buffer.capacity() > kKeptBuffer) {
    impl->buffer.shrink_to_fit();  // one long answer must not cost its memory for ever
  }
  const auto [error, size] = co_await impl->stream.async_read(impl->buffer, kAwait);
  if (error) {
    co_return std::unexpected(impl->note(error));
  }
  if (!impl->stream.got_text()) {
    impl->first_error = {Errc::malformed, impl->where + " sent a binary message; a node sends text only"};
    impl->drop();
    co_return std::unexpected(*impl->first_error);
  }
  const auto data = impl->buffer.cdata();
  co_return std::string_view(static_cast<const char*>(data.data()), data.size());
}

core::SteadyTime WebSocket::last_byte_time() const {
  return impl_->tls().last_input();
}

core::SteadyTime WebSocket::last_sent_time() const {
  return impl_->tls().last_output();
}

Task<Result<void>> WebSocket::write(std::string_view message, More more) {
  const auto impl = impl_;
  if (impl->first_error) {
    co_return std::unexpected(*impl->first_error);
  }
  impl->tls().hold_back(more == More::yes);
  const auto [error, size] =
      co_await impl->stream.async_write(asio::buffer(message.data(), message.size()), kAwait);
  if (error) {
    co_return std::unexpected(impl->note(error));
  }
  co_return Result<void>();
}

Task<Result<void>> WebSocket::ping() {
  const auto impl = impl_;
  if (impl->first_error) {
    co_return std::unexpected(*impl->first_error);
  }
  const auto [error] = co_await impl->stream.async_ping({}, kAwait);
  if (error) {
    co_return std::unexpected(impl->note(error));
  }
  co_return Result<void>();
}

Task<void> WebSocket::close(std::chrono::steady_clock::duration deadline) {
  const auto impl = impl_;
  impl->ended = true;
  const Deadline limit_in_time(impl->stream.get_executor(), deadline, [&impl] { impl->drop(); });
  co_await impl->stream.async_close(ws::close_code::normal, kAwait);
  impl->drop();
}

void WebSocket::abort() noexcept {
  impl_->abort();
}
const std::vector<std::string>& WebSocket::warnings() const {
  return impl_->tls().engine().warnings();
}
std::string WebSocket::describe_tls() const {
  return impl_->tls().engine().describe();
}

}  // namespace dcrvoter::net
