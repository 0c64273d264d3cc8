/// Whom a TLS connection may lead to, and as whom we come.
#pragma once

#include "core/result.hpp"
#include "net/wiped_text.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::net {

/// SHA-256 of a certificate's DER form, as `openssl x509 -fingerprint -sha256` prints it.
using Fingerprint = std::array<std::uint8_t, 32>;

/// What the server's certificate must be. One of `certificate_pem` and `pin` is needed; with both,
/// either suffices.
///
/// - The certificate is byte-equal to one in `certificate_pem`, or has the fingerprint `pin`: it is
///   trusted; a date or a host name that does not fit only warns (a board without a clock, an
///   address that changed).
/// - Else it must chain up to a certificate in `certificate_pem`: its names must hold the host
///   (dNSName or iPAddress), and its dates must fit when the clock is known to be right.
struct Trust {
  std::string certificate_pem;     ///< one or more certificates: the node's own, or CAs
  std::optional<Fingerprint> pin;  ///< see parse_pin
  /// Whether this machine's clock is right; empty counts as "not known": a chain's dates are then
  /// not checked.
  std::function<bool()> clock_is_synchronised;
};

/// Login by certificate (dcrd: authtype=clientcert).
struct ClientCertificate {
  std::string certificate_pem;  ///< the certificate, then any that lead to its CA
  WipedText key_pem;            ///< its private key, unencrypted: EC or RSA
};

/// "sha256:" and 64 hex digits, either case; colons between pairs are allowed, as openssl prints
/// them. Errors: malformed.
[[nodiscard]] core::Result<Fingerprint> parse_pin(std::string_view text);
/// "sha256:…", lower case, as parse_pin takes it and as it stands in the configuration.
[[nodiscard]] std::string format_pin(const Fingerprint& pin);

/// The fingerprints of all certificates of a PEM text, in order. Errors: malformed (no
/// certificate, or one that cannot be read), unsupported (a key of a kind that TLS here cannot
/// use, such as Ed25519).
[[nodiscard]] core::Result<std::vector<Fingerprint>> certificate_fingerprints(const std::string& pem);

/// Whether certificate and key can be read and belong together; what a configuration is checked
/// with before any connection. Errors: malformed, unsupported.
[[nodiscard]] core::Result<void> check_client_certificate(const ClientCertificate& client);

}  // namespace dcrvoter::net
