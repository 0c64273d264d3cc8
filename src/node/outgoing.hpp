/// Calls that wait to be written, and the messages that they leave in. Pure; used by Connection.
#pragma once

#include "core/clock.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace dcrvoter::node {

/// With the time at which a call's last byte was handed to the socket.
using OnSent = std::function<void(core::SteadyTime)>;

struct Outgoing {
  std::string text;  ///< one JSON-RPC request
  OnSent on_sent;    ///< only of what has to be quick: votes
};

/// The message that begins with calls[from], and moves `from` behind it. Votes that follow each other are
/// one JSON-RPC batch, for which the node writes one reply instead of many; any other call is a message of
/// its own, since a batch is answered when its slowest call is. Its texts are used up.
[[nodiscard]] std::string next_message(std::vector<Outgoing>& calls, std::size_t& from);

}  // namespace dcrvoter::node
