#include "net/certificate.hpp"

#include "core/digest.hpp"

#include <mbedtls/asn1.h>
#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include <mbedtls/version.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <sys/random.h>

namespace dcrvoter::net {

namespace {

using core::Errc;
using core::fail;
using core::Result;

constexpr int kHighLevelMask = 0xFF80;  // mbedTLS adds a low-level code to a high-level one

core::ByteView bytes_of(const mbedtls_x509_buf& buffer) noexcept {
  return {buffer.p, buffer.len};
}

std::unexpected<core::Error> not_readable(std::string_view what, int code) {
  if (is_unknown_algorithm(code)) {
    return fail(Errc::unsupported, std::string(what) +
                                       " is of a kind that TLS here cannot use, such as Ed25519; " +
                                       "use ECDSA (P-256, P-384, P-521) or RSA");
  }
  return fail(Errc::malformed, std::string(what) + " cannot be read: " + mbedtls_text(code));
}

}  // namespace

int system_random(void* /*unused*/, unsigned char* out, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::getrandom(out, size, 0);
    if (got < 0) {
      if (errno == EINTR) {
        continue;
      }
      return MBEDTLS_ERR_X509_FATAL_ERROR;
    }
    out += got;
    size -= static_cast<std::size_t>(got);
  }
  return 0;
}

std::string mbedtls_text(int code) {
  std::array<char, 256> text{};
  mbedtls_strerror(code, text.data(), text.size());
  return text.data();
}

bool is_unknown_algorithm(int code) noexcept {
  const int high = -code & kHighLevelMask;
  return high == -MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG || high == -MBEDTLS_ERR_PK_UNKNOWN_PK_ALG ||
         high == -MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE;
}

Certificates::Certificates() : chain_(new mbedtls_x509_crt) {
  mbedtls_x509_crt_init(chain_.get());
}

void Certificates::Free::operator()(mbedtls_x509_crt* chain) const noexcept {
  mbedtls_x509_crt_free(chain);
  delete chain;
}

Result<Certificates> Certificates::parse(const std::string& pem, std::string_view what) {
  if (pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    return fail(Errc::malformed, std::string(what) + " holds no \"-----BEGIN CERTIFICATE-----\"");
  }
  Certificates certificates;
  // The length counts the final zero: that is how mbedTLS tells PEM from DER.
  const int code = mbedtls_x509_crt_parse(
      certificates.get(), reinterpret_cast<const unsigned char*>(pem.c_str()), pem.size() + 1);
  if (code < 0 || certificates.get()->raw.p == nullptr) {
    return not_readable(what, code);
  }
  return certificates;
}

PrivateKey::PrivateKey() : key_(new mbedtls_pk_context) {
  mbedtls_pk_init(key_.get());
}

void PrivateKey::Free::operator()(mbedtls_pk_context* key) const noexcept {
  mbedtls_pk_free(key);
  delete key;
}

Result<PrivateKey> PrivateKey::parse(const WipedText& pem, std::string_view what) {
  PrivateKey key;
  const auto* text = reinterpret_cast<const unsigned char*>(pem.c_str());
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
  const int code = mbedtls_pk_parse_key(key.get(), text, pem.size() + 1, nullptr, 0, &system_random, nullptr);
#else
  const int code = mbedtls_pk_parse_key(key.get(), text, pem.size() + 1, nullptr, 0);
#endif
  if (code == MBEDTLS_ERR_PK_PASSWORD_REQUIRED) {
    return fail(Errc::malformed, std::string(what) + " is encrypted; it must be stored without a passphrase");
  }
  if (code != 0) {
    return not_readable(what, code);
  }
  return key;
}

bool PrivateKey::belongs_to(const mbedtls_x509_crt& certificate) const {
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
  return mbedtls_pk_check_pair(&certificate.pk, key_.get(), &system_random, nullptr) == 0;
#else
  return mbedtls_pk_check_pair(&certificate.pk, key_.get()) == 0;
#endif
}

Fingerprint fingerprint_of(const mbedtls_x509_crt& certificate) {
  return core::sha256(bytes_of(certificate.raw));
}

bool same_certificate(const mbedtls_x509_crt& a, const mbedtls_x509_crt& b) noexcept {
  return std::ranges::equal(bytes_of(a.raw), bytes_of(b.raw));
}

core::ByteView subject_alt_names_of(const mbedtls_x509_crt& certificate) noexcept {
  constexpr int kSequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
  constexpr std::string_view kSubjectAltName = MBEDTLS_OID_SUBJECT_ALT_NAME;
  unsigned char* at = certificate.v3_ext.p;
  const unsigned char* end = at + certificate.v3_ext.len;
  std::size_t length = 0;
  if (at == nullptr || mbedtls_asn1_get_tag(&at, end, &length, kSequence) != 0) {
    return {};
  }
  // Extension ::= SEQUENCE { OBJECT IDENTIFIER, BOOLEAN DEFAULT FALSE, OCTET STRING } (RFC 5280, 4.1)
  while (at < end && mbedtls_asn1_get_tag(&at, end, &length, kSequence) == 0) {
    const unsigned char* extension_end = at + length;
    if (mbedtls_asn1_get_tag(&at, extension_end, &length, MBEDTLS_ASN1_OID) != 0) {
      return {};
    }
    const std::string_view oid(reinterpret_cast<const char*>(at), length);
    at += length;
    int critical = 0;
    if (const int code = mbedtls_asn1_get_bool(&at, extension_end, &critical);
        code != 0 && code != MBEDTLS_ERR_ASN1_UNEXPECTED_TAG) {
      return {};
    }
    if (mbedtls_asn1_get_tag(&at, extension_end, &length, MBEDTLS_ASN1_OCTET_STRING) != 0) {
      return {};
    }
    if (oid == kSubjectAltName) {
      return {at, length};
    }
    at += length;
  }
  return {};
}

std::string format_date(const mbedtls_x509_time& time) {
  std::array<char, 40> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", time.year, time.mon, time.day);
  return text.data();
}

}  // namespace dcrvoter::net
