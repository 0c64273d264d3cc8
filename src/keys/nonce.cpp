#include "keys/nonce.hpp"

#include "core/digest.hpp"
#include "keys/context.hpp"
#include "keys/secret.hpp"

#include <algorithm>
#include <array>

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kSize = 32;
constexpr std::array<std::uint8_t, kSize> kOrder = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41};

/// HMAC-DRBG of RFC 6979, section 3.2: K and V.
class Generator {
 public:
  explicit Generator(core::ByteView seed) {
    std::ranges::fill(value_.fill(), std::uint8_t{0x01});
    update(0x00, seed);
    update(0x01, seed);
  }
  core::ByteView next() {
    refresh_value();
    return value_.expose();
  }
  /// Before another value, when the last one was of no use.
  void go_on() { update(0x00, {}); }

 private:
  void update(std::uint8_t separator, core::ByteView seed) {
    SecretBytes data(kSize + 1 + seed.size());
    data.append(value_.expose());
    data.append(core::ByteView(&separator, 1));
    data.append(seed);
    Secret<kSize> next;
    core::hmac_sha256(key_.expose(), data.expose(), next.fill());
    key_ = std::move(next);
    refresh_value();
  }
  void refresh_value() {
    Secret<kSize> next;
    core::hmac_sha256(key_.expose(), value_.expose(), next.fill());
    value_ = std::move(next);
  }

  Secret<kSize> key_;
  Secret<kSize> value_;
};

}  // namespace

int decred_nonce(unsigned char* nonce32, const unsigned char* hash32, const unsigned char* key32,
                 const unsigned char* algorithm16, void* data, unsigned int attempt) {
  const core::ByteView hash(hash32, kSize);
  if (std::ranges::lexicographical_compare(hash, kOrder)) {
    return secp256k1_nonce_function_rfc6979(nonce32, hash32, key32, algorithm16, data, attempt);
  }
  SecretBytes seed(2 * kSize);
  seed.append(core::ByteView(key32, kSize));
  seed.append(hash);
  Generator generator(seed.expose());
  core::ByteView value = generator.next();
  for (unsigned int i = 0; i < attempt; ++i) {
    generator.go_on();
    value = generator.next();
  }
  std::ranges::copy(value, nonce32);
  return 1;
}

}  // namespace dcrvoter::keys
