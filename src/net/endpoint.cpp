#include "net/endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>

namespace dcrvoter::net {

namespace {

namespace asio = boost::asio;
using core::Errc;
using core::fail;
using core::Result;

constexpr std::size_t kLongestName = 253;  // RFC 1035 as text
constexpr std::size_t kLongestLabel = 63;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

std::string quoted(std::string_view text) {
  return "\"" + std::string(text.substr(0, 300)) + "\"";
}

/// What a mistake in the host is about: the host, in what was written if that is more.
std::string quoted_host(std::string_view host, std::string_view whole) {
  return host == whole ? quoted(whole) : quoted(whole) + ": " + quoted(host);
}

Result<std::uint16_t> parse_port(std::string_view text, std::string_view whole) {
  unsigned port = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || end != text.data() + text.size() ||
      (ec != std::errc{} && ec != std::errc::result_out_of_range)) {
    return fail(Errc::malformed, quoted(whole) + ": the port after the colon must be a number");
  }
  if (ec != std::errc{} || port < 1 || port > 65535) {
    return fail(Errc::out_of_range, quoted(whole) + ": the port must be 1 to 65535");
  }
  return static_cast<std::uint16_t>(port);
}

Result<void> check_name(std::string_view host, std::string_view whole) {
  if (host.empty()) {
    return fail(Errc::malformed, quoted(whole) + ": the host is missing; write host:port");
  }
  if (host.size() > kLongestName) {
    return fail(Errc::malformed, quoted(whole) + ": a host name has at most 253 characters");
  }
  std::size_t label = 0;
  for (const char c : host) {
    if (c == '.' ? label == 0 : !is_name_character(c)) {
      return fail(Errc::malformed, quoted_host(host, whole) +
                                       " is no host name; write a name, an IPv4 address or [IPv6 address]");
    }
    label = c == '.' ? 0 : label + 1;
    if (label > kLongestLabel) {
      return fail(Errc::malformed, quoted(whole) + ": a part of a host name has at most 63 characters");
    }
  }
  // All digits and dots is meant as an address: "10.0.0.300" must not become a name to look up.
  boost::system::error_code ec;
  if (std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; }) &&
      (asio::ip::make_address_v4(std::string(host), ec), ec)) {
    return fail(Errc::malformed, quoted_host(host, whole) + " is no IPv4 address");
  }
  return {};
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) {
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
    return fail(Errc::malformed, quoted(text) + ": write host:port only, without \"" +
                                     std::string(text.substr(0, scheme + 3)) + "\"");
  }
  std::string_view host = text;
  std::string_view after;  // what follows the host: nothing, or ":port"
  const bool bracketed = text.starts_with('[');
  if (bracketed) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) {
      return fail(Errc::malformed, quoted(text) + ": the closing ] of the IPv6 address is missing");
    }
    host = text.substr(1, close - 1);
    after = text.substr(close + 1);
    if (!after.empty() && !after.starts_with(':')) {
      return fail(Errc::malformed, quoted(text) + ": only :port may follow the ]");
    }
    boost::system::error_code ec;
    asio::ip::make_address_v6(std::string(host), ec);
    if (ec) {
      return fail(Errc::malformed, quoted(text) + ": what stands in brackets is no IPv6 address");
    }
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    if (text.find(':', colon + 1) != std::string_view::npos) {
      return fail(Errc::malformed, quoted(text) +
                                       ": write an IPv6 address in brackets, as in [2001:db8::1]:" +
                                       std::to_string(default_port));
    }
    host = text.substr(0, colon);
    after = text.substr(colon);
  }
  if (!bracketed) {
    if (auto checked = check_name(host, text); !checked) {
      return std::unexpected(checked.error());
    }
  }
  Endpoint endpoint{std::string(host), default_port};
  if (!after.empty()) {
    auto port = parse_port(after.substr(1), text);
    if (!port) {
      return std::unexpected(port.error());
    }
    endpoint.port = *port;
  }
  return endpoint;
}

std::string to_string(const Endpoint& endpoint) {
  const std::string port = std::to_string(endpoint.port);
  return endpoint.host.find(':') == std::string::npos ? endpoint.host + ":" + port
                                                      : "[" + endpoint.host + "]:" + port;
}

}  // namespace dcrvoter::net
