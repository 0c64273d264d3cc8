/// The coroutine type of everything that waits.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <exception>

namespace dcrvoter::net {

namespace asio = boost::asio;

/// Runs on the executor it was spawned on. Parameters are values or owning handles: a coroutine
/// outlives the temporaries of its call.
template <class T>
using Task = asio::awaitable<T>;

/// The end of a coroutine that nobody awaits: an exception is a bug, and leaves io_context::run()
/// instead of being lost.
inline void rethrow(std::exception_ptr bug) {
  if (bug) {
    std::rethrow_exception(bug);
  }
}

}  // namespace dcrvoter::net
