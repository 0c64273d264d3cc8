/// One question and the beginning of its answer over a connection of its own.
#pragma once

#include "core/result.hpp"
#include "net/endpoint.hpp"
#include "net/task.hpp"
#include "net/trust.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace dcrvoter::net {

struct Exchange {
  Endpoint to;
  std::optional<Trust> trust;  ///< nothing: without TLS
  std::string question;
  std::string answer_end;  ///< what the part of the answer that is wanted ends with
  std::size_t answer_limit = std::size_t{16} * 1024;
  std::chrono::steady_clock::duration deadline = std::chrono::seconds(20);  ///< for all of it
};

/// Connects, sends the question, and reads until the answer holds `answer_end`. What lies behind it may be
/// there too. Errors, with host:port in the text: those of dial() and of TlsEngine, timed_out, too_large,
/// closed, io.
Task<core::Result<std::string>> ask_once(Exchange exchange);

}  // namespace dcrvoter::net
