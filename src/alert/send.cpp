#include "alert/send.hpp"

#include "net/exchange.hpp"
#include "status/foreign_text.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::alert {
namespace {

using core::Errc;

constexpr std::string_view kEndOfHead = "\r\n\r\n";

void hide(std::string& text, const std::string& secret) {
  for (std::size_t at = 0; !secret.empty() && (at = text.find(secret)) != std::string::npos;) {
    text.replace(at, secret.size(), "the receiver");
  }
}

/// Whom it went to is in the configuration, and may be a secret.
core::Error without_url(core::Error error, const Url& url) {
  switch (error.kind) {
    case Errc::timed_out: return {error.kind, "it does not answer; is the network up?"};
    case Errc::refused: return {error.kind, "it refused the connection"};
    case Errc::not_found: return {error.kind, "its name cannot be looked up; is the network up?"};
    case Errc::closed: return {error.kind, "it closed the connection without an answer"};
    default: break;
  }
  hide(error.text, net::to_string(url.to));
  hide(error.text, url.to.host);
  error.text = status::printable(error.text, 300);
  return error;
}

}  // namespace

std::string request_bytes(const Request& request) {
  const Post& post = request.post;
  std::string bytes = request.has_body ? "POST " : "GET ";
  bytes += request.url.target + " HTTP/1.1\r\n";
  bytes += "Host: " + request.url.host + "\r\nUser-Agent: dcrvoter\r\nAccept: */*\r\nConnection: close\r\n";
  if (request.has_body) {
    for (const auto& [name, value] : post.fields) {
      bytes.append(name).append(": ").append(value).append("\r\n");
    }
    bytes += "Content-Type: " + post.content_type +
             "\r\nContent-Length: " + std::to_string(post.body.size()) + "\r\n";
  }
  return bytes + "\r\n" + (request.has_body ? post.body : "");
}

core::Result<void> judge_answer(std::string_view head) {
  constexpr std::string_view kBegin = "HTTP/1.";
  constexpr std::size_t kStatus = 9;  // HTTP/1.1 200
  const bool is_http = head.size() >= kStatus + 3 && head.starts_with(kBegin) && head[kStatus - 1] == ' ';
  const std::string_view status = is_http ? head.substr(kStatus, 3) : "";
  if (!is_http || !std::ranges::all_of(status, [](char c) { return c >= '0' && c <= '9'; })) {
    return core::fail(Errc::malformed, "it answers with something that is no HTTP");
  }
  if (status.front() == '2') {
    return {};
  }
  return core::fail(Errc::refused,
                    "it answers with HTTP status " + std::string(status) +
                        (status.front() == '3' ? ", which leads elsewhere and is not followed: give the "
                                                 "final URL"
                                               : ""));
}

net::Task<core::Result<void>> send(Request request) {
  net::Exchange exchange{.to = request.url.to,
                         .trust = std::nullopt,
                         .question = request_bytes(request),
                         .answer_end = std::string(kEndOfHead)};
  if (request.url.tls) {
    if (!request.roots) {
      co_return core::fail(
          Errc::untrusted,
          "this system's certificates of authorities are not to be had; install ca-certificates");
    }
    exchange.trust = net::Trust{*request.roots, std::nullopt, request.clock_is_synchronised};
  }
  const auto answer = co_await net::ask_once(std::move(exchange));
  if (!answer) {
    co_return std::unexpected(without_url(answer.error(), request.url));
  }
  co_return judge_answer(*answer);
}

}  // namespace dcrvoter::alert
