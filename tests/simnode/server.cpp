#include "simnode/server.hpp"

#include <stdexcept>

namespace dcrvoter::simnode {

using tcp = boost::asio::ip::tcp;

tcp::acceptor listen_on(boost::asio::io_context& io, const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) {
    throw std::runtime_error("listen address '" + address + "': expected host:port");
  }
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  const tcp::endpoint endpoint(boost::asio::ip::make_address(host),
                               static_cast<std::uint16_t>(std::stoul(address.substr(colon + 1))));
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind(endpoint);
  acceptor.listen();
  return acceptor;
}

std::string local_address(const tcp::acceptor& acceptor) {
  const tcp::endpoint at = acceptor.local_endpoint();
  const std::string host = at.address().to_string();
  return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
}

void accept_all(tcp::acceptor& acceptor, std::function<void(tcp::socket)> taken) {
  acceptor.async_accept(
      [&acceptor, taken = std::move(taken)](const boost::system::error_code& error, tcp::socket socket) {
        if (error == boost::asio::error::operation_aborted) {
          return;
        }
        if (!error) {
          taken(std::move(socket));
        }
        accept_all(acceptor, taken);
      });
}

}  // namespace dcrvoter::simnode
