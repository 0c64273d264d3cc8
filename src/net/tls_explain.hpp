/// TLS in words. Pure.
#pragma once

#include "core/result.hpp"
#include "net/tls_error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dcrvoter::net {

/// mbedTLS's names for a version and a cipher suite, as other tools write them:
/// "TLS 1.2, ECDHE-ECDSA-AES-128-GCM-SHA256".
[[nodiscard]] std::string describe_session(std::string_view version, std::string_view suite);

struct HandshakeFailure {
  std::string where;                  ///< "host:port"
  ErrorCode error;                    ///< what the handshake ended with
  std::optional<std::uint8_t> alert;  ///< the alert that came, if it came in the clear
  bool agreed = false;                ///< version and algorithms were agreed on before it
  bool speaks_http = false;           ///< the other side answered in plain HTTP
  bool showed_certificate = false;    ///< we have a client certificate
};

/// For all but a server certificate that is not trusted (ServerCertificateJudge has those words).
[[nodiscard]] core::Error explain_handshake_error(const HandshakeFailure& failure);

/// A fatal alert that came when the handshake was done already on our side: in TLS 1.3 this is how
/// a client certificate is refused.
[[nodiscard]] core::Error explain_late_alert(const std::string& where, bool showed_certificate);

}  // namespace dcrvoter::net
