#include "net/tls_library.hpp"

#include <mbedtls/version.h>

#include <array>

namespace dcrvoter::net {

std::string tls_library() {
  std::array<char, 18> text{};  // as long as the library's manual demands
  mbedtls_version_get_string_full(text.data());
  std::string name = text.data();
  // 2.28 says "mbed TLS", 3.6 "Mbed TLS".
  return "mbedTLS " + name.substr(name.rfind(' ') + 1);
}

}  // namespace dcrvoter::net
