#include "status/http_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <sys/socket.h>
#include <utility>

namespace dcrvoter::status {

namespace asio = boost::asio;

namespace {

using ErrorCode = boost::system::error_code;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kChunk = 4096;

}  // namespace

HttpClient::HttpClient(HttpSocket socket, const IpEnd& peer, bool is_lan)
    : socket_(std::move(socket)), deadline_(socket_.get_executor()), peer_(peer), is_lan_(is_lan) {}

void HttpClient::limit(std::chrono::milliseconds time) {
  deadline_.expires_after(time);
  deadline_.async_wait([self = shared_from_this()](const ErrorCode& error) {
    if (!error) {
      self->close();
    }
  });
}

void HttpClient::close() {
  ErrorCode ignored;
  socket_.close(ignored);
  deadline_.cancel();
}

IpEnd HttpClient::here() const {
  ErrorCode error;
  const auto end = socket_.local_endpoint(error);
  return error ? IpEnd{} : ip_end(end);
}

asio::awaitable<bool> HttpClient::read() {
  const auto self = shared_from_this();
  std::array<char, kChunk> chunk{};
  while (request_.progress() == HttpRequest::Progress::incomplete) {
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(chunk), kAwait);
    if (error == asio::error::eof) {
      request_.end();
    } else if (error) {
      co_return false;
    } else {
      request_.feed({chunk.data(), size});
    }
  }
  co_return true;
}

asio::awaitable<bool> HttpClient::write(std::shared_ptr<const std::string> bytes) {
  const auto self = shared_from_this();
  waits_since_ = Clock::now();
  const auto [error, size] = co_await asio::async_write(socket_, asio::buffer(*bytes), kAwait);
  co_return !error;
}

asio::awaitable<void> HttpClient::watch() {
  const auto self = shared_from_this();
  std::array<char, kChunk> chunk{};
  for (ErrorCode gone; !gone;) {
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(chunk), kAwait);
    gone = error;
  }
  close();
}

asio::awaitable<void> HttpClient::farewell() {
  ErrorCode ignored;
  socket_.shutdown(HttpSocket::shutdown_send, ignored);
  return watch();
}

void turn_away(HttpSocket socket, std::string_view bytes) noexcept {
  const int number = socket.native_handle();
  (void)::send(number, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  ::shutdown(number, SHUT_WR);
  std::array<char, HttpRequest::kMostHead> unread;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  (void)::recv(number, unread.data(), unread.size(), MSG_DONTWAIT);
}

}  // namespace dcrvoter::status
