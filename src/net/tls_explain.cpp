#include "net/tls_explain.hpp"

#include "net/certificate.hpp"

#include <boost/asio/error.hpp>

namespace dcrvoter::net {

namespace {

using core::Errc;
using core::Error;

Error no_version(const std::string& where) {
  return {Errc::unsupported, where + " speaks no TLS that we do; we need TLS 1.2 or newer"};
}

constexpr const char* kCertificateAdvice =
    "if its certificate is Ed25519, make it anew with ECDSA (dcrd: remove rpc.cert and rpc.key, "
    "tlscurve=P-256)";

Error refused_client(const std::string& where, bool showed_certificate) {
  return {Errc::untrusted,
          showed_certificate
              ? where + " did not accept our client certificate; add it to the node's clients.pem"
              : where + " asks for a client certificate (dcrd: authtype=clientcert); set " +
                    "client_certificate and client_key, or let the node use authtype=basic"};
}

/// RFC 5246, 7.2.2; 116 is RFC 8446, 6.2.
std::optional<Error> explain_alert(const HandshakeFailure& failure) {
  switch (*failure.alert) {
    case 42:   // bad_certificate
    case 43:   // unsupported_certificate
    case 44:   // certificate_revoked
    case 45:   // certificate_expired
    case 46:   // certificate_unknown
    case 48:   // unknown_ca
    case 49:   // access_denied
    case 116:  // certificate_required
      return refused_client(failure.where, failure.showed_certificate);
    case 40:  // handshake_failure; after the hellos it is the answer to a missing client certificate (7.4.6)
      if (failure.agreed) {
        return refused_client(failure.where, failure.showed_certificate);
      }
      return Error{Errc::unsupported,
                   failure.where +
                       " and we have no TLS version and algorithm in common (we do 1.2 and newer); " +
                       kCertificateAdvice};
    case 70:  // protocol_version
      return no_version(failure.where);
    default: return std::nullopt;
  }
}

void strip(std::string& text, std::string_view word, std::string_view instead) {
  if (const auto at = text.find(word); at != std::string::npos) {
    text.replace(at, word.size(), instead);
  }
}

}  // namespace

std::string describe_session(std::string_view version, std::string_view suite) {
  std::string first(version);
  strip(first, "TLSv", "TLS ");
  std::string second(suite);
  if (second.starts_with("TLS1-3-")) {
    second.erase(0, 7);
  } else if (second.starts_with("TLS-")) {
    second.erase(0, 4);
  }
  strip(second, "-WITH-", "-");
  return second.empty() ? first : first + ", " + second;
}

Error explain_handshake_error(const HandshakeFailure& failure) {
  if (failure.error == boost::asio::error::operation_aborted) {
    return {Errc::cancelled, "the TLS handshake with " + failure.where + " was given up"};
  }
  if (failure.speaks_http) {
    return {Errc::malformed,
            failure.where + " answers without TLS; let the node use TLS (dcrd: no notls), or check the port"};
  }
  if (failure.alert && failure.error == tls_fatal_alert()) {
    if (auto known = explain_alert(failure)) {
      return *known;
    }
    return {Errc::malformed, failure.where + " ended the TLS handshake with alert " +
                                 std::to_string(*failure.alert) +
                                 "; is it the RPC port of a node, and of a version that dcrvoter knows?"};
  }
  if (failure.error == tls_truncated() || failure.error == boost::asio::error::eof ||
      failure.error == boost::asio::error::connection_reset ||
      failure.error == boost::asio::error::broken_pipe) {
    return {Errc::closed,
            failure.where + " closed the connection during the TLS handshake; is it the RPC port of a node?"};
  }
  if (failure.error == tls_invalid_record()) {
    return {Errc::malformed, failure.where + " does not speak TLS; is it the RPC port of a node?"};
  }
  if (failure.error == tls_bad_version()) {
    return no_version(failure.where);
  }
  if (failure.error.category() == tls_category()) {
    if (is_unknown_algorithm(failure.error.value())) {
      return {Errc::unsupported, "the certificate of " + failure.where +
                                     " is of a kind that TLS here cannot use; " + kCertificateAdvice};
    }
    return {Errc::malformed,
            "the TLS handshake with " + failure.where + " failed: " + failure.error.message()};
  }
  return {Errc::io, "the TLS handshake with " + failure.where + " failed: " + failure.error.message()};
}

Error explain_late_alert(const std::string& where, bool showed_certificate) {
  Error error = refused_client(where, showed_certificate);
  if (!showed_certificate) {
    error.text =
        where +
        " ended TLS with an alert; if it asks for a client certificate (dcrd: authtype=clientcert), " +
        "set client_certificate and client_key";
  }
  return error;
}

}  // namespace dcrvoter::net
