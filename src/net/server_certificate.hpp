/// Judges a server's certificate by a Trust, within mbedTLS's handshake: before anything secret is
/// sent. Only for the .cpp files of this room.
#pragma once

#include "core/result.hpp"
#include "net/certificate.hpp"
#include "net/host_name.hpp"
#include "net/trust.hpp"

#include <mbedtls/x509_crt.h>

#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::net {

class ServerCertificateJudge {
 public:
  /// `host`: the name or address that was configured; `where`: "host:port", for texts.
  /// Errors: malformed, unsupported (the configured PEM), untrusted (nothing configured).
  [[nodiscard]] static core::Result<ServerCertificateJudge> create(Trust trust, std::string host,
                                                                   std::string where);

  /// What a chain may end in: for mbedtls_ssl_conf_ca_chain; null when only a pin is configured.
  [[nodiscard]] mbedtls_x509_crt* roots() const noexcept { return roots_ ? roots_->get() : nullptr; }

  /// For mbedtls_ssl_conf_verify with a judge as context. mbedTLS calls it for each certificate of
  /// the chain it built, the server's own last (depth 0), with what it found wrong in `flags`; a
  /// result other than 0 ends the handshake, whatever the authentication mode.
  static int on_certificate(void* judge, mbedtls_x509_crt* certificate, int depth, std::uint32_t* flags);

  /// Whether a certificate was seen and found good. A finished handshake alone does not say so.
  [[nodiscard]] bool trusted() const noexcept { return trusted_; }
  /// Why not, once a certificate was refused.
  [[nodiscard]] const std::optional<core::Error>& failure() const noexcept { return failure_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const noexcept { return warnings_; }

 private:
  ServerCertificateJudge(Trust trust, std::string host, std::string where)
      : trust_(std::move(trust)), host_(std::move(host)), where_(std::move(where)) {}

  [[nodiscard]] core::Result<void> judge(const mbedtls_x509_crt& certificate);
  [[nodiscard]] core::Result<void> judge_chain(const mbedtls_x509_crt& certificate,
                                               const SubjectNames& names);
  [[nodiscard]] core::Result<void> not_the_configured_one(const mbedtls_x509_crt& certificate) const;
  [[nodiscard]] bool is_known(const mbedtls_x509_crt& certificate) const;
  void note_warnings(const mbedtls_x509_crt& certificate, const SubjectNames& names);

  Trust trust_;
  std::string host_;
  std::string where_;
  std::optional<Certificates> roots_;
  std::uint32_t chain_flags_ = 0;
  bool trusted_ = false;
  std::optional<core::Error> failure_;
  std::vector<std::string> warnings_;
};

}  // namespace dcrvoter::net
