/// Runs coroutines to their end, and notices when they hang.
#pragma once

#include "net/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <exception>
#include <optional>

namespace dcrvoter::net::testing {

/// How long a test may wait for what must happen.
constexpr std::chrono::seconds kPatience{20};

/// Runs `io` until `task` has ended; other work on it may go on later.
template <class T>
T run(asio::io_context& io, Task<T> task) {
  std::optional<T> result;
  std::exception_ptr thrown;
  bool done = false;
  const auto keep = [](Task<T> inner, std::optional<T>& out) -> Task<void> {
    out.emplace(co_await std::move(inner));
  };
  asio::co_spawn(io, keep(std::move(task), result), [&](std::exception_ptr error) {
    thrown = error;
    done = true;
  });
  const auto end = std::chrono::steady_clock::now() + kPatience;
  io.restart();
  while (!done && std::chrono::steady_clock::now() < end && io.run_one_until(end) > 0) {
  }
  if (!done) {
    FAIL("the coroutine hangs");
  }
  if (thrown) {
    std::rethrow_exception(thrown);
  }
  return std::move(*result);
}

inline void run(asio::io_context& io, Task<void> task) {
  const auto with_value = [](Task<void> inner) -> Task<bool> {
    co_await std::move(inner);
    co_return true;
  };
  run(io, with_value(std::move(task)));
}

/// Lets `task` go on beside others; what it throws fails the test.
inline void start(asio::io_context& io, Task<void> task) {
  asio::co_spawn(io, std::move(task), [](std::exception_ptr error) {
    if (error) {
      std::rethrow_exception(error);
    }
  });
}

}  // namespace dcrvoter::net::testing
