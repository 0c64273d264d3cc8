/// A server's right answer to a client that asks for a WebSocket.
#pragma once

#include <mbedtls/base64.h>
#include <mbedtls/md.h>

#include <array>
#include <string>

namespace dcrvoter::net::testing {

/// The value of a header of a request; empty when it is not there.
inline std::string header(const std::string& request, const std::string& name) {
  const auto at = request.find("\r\n" + name + ": ");
  if (at == std::string::npos) {
    return {};
  }
  const auto begin = at + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

/// RFC 6455, 4.2.2.
inline std::string upgrade_answer(const std::string& request) {
  const std::string input = header(request, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, 20> digest{};
  std::array<unsigned char, 64> accept{};
  std::size_t size = 0;
  mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA1), reinterpret_cast<const unsigned char*>(input.data()),
             input.size(), digest.data());
  mbedtls_base64_encode(accept.data(), accept.size(), &size, digest.data(), digest.size());
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
         "Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(reinterpret_cast<const char*>(accept.data()), size) + "\r\n\r\n";
}

}  // namespace dcrvoter::net::testing
