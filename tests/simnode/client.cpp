#include "simnode/client.hpp"

#include "simnode/node.hpp"
#include "simnode/rpc.hpp"

#include <boost/asio/ssl/stream_base.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/detail/base64.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <poll.h>

namespace dcrvoter::simnode {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

namespace {
constexpr std::size_t kReadLimitBefore = 4096;       // dcrd: websocketReadLimitUnauthenticated
constexpr std::size_t kReadLimitAfter = 16U << 20U;  // dcrd: websocketReadLimitAuthenticated
constexpr auto kHandshakeDeadline = std::chrono::seconds(10);
}  // namespace

std::string basic_token(const std::string& user, const std::string& password) {
  const std::string plain = user + ":" + password;
  std::string out(beast::detail::base64::encoded_size(plain.size()), '\0');
  out.resize(beast::detail::base64::encode(out.data(), plain.data(), plain.size()));
  return out;
}

Client::Client(Node& node, asio::ip::tcp::socket socket, asio::ssl::context& context, unsigned id)
    : node_(node),
      id_(id),
      ws_(beast::tcp_stream(std::move(socket)), context),
      reorder_timer_(node.io),
      silence_timer_(node.io) {
  error_code ignored;
  beast::get_lowest_layer(ws_).socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Client::start() {
  if (node_.faults.silent) {
    silence();
    return;
  }
  beast::get_lowest_layer(ws_).expires_after(kHandshakeDeadline);
  ws_.next_layer().async_handshake(asio::ssl::stream_base::server,
                                   [self = shared_from_this()](const error_code& error) {
                                     if (error) {
                                       self->node_.events.add("tls_failed", [&](JsonText& j) {
                                         j.member("client", self->id_).member("why", error.message());
                                       });
                                       self->drop();
                                       return;
                                     }
                                     self->read_request();
                                   });
}

void Client::read_request() {
  http::async_read(ws_.next_layer(), buffer_, request_,
                   [self = shared_from_this()](const error_code& error, std::size_t) {
                     if (error || self->silent_) {
                       self->drop();
                       return;
                     }
                     self->answer_request();
                   });
}

void Client::answer_request() {
  const auto authorization = request_.find(http::field::authorization);
  if (node_.options.client_certificates) {
    authenticated = admin = true;
  } else if (authorization != request_.end()) {
    login(authorization->value());
    if (!authenticated) {
      refuse(http::status::unauthorized, "401 Unauthorized.\n");
      return;
    }
  }
  if (!websocket::is_upgrade(request_) || request_.target() != "/ws") {
    refuse(http::status::not_found, "404 page not found\n");
    return;
  }
  beast::get_lowest_layer(ws_).expires_never();
  websocket::stream_base::timeout timeouts{};
  timeouts.handshake_timeout = kHandshakeDeadline;
  timeouts.idle_timeout = websocket::stream_base::none();
  timeouts.keep_alive_pings = false;  // dcrd never pings
  ws_.set_option(timeouts);
  ws_.auto_fragment(false);  // dcrd sends each message as one frame
  ws_.text(true);
  ws_.read_message_max(authenticated ? kReadLimitAfter : kReadLimitBefore);
  ws_.async_accept(request_, [self = shared_from_this()](const error_code& error) {
    if (error) {
      self->drop();
      return;
    }
    self->upgraded();
  });
}

void Client::refuse(http::status status, std::string body) {
  node_.events.add("http_refused",
                   [&](JsonText& j) { j.member("client", id_).member("status", unsigned(status)); });
  response_ = std::make_shared<http::response<http::string_body>>(status, request_.version());
  response_->set(http::field::content_type, "text/plain; charset=utf-8");
  if (status == http::status::unauthorized) {
    response_->set(http::field::www_authenticate, "Basic realm=\"dcrd RPC\"");
  }
  response_->keep_alive(false);
  response_->body() = std::move(body);
  response_->prepare_payload();
  http::async_write(ws_.next_layer(), *response_,
                    [self = shared_from_this()](const error_code&, std::size_t) {
                      self->ws_.next_layer().async_shutdown([self](const error_code&) { self->drop(); });
                    });
}

void Client::login(std::string_view authorization) {
  const Options& o = node_.options;
  const auto is = [&](const std::string& user, const std::string& password) {
    return authorization == "Basic " + basic_token(user, password);
  };
  admin = is(o.user, o.password);
  authenticated = admin || (!o.limit_user.empty() && is(o.limit_user, o.limit_password));
}

void Client::upgraded() {
  if (node_.websockets() >= node_.options.max_websockets) {
    drop();  // as dcrd: right after a successful upgrade
    return;
  }
  websocket_ = true;
  node_.join(shared_from_this());
  node_.events.add("connected", [&](JsonText& j) {
    j.member("client", id_).member("authenticated", authenticated).member("admin", admin);
  });
  read();
}

void Client::read() {
  ws_.async_read(incoming_, [self = shared_from_this()](const error_code& error, std::size_t) {
    const std::int64_t now = steady_ns();
    if (self->silent_) {
      return;
    }
    if (error) {
      self->drop();
      return;
    }
    auto text = beast::buffers_to_string(self->incoming_.data());
    self->incoming_.consume(self->incoming_.size());
    const bool was_authenticated = self->authenticated;
    // The next read starts first, so that a message that is already here gets its own time.
    if (was_authenticated) {
      self->read();
    }
    asio::post(self->node_.io, [self, was_authenticated, now, text = std::move(text)] {
      if (!self->open_ || self->silent_) {
        return;
      }
      if (!handle_message(self->node_, *self, text, now)) {
        self->drop();
        return;
      }
      if (!was_authenticated) {
        self->ws_.read_message_max(kReadLimitAfter);
        self->read();
      }
    });
  });
}

void Client::send(Message message) {
  if (!open_ || silent_ || !websocket_) {
    return;
  }
  if (node_.faults.stall) {
    held_.push_back(std::move(message));
    return;
  }
  if (message.is_reply && node_.faults.delay_ms > 0) {
    auto timer =
        std::make_shared<asio::steady_timer>(node_.io, std::chrono::milliseconds(node_.faults.delay_ms));
    timer->async_wait([self = shared_from_this(), timer, message = std::move(message)](
                          const error_code&) mutable { self->queue(std::move(message)); });
    return;
  }
  if (message.is_reply && node_.faults.reorder) {
    reordered_.push_back(std::move(message));
    if (reordered_.size() == 1) {
      reorder_timer_.expires_after(std::chrono::milliseconds(20));
      reorder_timer_.async_wait([self = shared_from_this()](const error_code&) {
        for (; !self->reordered_.empty(); self->reordered_.pop_back()) {
          self->queue(std::move(self->reordered_.back()));
        }
      });
    }
    return;
  }
  queue(std::move(message));
}

void Client::release() {
  for (Message& message : std::exchange(held_, {})) {
    send(std::move(message));
  }
}

void Client::queue(Message message) {
  if (!open_ || silent_ || !sabotage(message)) {
    return;
  }
  queue_.push_back(std::move(message));
  if (!writing_) {
    write();
  }
}

void Client::write() {
  if (queue_.empty() || silent_) {
    writing_ = false;
    return;
  }
  writing_ = true;
  Message& message = queue_.front();
  const std::int64_t now = steady_ns();
  const auto done = [self = shared_from_this(), now](const error_code& error, std::size_t) {
    if (!error && !self->queue_.empty() && self->queue_.front().handed) {
      self->queue_.front().handed(now);
    }
    self->wrote(error);
  };
  switch (message.kind) {
    case Message::Kind::text: ws_.async_write(asio::buffer(*message.text), done); break;
    case Message::Kind::raw_tls:
      asio::async_write(ws_.next_layer(), asio::buffer(*message.text), done);
      break;
    case Message::Kind::raw_tcp:
      asio::async_write(beast::get_lowest_layer(ws_), asio::buffer(*message.text), done);
      break;
  }
}

void Client::wrote(const error_code& error) {
  if (error || queue_.empty() || queue_.front().close_after) {
    drop();
    return;
  }
  queue_.pop_front();
  write();
}

void Client::silence() {
  silent_ = true;
  // Ends the pending read, so that not even a pong goes out; the socket itself stays open.
  beast::get_lowest_layer(ws_).cancel();
  watch_silence();
}

void Client::watch_silence() {
  silence_timer_.expires_after(std::chrono::milliseconds(50));
  silence_timer_.async_wait([self = shared_from_this()](const error_code& error) {
    if (error || !self->open_) {
      return;
    }
    pollfd look{beast::get_lowest_layer(self->ws_).socket().native_handle(), POLLRDHUP, 0};
    if (::poll(&look, 1, 0) > 0) {
      self->drop();  // the other side gave up
      return;
    }
    self->watch_silence();
  });
}

void Client::drop() {
  if (!open_) {
    return;
  }
  open_ = false;
  error_code ignored;
  reorder_timer_.cancel();
  silence_timer_.cancel();
  beast::get_lowest_layer(ws_).socket().close(ignored);
  node_.gone(*this, websocket_);
}

}  // namespace dcrvoter::simnode
