/// One request of an alarm, as HTTP.
#pragma once

#include "alert/message.hpp"
#include "alert/url.hpp"
#include "core/result.hpp"
#include "net/task.hpp"

#include <functional>
#include <memory>
#include <string>

namespace dcrvoter::alert {

/// The certificates of the authorities that this system trusts, as PEM; null when they are not known.
using Roots = std::shared_ptr<const std::string>;

struct Request {
  Url url;
  Roots roots;
  std::function<bool()> clock_is_synchronised;  ///< else the dates of certificates are not looked at
  Post post;
  bool has_body = false;  ///< a POST; else a GET
};

/// The bytes: one request, after which the connection ends.
[[nodiscard]] std::string request_bytes(const Request& request);
/// Whether an answer's head says that it was taken (2xx). Errors: refused (with the status; a redirection is
/// not followed), malformed.
[[nodiscard]] core::Result<void> judge_answer(std::string_view head);

/// Sends it, within twenty seconds. An error is one sentence that begins with the other side, such as "its
/// certificate is not trusted: …", and holds nothing of the URL: neither path nor host. Errors: as
/// net::ask_once and judge_answer.
net::Task<core::Result<void>> send(Request request);

}  // namespace dcrvoter::alert
