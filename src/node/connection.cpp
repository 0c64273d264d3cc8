#include "node/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dcrvoter::node {

namespace asio = net::asio;
using core::Errc;
using core::Error;
using std::chrono::steady_clock;

namespace {

/// A wait that ends early when the timer is cancelled; neither is an error.
net::Task<void> wait(asio::steady_timer& timer) {
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace

Connection::Connection(asio::any_io_executor executor, std::unique_ptr<net::WebSocket> socket, Timing timing,
                       OnNotification on_notification)
    : executor_(std::move(executor)),
      socket_(std::move(socket)),
      timing_(timing),
      on_notification_(std::move(on_notification)),
      wake_writer_(executor_, steady_clock::time_point::max()),
      wake_watch_(executor_),
      ended_(executor_, steady_clock::time_point::max()) {}

void Connection::start() {
  auto self = shared_from_this();
  asio::co_spawn(executor_, read_loop(self), net::rethrow);
  asio::co_spawn(executor_, write_loop(self), net::rethrow);
  asio::co_spawn(executor_, watch_loop(self), net::rethrow);
}

void Connection::request(std::string_view method, std::string_view params, std::chrono::milliseconds deadline,
                         ReplyHandler handler, OnSent on_sent) {
  if (closed_) {
    handler(std::unexpected(CallError{.kind = closed_->kind, .code = 0, .text = closed_->text}));
    return;
  }
  auto text = session_.request(method, params, steady_clock::now() + deadline, std::move(handler));
  if (!text.empty()) {
    outgoing_.push_back({.text = std::move(text), .on_sent = std::move(on_sent)});
    wake_writer_.cancel();
  }
}

void Connection::fail(Error why) {
  if (closed_) {
    return;
  }
  closed_ = std::move(why);
  socket_->abort();
  wake_writer_.cancel();
  wake_watch_.cancel();
  ended_.cancel();
  session_.fail_all(CallError{.kind = closed_->kind, .code = 0, .text = closed_->text});
}

net::Task<Error> Connection::closed() {
  auto self = shared_from_this();
  while (!closed_) {
    co_await wait(ended_);
  }
  co_return *closed_;
}

net::Task<void> Connection::read_loop(std::shared_ptr<Connection> self) {
  const NotificationHandler notify = [this](Notification&& event) {
    on_notification_(std::move(event), socket_->last_byte_time());
  };
  while (!self->closed_) {
    auto message = co_await socket_->read();
    if (!message) {
      fail(message.error());
      break;
    }
    if (auto understood = session_.on_message(*message, notify); !understood) {
      fail(understood.error());
    }
  }
}

net::Task<void> Connection::write_loop(std::shared_ptr<Connection> self) {
  using More = net::WebSocket::More;
  std::vector<Outgoing> batch;
  while (!self->closed_) {
    if (outgoing_.empty()) {
      co_await wait(wake_writer_);
      continue;
    }
    batch.clear();
    std::swap(batch, outgoing_);
    for (std::size_t next = 0; next < batch.size() && !closed_;) {
      const auto message = next_message(batch, next);
      auto written = co_await socket_->write(message, next == batch.size() ? More::no : More::yes);
      if (!written) {
        fail(written.error());
      }
    }
    for (std::size_t i = 0; i < batch.size() && !closed_; ++i) {
      if (batch[i].on_sent) {
        batch[i].on_sent(socket_->last_sent_time());
      }
    }
  }
}

net::Task<void> Connection::watch_loop(std::shared_ptr<Connection> self) {
  auto next_ping = steady_clock::now() + timing_.ping_every;
  while (!self->closed_) {
    // A call that is made meanwhile is due after the next ping at the earliest.
    wake_watch_.expires_at(
        std::min({next_ping, session_.first_deadline(), socket_->last_byte_time() + timing_.silence}));
    co_await wait(wake_watch_);
    const auto now = steady_clock::now();
    if (closed_) {
      break;
    }
    if (const auto method = session_.expired_method(now); !method.empty()) {
      fail(Error{
          Errc::timed_out,
          fmt::format(
              "the node did not answer '{}' in time; is its machine overloaded, or its disk slow or full?",
              method)});
    } else if (now - socket_->last_byte_time() >= timing_.silence) {
      fail(Error{Errc::timed_out,
                 fmt::format("the node was silent for {} seconds; is the network or its machine down?",
                             timing_.silence.count() / 1000)});
    } else if (now >= next_ping) {
      next_ping = now + timing_.ping_every;
      if (!std::exchange(pinging_, true)) {
        asio::co_spawn(executor_, ping(self), net::rethrow);
      }
    }
  }
}

net::Task<void> Connection::ping(std::shared_ptr<Connection> self) {
  auto sent = co_await socket_->ping();
  self->pinging_ = false;
  if (!sent) {
    fail(sent.error());
  }
}

}  // namespace dcrvoter::node
