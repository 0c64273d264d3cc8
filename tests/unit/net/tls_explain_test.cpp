#include "net/tls_explain.hpp"

#include <boost/asio/error.hpp>
#include <doctest/doctest.h>

namespace dcrvoter::net {
namespace {

using core::Errc;

TEST_CASE("net/tls_explain: sessions are called as other tools call them") {
  CHECK(describe_session("TLSv1.2", "TLS-ECDHE-ECDSA-WITH-AES-128-GCM-SHA256") ==
        "TLS 1.2, ECDHE-ECDSA-AES-128-GCM-SHA256");
  CHECK(describe_session("TLSv1.3", "TLS1-3-AES-128-GCM-SHA256") == "TLS 1.3, AES-128-GCM-SHA256");
  CHECK(describe_session("TLSv1.2", "") == "TLS 1.2");
}

TEST_CASE("net/tls_explain: each failure has its sentence") {
  struct Row {
    ErrorCode error;
    std::optional<std::uint8_t> alert;
    bool speaks_http;
    bool showed_certificate;
    Errc kind;
    const char* words;
  };
  for (const Row& row : {
           Row{boost::asio::error::operation_aborted, {}, false, false, Errc::cancelled, "was given up"},
           Row{tls_invalid_record(), {}, true, false, Errc::malformed, "answers without TLS"},
           Row{tls_invalid_record(), {}, false, false, Errc::malformed, "does not speak TLS"},
           Row{tls_bad_version(), {}, false, false, Errc::unsupported, "TLS 1.2 or newer"},
           Row{tls_fatal_alert(), 70, false, false, Errc::unsupported, "TLS 1.2 or newer"},
           Row{tls_fatal_alert(), 40, false, false, Errc::unsupported, "tlscurve=P-256"},
           Row{tls_fatal_alert(), 42, false, false, Errc::untrusted, "asks for a client certificate"},
           Row{tls_fatal_alert(), 116, false, false, Errc::untrusted, "asks for a client certificate"},
           Row{tls_fatal_alert(), 48, false, true, Errc::untrusted, "did not accept our client certificate"},
           Row{tls_fatal_alert(), 80, false, false, Errc::malformed, "alert 80"},
           Row{tls_fatal_alert(), {}, false, false, Errc::malformed, "failed: "},
           Row{tls_truncated(),
               {},
               false,
               false,
               Errc::closed,
               "closed the connection during the TLS handshake"},
           Row{boost::asio::error::connection_reset, {}, false, false, Errc::closed, "closed the connection"},
           Row{boost::asio::error::network_down, {}, false, false, Errc::io, "failed: "},
       }) {
    CAPTURE(row.words);
    const auto error = explain_handshake_error({.where = "node:9109",
                                                .error = row.error,
                                                .alert = row.alert,
                                                .speaks_http = row.speaks_http,
                                                .showed_certificate = row.showed_certificate});
    CHECK(error.kind == row.kind);
    CHECK(error.text.find(row.words) != std::string::npos);
    CHECK(error.text.find("node:9109") != std::string::npos);
    CHECK(!error.text.ends_with('.'));
  }
  CHECK(
      explain_handshake_error({.where = "node:9109", .error = tls_fatal_alert(), .alert = 40, .agreed = true})
          .text.find("asks for a client certificate") != std::string::npos);
  CHECK(explain_late_alert("node:9109", true).text.find("clients.pem") != std::string::npos);
  CHECK(explain_late_alert("node:9109", false).text.find("client_certificate") != std::string::npos);
}

}  // namespace
}  // namespace dcrvoter::net
