#include "status/control_server.hpp"

#include "status/http_message.hpp"
#include "status/local_socket.hpp"
#include "status/routes.hpp"
#include "status/snapshot_desk.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <sys/resource.h>
#include <thread>
#include <utility>

namespace dcrvoter::status {

namespace asio = boost::asio;

namespace {

using Socket = asio::local::stream_protocol::socket;
using ErrorCode = boost::system::error_code;
using std::chrono::milliseconds;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kChunk = 4096;
/// After the system had no descriptor or memory for a client.
constexpr milliseconds kAfterFailure{200};

/// A client's connection. Whatever it does or leaves undone, its time ends it.
struct Client {
  Client(Socket accepted, milliseconds time)
      : socket(std::move(accepted)), deadline(socket.get_executor(), time) {}
  void close() {
    ErrorCode ignored;
    socket.close(ignored);
  }
  Socket socket;
  asio::steady_timer deadline;
};

void limit(const std::shared_ptr<Client>& client) {
  client->deadline.async_wait([client](const ErrorCode& error) {
    if (!error) {
      client->close();
    }
  });
}

/// Reads until the request is complete or refused; false: the connection is gone.
asio::awaitable<bool> read_request(std::shared_ptr<Client> client, std::shared_ptr<HttpRequest> request) {
  std::array<char, kChunk> chunk{};
  while (request->progress() == HttpRequest::Progress::incomplete) {
    const auto [error, size] = co_await client->socket.async_read_some(asio::buffer(chunk), kAwait);
    if (error == asio::error::eof) {
      request->end();
    } else if (error) {
      co_return false;
    } else {
      request->feed({chunk.data(), size});
    }
  }
  co_return true;
}

/// Says that nothing more comes, and reads what the client still sends: closing a socket with unread
/// bytes would take the answer from it.
asio::awaitable<void> farewell(std::shared_ptr<Client> client) {
  ErrorCode gone;
  client->socket.shutdown(Socket::shutdown_send, gone);
  std::array<char, kChunk> chunk{};
  while (!gone) {
    const auto [error, size] = co_await client->socket.async_read_some(asio::buffer(chunk), kAwait);
    gone = error;
  }
}

/// The voting thread may go before other programs, and its threads inherit that; this one must not. On
/// Linux the priority is that of this thread alone.
void go_behind() {
  ::setpriority(PRIO_PROCESS, 0, std::max(::getpriority(PRIO_PROCESS, 0), 0));
}

}  // namespace

class ControlServer::Impl {
 public:
  explicit Impl(ControlServerSettings settings)
      : settings_(std::move(settings)),
        desk_(context_, settings_.ask, settings_.between_asks, settings_.snapshot_time),
        room_(context_),
        pause_(context_) {}

  ~Impl() {
    context_.stop();
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void start() {
    thread_ = std::thread([this] { run(); });
  }

 private:
  void run() {
    go_behind();
    auto acceptor = listen_local(context_.get_executor(), settings_.path);
    std::optional<SocketFile> file;
    if (!acceptor) {
      settings_.opened(std::unexpected(acceptor.error()));
      return;
    }
    acceptor_.emplace(std::move(*acceptor));
    file.emplace(settings_.path);
    settings_.opened({});
    accept_clients();
    for (;;) {
      try {
        context_.run();  // until stop()
        return;
      } catch (const std::exception&) {
        // Memory was short: that client is gone. What happens here must not end the voting.
      }
    }
  }

  void accept_clients() {
    asio::co_spawn(context_, accept(), [this](const std::exception_ptr& failure) {
      if (failure) {
        accept_clients();
      }
    });
  }

  asio::awaitable<void> accept() {
    for (;;) {
      while (clients_ >= kMostClients) {
        room_.expires_at(std::chrono::steady_clock::time_point::max());
        co_await room_.async_wait(kAwait);
      }
      auto [error, socket] = co_await acceptor_->async_accept(kAwait);
      if (error) {
        pause_.expires_after(kAfterFailure);
        co_await pause_.async_wait(kAwait);
        continue;
      }
      const auto client = std::make_shared<Client>(std::move(socket), settings_.request_time);
      limit(client);
      ++clients_;
      asio::co_spawn(context_, serve(client), [this, client](const std::exception_ptr& /*lost*/) {
        client->deadline.cancel();
        client->close();
        --clients_;
        room_.cancel();
      });
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<Client> client) {
    const auto request = std::make_shared<HttpRequest>();
    if (!co_await read_request(client, request)) {
      co_return;
    }
    const HttpAnswer answer = co_await answer_to(request);
    const std::string bytes = to_bytes(answer, request->method() == "HEAD");
    const auto [error, size] = co_await asio::async_write(client->socket, asio::buffer(bytes), kAwait);
    if (!error) {
      co_await farewell(client);
    }
  }

  asio::awaitable<HttpAnswer> answer_to(std::shared_ptr<HttpRequest> request) {
    if (request->progress() == HttpRequest::Progress::refused) {
      co_return request->refusal();
    }
    const auto found = route(request->method(), request->target());
    if (!found) {
      co_return found.error();
    }
    const auto snapshot = co_await desk_.get();
    if (!snapshot) {
      co_return refusal(503, "the voting thread did not answer in time");
    }
    co_return answer(*found, *snapshot);
  }

  ControlServerSettings settings_;
  asio::io_context context_{1};
  SnapshotDesk desk_;
  asio::steady_timer room_, pause_;
  std::optional<LocalAcceptor> acceptor_;
  std::size_t clients_ = 0;
  std::thread thread_;
};

ControlServer::ControlServer(ControlServerSettings settings)
    : impl_(std::make_unique<Impl>(std::move(settings))) {}

ControlServer::~ControlServer() {
  stop();
}

void ControlServer::start() {
  impl_->start();
}

void ControlServer::stop() noexcept {
  impl_.reset();
}

}  // namespace dcrvoter::status
