/// TLS without any input or output of its own: encrypted bytes are handed in and taken out. The
/// stream that does the waiting is TlsStream.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "net/tls_error.hpp"
#include "net/trust.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dcrvoter::net {

struct TlsClientOptions {
  std::string host;   ///< as configured: checked against the certificate, and sent as SNI when a name
  std::string where;  ///< "host:port", for texts
  Trust trust;
  std::optional<ClientCertificate> client;
};

/// For tests and for the simulated node.
struct TlsServerOptions {
  std::string certificate_pem;
  WipedText key_pem;
  std::string client_ca_pem;  ///< when not empty, a client must show a certificate signed by one of these
};

/// One TLS connection: 1.2, and 1.3 where mbedTLS has it. No session resumption, no renegotiation
/// (a request for it is declined), no compression.
///
/// Use: call a verb; when the step wants something, do that and call the same verb again with the
/// same arguments. Output may be there after any step: send it. Reading and writing are
/// independent of each other once the handshake is done.
class TlsEngine {
 public:
  enum class Want : std::uint8_t {
    nothing,  ///< done: `bytes` were moved, or `error` happened (and will, each time, from now on)
    input,    ///< fill input_space(), call input_arrived() or input_ended()
    output,   ///< send the output
    again,    ///< nothing, but let others run first (a long computation in pieces)
  };
  struct Step {
    Want want = Want::nothing;
    std::size_t bytes = 0;
    ErrorCode error;
  };

  /// Errors: those of the configured texts: malformed, unsupported, untrusted (nothing configured).
  [[nodiscard]] static core::Result<std::unique_ptr<TlsEngine>> client(TlsClientOptions options);
  [[nodiscard]] static core::Result<std::unique_ptr<TlsEngine>> server(const TlsServerOptions& options);
  TlsEngine(const TlsEngine&) = delete;
  TlsEngine& operator=(const TlsEngine&) = delete;
  ~TlsEngine();

  [[nodiscard]] Step handshake();
  /// At most out.size() plain bytes. asio's eof after close_notify; tls_truncated() after an end
  /// without it.
  [[nodiscard]] Step read(std::span<std::uint8_t> out);
  /// At most one record (16 KiB) of `in` a call.
  [[nodiscard]] Step write(core::ByteView in);
  [[nodiscard]] Step close_notify();

  /// Where encrypted bytes may be put; never empty while a step wants input.
  [[nodiscard]] std::span<std::uint8_t> input_space() noexcept;
  void input_arrived(std::size_t size) noexcept;
  void input_ended() noexcept;

  [[nodiscard]] bool has_output() const noexcept;
  [[nodiscard]] std::size_t output_size() const noexcept;
  /// All that is to be sent; the bytes stay where they are until output_sent(), whatever is
  /// written meanwhile. Only one such taking at a time.
  [[nodiscard]] core::ByteView take_output();
  void output_sent() noexcept;

  /// Why a handshake failed, as a sentence for a person, when `error` came from it.
  [[nodiscard]] core::Error explain_handshake(ErrorCode error) const;
  /// What was found wrong with the server's certificate and tolerated.
  [[nodiscard]] const std::vector<std::string>& warnings() const noexcept;
  /// "TLS 1.2, ECDHE-ECDSA-AES-128-GCM-SHA256".
  [[nodiscard]] std::string describe() const;

 private:
  struct State;
  explicit TlsEngine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace dcrvoter::net
