#include "simnode/control.hpp"

#include "simnode/node.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <deque>

namespace dcrvoter::simnode {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using error_code = boost::system::error_code;

const Command* find_command(std::string_view name) {
  for (const auto table : {chain_commands(), ticket_commands(), fault_commands()}) {
    for (const Command& command : table) {
      if (command.name == name) {
        return &command;
      }
    }
  }
  return nullptr;
}

}  // namespace

class ControlConnection : public std::enable_shared_from_this<ControlConnection> {
 public:
  ControlConnection(Node& node, boost::asio::ip::tcp::socket socket)
      : node_(node), stream_(std::move(socket)) {}

  ~ControlConnection() {
    if (listening_) {
      node_.events.forget(ticket_);
    }
  }
  ControlConnection(const ControlConnection&) = delete;
  ControlConnection& operator=(const ControlConnection&) = delete;

  void close() { stream_.close(); }

  void read() {
    request_ = {};
    http::async_read(stream_, buffer_, request_,
                     [self = shared_from_this()](const error_code& error, std::size_t) {
                       if (!error) {
                         self->dispatch();
                       }
                     });
  }

 private:
  void dispatch() {
    const std::string_view target = request_.target();
    if (request_.method() == http::verb::get && target.starts_with("/events")) {
      stream_events(target);
      return;
    }
    const Command* command = find_command(target.substr(std::min<std::size_t>(1, target.size())));
    if (command == nullptr || request_.method() != http::verb::post) {
      answer(http::status::not_found, R"({"error":"no such command; see tests/simnode/README.md"})");
      return;
    }
    error_code error;
    boost::json::value body = request_.body().empty() ? boost::json::value(boost::json::object{})
                                                      : boost::json::parse(request_.body(), error);
    if (error || !body.is_object()) {
      answer(http::status::bad_request, R"({"error":"the request must be a JSON object"})");
      return;
    }
    command->run(node_, body.get_object(),
                 [self = shared_from_this()](std::expected<std::string, std::string> result) {
                   if (result) {
                     self->answer(http::status::ok, std::move(*result));
                   } else {
                     self->answer(
                         http::status::bad_request,
                         JsonText().open_object().member("error", result.error()).close_object().take());
                   }
                 });
  }

  void answer(http::status status, std::string json) {
    response_ = http::response<http::string_body>(status, request_.version());
    response_.set(http::field::content_type, "application/json");
    response_.keep_alive(request_.keep_alive());
    response_.body() = std::move(json) + "\n";
    response_.prepare_payload();
    http::async_write(stream_, response_, [self = shared_from_this()](const error_code& error, std::size_t) {
      if (!error && self->response_.keep_alive()) {
        self->read();
      }
    });
  }

  void stream_events(std::string_view target) {
    std::uint64_t after = 0;
    if (const auto at = target.find("after="); at != std::string_view::npos) {
      std::from_chars(target.data() + at + 6, target.data() + target.size(), after);
    }
    lines_.push_back("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n");
    const std::weak_ptr<ControlConnection> weak = weak_from_this();
    ticket_ = node_.events.listen(
        [weak](const std::string& line) {
          if (const auto self = weak.lock()) {
            self->lines_.push_back(line + "\n");
            self->write_lines();
          }
        },
        after);
    listening_ = true;
    write_lines();
    watch();
  }

  /// Nothing more is to be read; the read ends when the client goes away, and with it this object.
  void watch() {
    stream_.async_read_some(boost::asio::buffer(spare_),
                            [self = shared_from_this()](const error_code& error, std::size_t) {
                              if (error) {
                                self->stream_.close();
                              } else {
                                self->watch();
                              }
                            });
  }

  void write_lines() {
    if (writing_ || lines_.empty()) {
      return;
    }
    writing_ = true;
    out_.clear();
    for (const std::string& line : lines_) {
      out_ += line;
    }
    lines_.clear();
    boost::asio::async_write(stream_, boost::asio::buffer(out_),
                             [self = shared_from_this()](const error_code& error, std::size_t) {
                               self->writing_ = false;
                               if (!error) {
                                 self->write_lines();
                               }
                             });
  }

  Node& node_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
  std::deque<std::string> lines_;
  std::string out_;
  std::array<char, 64> spare_{};
  Events::Ticket ticket_;
  bool writing_ = false, listening_ = false;
};

void Control::serve(boost::asio::ip::tcp::socket socket) {
  error_code ignored;
  socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  std::erase_if(connections_, [](const auto& connection) { return connection.expired(); });
  const auto connection = std::make_shared<ControlConnection>(node_, std::move(socket));
  connections_.push_back(connection);
  connection->read();
}

void Control::close_all() {
  for (const auto& weak : connections_) {
    if (const auto connection = weak.lock()) {
      connection->close();
    }
  }
}

std::int64_t number_of(const boost::json::object& request, std::string_view name, std::int64_t otherwise) {
  const auto* v = request.if_contains(name);
  return v != nullptr && v->is_int64() ? v->get_int64() : otherwise;
}

bool flag_of(const boost::json::object& request, std::string_view name, bool otherwise) {
  const auto* v = request.if_contains(name);
  return v != nullptr && v->is_bool() ? v->get_bool() : otherwise;
}

std::string text_of(const boost::json::object& request, std::string_view name, std::string otherwise) {
  const auto* v = request.if_contains(name);
  return v != nullptr && v->is_string() ? std::string(v->get_string()) : otherwise;
}

}  // namespace dcrvoter::simnode
