/// One connection to the node: TLS, the HTTP upgrade with its login, then WebSocket messages.
/// What messages mean is rpc.hpp's business.
#pragma once

#include "simnode/faults.hpp"
#include "simnode/filter.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace dcrvoter::simnode {

class Node;

using Text = std::shared_ptr<const std::string>;

struct Subscriptions {
  bool blocks = false, winning_tickets = false, new_tickets = false, tspends = false;
  bool transactions = false, verbose_transactions = false;
};

/// A message on its way out. `about` is the method it answers or announces (see Breakage).
struct Message {
  enum class Kind : std::uint8_t { text, raw_tls, raw_tcp };
  Text text;
  std::string about;
  bool is_reply = false;
  /// Told the steady ns at which the bytes were handed to the socket, after that was done.
  std::function<void(std::int64_t ns)> handed;
  Kind kind = Kind::text;
  bool close_after = false;
};

class Client : public std::enable_shared_from_this<Client> {
 public:
  Client(Node& node, boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context, unsigned id);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void start();
  void send(Message message);
  /// Sends what a stall held back.
  void release();
  /// From now on neither reads nor writes; the socket stays open.
  void silence();
  /// Closes the TCP connection at once, without a word.
  void drop();

  [[nodiscard]] unsigned id() const { return id_; }
  [[nodiscard]] bool is_open() const { return open_; }

  Subscriptions subscriptions;
  std::unique_ptr<Filter> filter;  ///< none before loadtxfilter
  bool authenticated = false, admin = false;

 private:
  using error_code = boost::system::error_code;
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  void read_request();
  void answer_request();
  void refuse(boost::beast::http::status status, std::string body);
  void login(std::string_view authorization);
  void upgraded();
  void read();
  void queue(Message message);
  void write();
  void wrote(const error_code& error);
  bool sabotage(Message& message);
  void watch_silence();

  Node& node_;
  unsigned id_;
  boost::beast::websocket::stream<boost::beast::ssl_stream<boost::beast::tcp_stream>> ws_;
  boost::beast::flat_buffer buffer_, incoming_;
  Request request_;
  std::shared_ptr<boost::beast::http::response<boost::beast::http::string_body>> response_;
  std::deque<Message> queue_;
  std::vector<Message> held_, reordered_;
  boost::asio::steady_timer reorder_timer_, silence_timer_;
  bool writing_ = false, open_ = true, websocket_ = false, silent_ = false;
};

/// Base64 of `user:password`, as it stands in an Authorization header after "Basic ".
[[nodiscard]] std::string basic_token(const std::string& user, const std::string& password);

}  // namespace dcrvoter::simnode
