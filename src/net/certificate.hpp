/// X.509 certificates and private keys of mbedTLS, owned; only for the .cpp files of this room.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "net/trust.hpp"
#include "net/wiped_text.hpp"

#include <mbedtls/pk.h>
#include <mbedtls/x509_crt.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::net {

/// The operating system's random bytes, in the shape mbedTLS asks for.
int system_random(void* unused, unsigned char* out, std::size_t size);

/// mbedTLS's words for one of its error codes, such as "X509 - The CRT format is invalid".
[[nodiscard]] std::string mbedtls_text(int code);
/// Whether `code` says that a certificate or key is of a kind mbedTLS does not know (Ed25519).
[[nodiscard]] bool is_unknown_algorithm(int code) noexcept;

/// One or more certificates, in the order of their PEM text.
class Certificates {
 public:
  /// `what` begins the error's sentence. Certificates that cannot be read are passed over as long
  /// as one can (a bundle of CAs holds all sorts). Errors: malformed, unsupported.
  [[nodiscard]] static core::Result<Certificates> parse(const std::string& pem, std::string_view what);

  [[nodiscard]] mbedtls_x509_crt* get() const noexcept { return chain_.get(); }

 private:
  struct Free {
    void operator()(mbedtls_x509_crt* chain) const noexcept;
  };
  Certificates();
  std::unique_ptr<mbedtls_x509_crt, Free> chain_;
};

class PrivateKey {
 public:
  /// Errors: malformed (also: encrypted), unsupported.
  [[nodiscard]] static core::Result<PrivateKey> parse(const WipedText& pem, std::string_view what);
  /// Whether it is the key of `certificate`.
  [[nodiscard]] bool belongs_to(const mbedtls_x509_crt& certificate) const;

  [[nodiscard]] mbedtls_pk_context* get() const noexcept { return key_.get(); }

 private:
  struct Free {
    void operator()(mbedtls_pk_context* key) const noexcept;
  };
  PrivateKey();
  std::unique_ptr<mbedtls_pk_context, Free> key_;
};

[[nodiscard]] Fingerprint fingerprint_of(const mbedtls_x509_crt& certificate);
/// Whether both are the same bytes.
[[nodiscard]] bool same_certificate(const mbedtls_x509_crt& a, const mbedtls_x509_crt& b) noexcept;
/// The value of the subjectAltName extension: empty when there is none. mbedTLS 2.28 drops the
/// iPAddress names from its own list, so that the bytes are looked at anew.
[[nodiscard]] core::ByteView subject_alt_names_of(const mbedtls_x509_crt& certificate) noexcept;
/// "2026-01-31".
[[nodiscard]] std::string format_date(const mbedtls_x509_time& time);

}  // namespace dcrvoter::net
