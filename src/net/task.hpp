/// The coroutine type of everything that waits.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace dcrvoter::net {

namespace asio = boost::asio;

/// Runs on the executor it was spawned on. Parameters are values or owning handles: a coroutine
/// outlives the temporaries of its call.
template <class T>
using Task = asio::awaitable<T>;

}  // namespace dcrvoter::net
