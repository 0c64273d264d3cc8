// The digests that mbedTLS makes. Only its generic interface is used, which 2.28 and 3.6 share.
#include "core/digest.hpp"

#include <mbedtls/md.h>

#include <stdexcept>

namespace dcrvoter::core {
namespace {

const mbedtls_md_info_t* info_of(mbedtls_md_type_t type, const char* name) {
  const mbedtls_md_info_t* info = mbedtls_md_info_from_type(type);
  if (info == nullptr) {
    throw std::runtime_error(std::string("this mbedTLS was built without ") + name);
  }
  return info;
}

void require(int code, const char* name) {
  if (code != 0) {
    throw std::runtime_error(std::string("mbedTLS failed in ") + name + " with code " + std::to_string(code));
  }
}

template <std::size_t Size>
std::array<std::uint8_t, Size> digest_of(mbedtls_md_type_t type, const char* name, ByteView data) {
  std::array<std::uint8_t, Size> out{};
  require(mbedtls_md(info_of(type, name), data.data(), data.size(), out.data()), name);
  return out;
}

// mbedTLS zeroes its context, which holds the padded key, before it frees it.
void hmac(mbedtls_md_type_t type, const char* name, ByteView key, ByteView data,
          std::span<std::uint8_t> out) {
  require(mbedtls_md_hmac(info_of(type, name), key.data(), key.size(), data.data(), data.size(), out.data()),
          name);
}

}  // namespace

std::array<std::uint8_t, 20> ripemd160(ByteView data) {
  return digest_of<20>(MBEDTLS_MD_RIPEMD160, "RIPEMD-160", data);
}

std::array<std::uint8_t, 32> sha256(ByteView data) {
  return digest_of<32>(MBEDTLS_MD_SHA256, "SHA-256", data);
}

void hmac_sha256(ByteView key, ByteView data, std::span<std::uint8_t, 32> out) {
  hmac(MBEDTLS_MD_SHA256, "HMAC-SHA-256", key, data, out);
}

void hmac_sha512(ByteView key, ByteView data, std::span<std::uint8_t, 64> out) {
  hmac(MBEDTLS_MD_SHA512, "HMAC-SHA-512", key, data, out);
}

Hash160 hash160(ByteView data) {
  return Hash160{ripemd160(blake256(data).bytes)};
}

}  // namespace dcrvoter::core
