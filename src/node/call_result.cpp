#include "node/call_result.hpp"

#include <fmt/format.h>

namespace dcrvoter::node {

core::Error to_error(const CallError& error, std::string_view method) {
  if (error.kind != core::Errc::refused) {
    return core::Error{error.kind, error.text};
  }
  const bool limited = error.code == kCodeLimitedUser || error.text.find("limited user") != std::string::npos;
  if (limited) {
    return core::Error{
        core::Errc::unauthorized,
        fmt::format("the login may not call '{}': it is the node's limited user (rpclimituser); a voter "
                    "needs the full one (rpcuser, rpcpass)",
                    method)};
  }
  return core::Error{core::Errc::refused, fmt::format("the node refused '{}': {}", method, error.text)};
}

}  // namespace dcrvoter::node
