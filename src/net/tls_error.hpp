/// mbedTLS's error codes as error codes of Boost, and those that somebody asks for.
#pragma once

#include <boost/system/error_code.hpp>

namespace dcrvoter::net {

using ErrorCode = boost::system::error_code;

/// Its values are mbedTLS's (negative) return codes, its messages mbedTLS's words.
[[nodiscard]] const boost::system::error_category& tls_category() noexcept;
[[nodiscard]] ErrorCode tls_error(int mbedtls_code) noexcept;

/// The stream ended without TLS's farewell (close_notify): cut, on purpose or not.
[[nodiscard]] ErrorCode tls_truncated() noexcept;
/// The other side sent a fatal alert.
[[nodiscard]] ErrorCode tls_fatal_alert() noexcept;
/// The other side sent what is no TLS record.
[[nodiscard]] ErrorCode tls_invalid_record() noexcept;
/// The other side chose a version of TLS that we do not.
[[nodiscard]] ErrorCode tls_bad_version() noexcept;

}  // namespace dcrvoter::net
