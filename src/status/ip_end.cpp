#include "status/ip_end.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <netinet/in.h>
#include <type_traits>

namespace dcrvoter::status {

namespace ip = boost::asio::ip;

namespace {

using ErrorCode = boost::system::error_code;

/// A connection to a socket of both kinds has IPv4 addresses inside of IPv6 ones.
ip::address plain(const ip::address_v6& address) {
  if (address.is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address);
  }
  return ip::address_v6(address.to_bytes());  // no scope
}

}  // namespace

IpEnd ip_end(const boost::asio::generic::stream_protocol::endpoint& endpoint) {
  if (endpoint.protocol().family() == AF_INET && endpoint.size() >= sizeof(sockaddr_in)) {
    sockaddr_in end{};
    std::memcpy(&end, endpoint.data(), sizeof end);
    return {ip::address_v4(ntohl(end.sin_addr.s_addr)), ntohs(end.sin_port)};
  }
  if (endpoint.protocol().family() == AF_INET6 && endpoint.size() >= sizeof(sockaddr_in6)) {
    sockaddr_in6 end{};
    std::memcpy(&end, endpoint.data(), sizeof end);
    ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &end.sin6_addr, bytes.size());
    return {plain(ip::address_v6(bytes)), ntohs(end.sin6_port)};
  }
  return {};
}

core::Result<ip::address> parse_address(std::string_view text) {
  ErrorCode error;
  const ip::address address = ip::make_address(std::string(text), error);
  // A name may end in "%eth0" or hold a null byte, which the system's parser does not see.
  if (error || text.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) {
    return core::fail(core::Errc::malformed, "this is no IP address");
  }
  return address.is_v6() ? plain(address.to_v6()) : address;
}

core::Result<IpNetwork> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) {
    return core::fail(core::Errc::malformed, "this is no network such as 192.168.1.0/24");
  }
  constexpr std::string_view kWhole4 = "/32";
  constexpr std::string_view kWhole6 = "/128";
  const std::string bits(slash == std::string_view::npos ? (address->is_v4() ? kWhole4 : kWhole6)
                                                         : text.substr(slash));
  ErrorCode error;
  IpNetwork network;
  if (address->is_v4()) {
    network = ip::make_network_v4(address->to_string() + bits, error).canonical();
  } else {
    network = ip::make_network_v6(address->to_string() + bits, error).canonical();
  }
  if (error) {
    return core::fail(core::Errc::malformed, "this is no network such as 192.168.1.0/24");
  }
  return network;
}

bool is_allowed(std::span<const IpNetwork> networks, const ip::address& address) {
  const auto holds = [&address](const IpNetwork& network) {
    if (const auto* v4 = std::get_if<ip::network_v4>(&network)) {
      return address.is_v4() && ip::network_v4(address.to_v4(), v4->prefix_length()).canonical() == *v4;
    }
    const auto& v6 = std::get<ip::network_v6>(network);
    return address.is_v6() && ip::network_v6(address.to_v6(), v6.prefix_length()).canonical() == v6;
  };
  return networks.empty() || std::ranges::any_of(networks, holds);
}

}  // namespace dcrvoter::status
