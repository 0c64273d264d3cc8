/// A WebSocket client over TLS: whole text messages in, whole text messages out.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "net/task.hpp"
#include "net/trust.hpp"
#include "net/wiped_text.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::net {

struct WebSocketOptions {
  using Duration = std::chrono::steady_clock::duration;

  std::string host;  ///< a name, or an IP address (IPv6 without brackets)
  std::uint16_t port = 0;
  std::string path = "/ws";
  std::string user;  ///< Basic authorization when not empty
  WipedText password;
  Trust trust;
  std::optional<ClientCertificate> client;
  // Each stage has its own deadline, counted from its begin.
  Duration connect_deadline = std::chrono::seconds(5);  ///< name look-up and TCP
  Duration tls_deadline = std::chrono::seconds(10);     ///< a P-521 handshake takes its time on a small board
  Duration upgrade_deadline = std::chrono::seconds(10);
  std::size_t message_limit = std::size_t{8} * 1024 * 1024;  ///< a longer message ends the connection
};

/// One connection. All of it runs on the executor that connect() was awaited on (one thread).
/// Full duplex: one read(), one write() and one ping() may be pending at the same time.
///
/// Errors are one sentence that names host:port, with these kinds:
///   timed_out     a stage's deadline passed
///   refused       nobody listens there, or the upgrade was answered with another HTTP status
///   unauthorized  HTTP 401: wrong user or password
///   untrusted     the certificate is not the configured one (the text says what to do), or the
///                 server did not accept ours
///   malformed     the other side speaks something else, or breaks the protocol; the certificate
///                 or key that was configured cannot be read
///   unsupported   a configured certificate or key is of a kind that TLS here cannot use (Ed25519)
///   too_large     a message longer than message_limit
///   closed        the other side ended the connection, with or without a farewell
///   cancelled     abort() was called, or the awaiting coroutine was cancelled
///   io            the operating system's words
/// After any error the connection is of no more use: all that follows ends with the same one. A read or write
/// that was cancelled from outside (by a timer beside it) has failed in this sense too: drop the connection.
class WebSocket {
 public:
  /// Looks the host up, connects, checks the certificate by `options.trust` before anything secret
  /// is sent, logs in and upgrades. No compression, no Origin header.
  static Task<core::Result<std::unique_ptr<WebSocket>>> connect(WebSocketOptions options);

  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  /// Ends the connection at once. Operations still pending end with `cancelled`; they keep what
  /// they need alive.
  ~WebSocket();

  /// The next whole text message. The view lives until the next read(), or until this goes.
  /// Pings are answered, and pongs taken, only while a read is pending.
  Task<core::Result<std::string_view>> read();
  /// When the last byte of any kind came, pongs and TLS records included.
  [[nodiscard]] core::SteadyTime last_byte_time() const;
  /// Sends one text frame; the caller keeps the bytes alive until this ends. The bytes are handed
  /// to the socket before this first suspends, unless earlier ones are still waiting. No deadline of
  /// its own: who does not trust the other side to read calls abort().
  Task<core::Result<void>> write(std::string_view message) { return write(message, More::no); }
  /// `More::yes`: another write() follows at once, and this one's bytes may leave with that one's, which
  /// saves the system a call and the node a wake-up.
  enum class More : std::uint8_t { no, yes };
  Task<core::Result<void>> write(std::string_view message, More more);
  /// When bytes were last handed to the socket.
  [[nodiscard]] core::SteadyTime last_sent_time() const;
  /// Sends a ping; its pong shows in last_byte_time().
  Task<core::Result<void>> ping();
  /// Says farewell and closes; the socket is closed when this ends, at the latest after `deadline`.
  /// A pending read ends with `closed`.
  Task<void> close(std::chrono::steady_clock::duration deadline);
  /// Closes the socket at once. From the same thread only.
  void abort() noexcept;

  /// Sentences about what was found while connecting and tolerated: the configured certificate has
  /// expired, or was made for another name.
  [[nodiscard]] const std::vector<std::string>& warnings() const;
  /// Such as "TLS 1.2, ECDHE-ECDSA-AES-128-GCM-SHA256".
  [[nodiscard]] std::string describe_tls() const;

 private:
  class Impl;
  explicit WebSocket(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace dcrvoter::net
