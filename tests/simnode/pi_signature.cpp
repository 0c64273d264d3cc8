#include "simnode/pi_signature.hpp"

#include "core/digest.hpp"

#include <secp256k1.h>

#include <algorithm>
#include <stdexcept>

namespace dcrvoter::simnode {
namespace {

using Scalar = std::array<std::uint8_t, 32>;

constexpr Scalar kPiKeys[] = {
    {0x62, 0xde, 0xae, 0x1a, 0xb2, 0xb1, 0xeb, 0xd9, 0x6a, 0x28, 0xc8, 0x0e, 0x87, 0x0a, 0xee, 0x32,
     0x5b, 0xed, 0x35, 0x9e, 0x83, 0xd8, 0xdb, 0x24, 0x64, 0xef, 0x99, 0x9e, 0x61, 0x6a, 0x9e, 0xef},
    {0xcc, 0x0d, 0x82, 0x58, 0xd6, 0x8a, 0xcf, 0x04, 0x77, 0x32, 0x08, 0x8e, 0x9b, 0x70, 0xe2, 0xc9,
     0x7c, 0x53, 0xf7, 0x11, 0x51, 0x80, 0x42, 0xd2, 0x67, 0xfc, 0x69, 0x75, 0xf3, 0x9b, 0x79, 0x1b}};

void require(int done) {
  if (done != 1) {
    throw std::logic_error("a scalar out of range, which chance does not bring about");
  }
}

}  // namespace

// s = k - e*d, where d is the key, k*G has an even y and the x that is r, and e = BLAKE256(r || hash).
std::array<std::uint8_t, 64> sign_by_pi_key(std::size_t pi_key, const core::Hash& hash,
                                            const core::Hash& nonce) {
  static secp256k1_context* const context = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
  Scalar k = nonce.bytes;
  secp256k1_pubkey point;
  require(secp256k1_ec_pubkey_create(context, &point, k.data()));
  std::array<std::uint8_t, 33> shown{};
  std::size_t size = shown.size();
  secp256k1_ec_pubkey_serialize(context, shown.data(), &size, &point, SECP256K1_EC_COMPRESSED);
  if (shown[0] != 0x02) {
    require(secp256k1_ec_seckey_negate(context, k.data()));
  }
  std::array<std::uint8_t, 64> made{};
  std::copy(shown.begin() + 1, shown.end(), made.begin());
  std::array<std::uint8_t, 64> committed = made;
  std::ranges::copy(hash.bytes, committed.begin() + 32);

  Scalar s = kPiKeys[pi_key];
  require(secp256k1_ec_seckey_tweak_mul(context, s.data(), core::blake256(committed).bytes.data()));
  require(secp256k1_ec_seckey_negate(context, s.data()));
  require(secp256k1_ec_seckey_tweak_add(context, s.data(), k.data()));
  std::ranges::copy(s, made.begin() + 32);
  return made;
}

}  // namespace dcrvoter::simnode
