/// A TCP connection to an endpoint.
#pragma once

#include "core/result.hpp"
#include "net/endpoint.hpp"
#include "net/task.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>

namespace dcrvoter::net {

/// Looks the host up and tries its addresses one after the other, each with its share of the time
/// left. The socket is set to send small messages at once (TCP_NODELAY).
/// Errors, with host:port in the text: refused (nobody listens), timed_out, not_found (the name),
/// cancelled, io (no route, network down).
Task<core::Result<asio::ip::tcp::socket>> dial(Endpoint endpoint,
                                               std::chrono::steady_clock::duration deadline);

}  // namespace dcrvoter::net
