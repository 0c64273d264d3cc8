#include "net/tls_error.hpp"

#include "net/certificate.hpp"

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>

#include <string>

namespace dcrvoter::net {

namespace {

// Boost's categories are never deleted through their base, whose destructor is protected.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): for the same reason
class TlsCategory final : public boost::system::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "tls"; }
  [[nodiscard]] std::string message(int code) const override {
    switch (code) {
      case MBEDTLS_ERR_SSL_CONN_EOF: return "the connection was cut";
      // From a connection, mbedTLS gives this for a record that is longer than its buffer.
      case MBEDTLS_ERR_SSL_BAD_INPUT_DATA: return "a TLS record is longer than is allowed";
      default: return mbedtls_text(code);
    }
  }
};
#pragma GCC diagnostic pop

}  // namespace

const boost::system::error_category& tls_category() noexcept {
  static const TlsCategory kCategory;
  return kCategory;
}

ErrorCode tls_error(int mbedtls_code) noexcept {
  return {mbedtls_code, tls_category()};
}
ErrorCode tls_truncated() noexcept {
  return tls_error(MBEDTLS_ERR_SSL_CONN_EOF);
}
ErrorCode tls_fatal_alert() noexcept {
  return tls_error(MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE);
}
ErrorCode tls_invalid_record() noexcept {
  return tls_error(MBEDTLS_ERR_SSL_INVALID_RECORD);
}
ErrorCode tls_bad_version() noexcept {
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
  return tls_error(MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION);
#else
  return tls_error(MBEDTLS_ERR_SSL_BAD_HS_PROTOCOL_VERSION);
#endif
}

}  // namespace dcrvoter::net
