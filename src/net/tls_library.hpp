/// What this program speaks TLS with.
#pragma once

#include <string>

namespace dcrvoter::net {

/// Name and version of the library as it is at run time, such as "mbedTLS 2.28.3".
[[nodiscard]] std::string tls_library();

}  // namespace dcrvoter::net
