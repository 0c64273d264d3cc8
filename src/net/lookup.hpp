/// Names to addresses, without ever holding anything up.
#pragma once

#include "core/result.hpp"
#include "net/task.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace dcrvoter::net {

using Addresses = core::Result<std::vector<asio::ip::address>>;

/// getaddrinfo. Errors: not_found, with the system's words. May take as long as it likes.
[[nodiscard]] Addresses ask_system(const std::string& host);

/// The addresses of `host`, in the system's order. An IP address is its own, at once. A name is
/// looked up on a thread of its own, because the system's look-up can neither be waited for
/// asynchronously nor be ended: one that hangs is left behind, and the next call for the same name
/// joins it. Nothing is remembered.
/// Errors: not_found (with the system's words), timed_out, cancelled, io (no thread to be had).
/// `ask`: who is asked for names; may be called on any thread.
Task<Addresses> lookup(std::string host, std::chrono::steady_clock::duration deadline,
                       Addresses (*ask)(const std::string&) = &ask_system);

}  // namespace dcrvoter::net
