/// Listens for the node's clients.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <string>

namespace dcrvoter::simnode {

/// A listening socket on `address` (host:port, numeric host). Throws std::runtime_error: start-up only.
[[nodiscard]] boost::asio::ip::tcp::acceptor listen_on(boost::asio::io_context& io,
                                                       const std::string& address);
/// host:port of a socket's own end.
[[nodiscard]] std::string local_address(const boost::asio::ip::tcp::acceptor& acceptor);
/// Accepts for ever.
void accept_all(boost::asio::ip::tcp::acceptor& acceptor,
                std::function<void(boost::asio::ip::tcp::socket)> taken);

}  // namespace dcrvoter::simnode
