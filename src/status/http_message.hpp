/// HTTP/1.1 messages without their sockets: the one place of this room that includes Beast.
#pragma once

#include "core/result.hpp"
#include "status/routes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dcrvoter::status {

/// A request, as far as its head goes: none that is answered has a body. Feed it what arrives, until it is no
/// longer `incomplete`.
class HttpRequest {
 public:
  enum class Progress : std::uint8_t { incomplete, complete, refused };

  /// Request line and fields, line ends included.
  static constexpr std::size_t kMostHead = std::size_t{8} * 1024;

  Progress feed(std::string_view bytes);
  /// The other side sends no more: what is incomplete is refused.
  Progress end();

  [[nodiscard]] Progress progress() const noexcept { return progress_; }
  // complete
  [[nodiscard]] const std::string& method() const noexcept { return method_; }
  [[nodiscard]] const std::string& target() const noexcept { return target_; }
  /// Of the `Host` field; nothing without one.
  [[nodiscard]] const std::optional<std::string>& host() const noexcept { return host_; }
  /// Of the `Accept` fields, joined; "" without one.
  [[nodiscard]] const std::string& accept() const noexcept { return accept_; }
  // refused: 400 (no HTTP, or several Hosts), 413 (a GET with a body), 431 (a head above kMostHead)
  [[nodiscard]] const HttpAnswer& refusal() const noexcept { return refusal_; }

 private:
  void parse();
  Progress refuse(unsigned status, std::string_view why);

  std::string head_;
  std::string method_, target_, accept_;
  std::optional<std::string> host_;
  HttpAnswer refusal_;
  Progress progress_ = Progress::incomplete;
};

/// The answer's bytes, `Connection: close` among them: the end of the connection is what follows.
/// `head_only`: without the body, whose length it says (an answer to HEAD).
[[nodiscard]] std::string to_bytes(const HttpAnswer& answer, bool head_only);

/// The head of an answer without an end, which is sent as it comes.
[[nodiscard]] std::string stream_head(const HttpAnswer& answer);

/// The bytes of a GET.
[[nodiscard]] std::string get_request(std::string_view target, std::string_view host);

/// What a server sent until it closed. Errors: malformed (no HTTP), truncated.
[[nodiscard]] core::Result<HttpAnswer> parse_answer(std::string_view bytes);

}  // namespace dcrvoter::status
