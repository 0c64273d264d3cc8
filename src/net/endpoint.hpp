/// A host and a port, as a configuration writes them.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::net {

struct Endpoint {
  std::string host;  ///< a name, an IPv4 address, or an IPv6 address without brackets
  std::uint16_t port = 0;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// "host", "host:port", "192.0.2.1:port", "[2001:db8::1]", "[2001:db8::1]:port"; the port is
/// `default_port` when none is given. Nothing is looked up. Errors: malformed, out_of_range (port).
[[nodiscard]] core::Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port);
/// "host:port", with an IPv6 address in brackets.
[[nodiscard]] std::string to_string(const Endpoint& endpoint);

}  // namespace dcrvoter::net
