#include "wire/schnorr.hpp"

#include "core/digest.hpp"

#include <secp256k1.h>

#include <algorithm>
#include <array>

namespace dcrvoter::wire {
namespace {

constexpr std::size_t kScalarSize = 32;
using Scalar = std::array<std::uint8_t, kScalarSize>;

/// The curve's base point G.
constexpr PublicKey kBase = {0x02, 0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0,
                             0x62, 0x95, 0xce, 0x87, 0x0b, 0x07, 0x02, 0x9b, 0xfc, 0xdb, 0x2d,
                             0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17, 0x98};

/// Fails for no point, and for a scalar that is 0 or not below the curve's order.
bool multiply(secp256k1_pubkey& product, const PublicKey& point, const Scalar& scalar) noexcept {
  return secp256k1_ec_pubkey_parse(secp256k1_context_static, &product, point.data(), point.size()) == 1 &&
         secp256k1_ec_pubkey_tweak_mul(secp256k1_context_static, &product, scalar.data()) == 1;
}

}  // namespace

// r is the x of R = s*G + e*Q with an even y, where e = BLAKE256(r || hash) and Q is the key.
bool is_schnorr_signed(const PublicKey& key, const core::Hash& hash, core::ByteView signature) noexcept {
  if (signature.size() != kSchnorrSize) {
    return false;
  }
  std::array<std::uint8_t, 2 * kScalarSize> committed{};
  std::ranges::copy(signature.first(kScalarSize), committed.begin());
  std::ranges::copy(hash.bytes, committed.begin() + kScalarSize);
  Scalar s{};
  std::ranges::copy(signature.subspan(kScalarSize), s.begin());

  secp256k1_pubkey base, own, sum;
  if (!multiply(base, kBase, s) || !multiply(own, key, core::blake256(committed).bytes)) {
    return false;
  }
  const std::array<const secp256k1_pubkey*, 2> terms = {&base, &own};
  if (secp256k1_ec_pubkey_combine(secp256k1_context_static, &sum, terms.data(), terms.size()) != 1) {
    return false;
  }
  PublicKey point{};
  std::size_t size = point.size();
  secp256k1_ec_pubkey_serialize(secp256k1_context_static, point.data(), &size, &sum, SECP256K1_EC_COMPRESSED);
  constexpr std::uint8_t kEven = 0x02;
  return point[0] == kEven &&
         std::ranges::equal(core::ByteView(point).subspan(1), signature.first(kScalarSize));
}

}  // namespace dcrvoter::wire
