/// Where an alarm goes.
#pragma once

#include "core/result.hpp"
#include "net/endpoint.hpp"

#include <string>
#include <string_view>

namespace dcrvoter::alert {

struct Url {
  bool tls = true;
  net::Endpoint to;
  std::string target;  ///< path and query, begins with "/"
  std::string host;    ///< for the Host field: with the port where it is not the scheme's
};

/// "https://host[:port][/path][?query][#…]" or http. The error's text shows nothing of it, since it may hold
/// a token. Errors: malformed, unsupported (a user name in it).
[[nodiscard]] core::Result<Url> parse_url(std::string_view text);

/// The target with "/fail" behind its path: what healthchecks.io and its kin take as "it does not work".
[[nodiscard]] std::string fail_target(std::string_view target);

}  // namespace dcrvoter::alert
