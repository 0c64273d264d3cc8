/// Addresses of a connection's ends, and networks of them. Inside status/ only.
#pragma once

#include "core/result.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dcrvoter::status {

struct IpEnd {
  boost::asio::ip::address address;  ///< an IPv4 address in an IPv6 one is that IPv4 address; without scope
  std::uint16_t port = 0;
  friend bool operator==(const IpEnd&, const IpEnd&) = default;
};

/// An unspecified IPv4 address and port 0 for what is no IP, such as a Unix socket.
[[nodiscard]] IpEnd ip_end(const boost::asio::generic::stream_protocol::endpoint& endpoint);

/// An address such as "192.0.2.1" or "2001:db8::1", likewise plain. Errors: malformed.
[[nodiscard]] core::Result<boost::asio::ip::address> parse_address(std::string_view text);

using IpNetwork = std::variant<boost::asio::ip::network_v4, boost::asio::ip::network_v6>;

/// "192.168.1.0/24", "fd00::/8", or one address. Bits beyond the prefix do not matter. Errors: malformed.
[[nodiscard]] core::Result<IpNetwork> parse_network(std::string_view text);
/// Whether one of the networks holds the address; no network at all: every address is allowed.
[[nodiscard]] bool is_allowed(std::span<const IpNetwork> networks, const boost::asio::ip::address& address);

}  // namespace dcrvoter::status
