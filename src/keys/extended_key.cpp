#include "keys/extended_key.hpp"

#include "core/digest.hpp"
#include "keys/context.hpp"

#include <algorithm>
#include <string_view>

namespace dcrvoter::keys {
namespace {

constexpr std::string_view kMasterKey = "Bitcoin seed";
constexpr std::size_t kMinSeed = 16;
constexpr std::size_t kMaxSeed = 64;
constexpr std::uint8_t kMaxDepth = 255;

core::ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void put_index(std::span<std::uint8_t> to, std::uint32_t index) {
  for (unsigned i = 0; i < 4; ++i) {
    to[i] = static_cast<std::uint8_t>(index >> (24U - 8U * i));
  }
}

std::array<std::uint8_t, 4> fingerprint_of(const wire::PublicKey& key) {
  const core::Hash160 hash = core::hash160(key);
  return {hash.bytes[0], hash.bytes[1], hash.bytes[2], hash.bytes[3]};
}

core::Error no_child(std::uint32_t index) {
  return {core::Errc::out_of_range,
          "the child with index " + std::to_string(index) + " does not exist; the next one does"};
}

core::Result<TreePlace> child_place(const TreePlace& parent, const wire::PublicKey& parent_key,
                                    std::uint32_t index) {
  if (parent.depth == kMaxDepth) {
    return core::fail(core::Errc::out_of_range, "a key at depth 255 has no children");
  }
  return TreePlace{static_cast<std::uint8_t>(parent.depth + 1), fingerprint_of(parent_key), index};
}

}  // namespace

std::array<std::uint8_t, 64> child_node(const std::array<std::uint8_t, 32>& chain_code,
                                        const wire::PublicKey& key, std::uint32_t index) {
  std::array<std::uint8_t, 37> data{};
  std::ranges::copy(key, data.begin());
  put_index(std::span(data).last(4), index);
  std::array<std::uint8_t, 64> node{};
  core::hmac_sha512(chain_code, data, node);
  return node;
}

std::array<std::uint8_t, 4> ExtendedPublicKey::fingerprint() const {
  return fingerprint_of(public_key_);
}

core::Result<ExtendedPublicKey> ExtendedPublicKey::child(std::uint32_t index) const {
  if (index >= kHardened) {
    return core::fail(core::Errc::unsupported, "a hardened child cannot be derived from a public key");
  }
  const auto place = child_place(place_, public_key_, index);
  if (!place) {
    return std::unexpected(place.error());
  }
  const auto node = child_node(chain_code_, public_key_, index);
  secp256k1_pubkey point;
  if (secp256k1_ec_pubkey_parse(context(), &point, public_key_.data(), public_key_.size()) != 1 ||
      secp256k1_ec_pubkey_tweak_add(context(), &point, node.data()) != 1) {
    return std::unexpected(no_child(index));
  }
  ExtendedPublicKey made(*network_);
  made.place_ = *place;
  std::size_t size = made.public_key_.size();
  secp256k1_ec_pubkey_serialize(context(), made.public_key_.data(), &size, &point, SECP256K1_EC_COMPRESSED);
  std::ranges::copy(std::span(node).last(made.chain_code_.size()), made.chain_code_.begin());
  return made;
}

core::Result<ExtendedKey> ExtendedKey::master(core::ByteView seed, const wire::Network& network) {
  if (seed.size() < kMinSeed || seed.size() > kMaxSeed) {
    return core::fail(core::Errc::out_of_range,
                      "a seed has 16 to 64 bytes, not " + std::to_string(seed.size()));
  }
  Secret<64> node;
  core::hmac_sha512(bytes_of(kMasterKey), seed, node.fill());
  ExtendedKey made(network);
  if (!made.set_node(std::move(node))) {
    return core::fail(core::Errc::out_of_range, "this seed has no valid master key");
  }
  return made;
}

core::Result<void> ExtendedKey::set_node(Secret<64> node) {
  secp256k1_pubkey point;
  if (secp256k1_ec_pubkey_create(context(), &point, node.expose().data()) != 1) {
    return core::fail(core::Errc::out_of_range,
                      "the private key in the extended key is 0 or not below the order of secp256k1's group");
  }
  std::size_t size = public_key_.size();
  secp256k1_ec_pubkey_serialize(context(), public_key_.data(), &size, &point, SECP256K1_EC_COMPRESSED);
  node_ = std::move(node);
  return {};
}

core::Result<Secret<64>> ExtendedKey::child_node(std::uint32_t index, std::size_t stripped) const {
  Secret<37> data;
  if (index >= kHardened) {
    std::ranges::copy(key().subspan(stripped), data.fill().begin() + 1);
  } else {
    std::ranges::copy(public_key_, data.fill().begin());
  }
  put_index(data.fill().last(4), index);
  Secret<64> node;
  core::hmac_sha512(chain_code(), data.expose(), node.fill());
  // The left half takes the parent's key as the tweak: so a left half of 0 or not below the order
  // is refused, as dcrd does.
  if (secp256k1_ec_seckey_tweak_add(context(), node.fill().data(), key().data()) != 1) {
    return std::unexpected(no_child(index));
  }
  return node;
}

core::Result<ExtendedKey> ExtendedKey::make_child(std::uint32_t index, std::size_t stripped) const {
  const auto place = child_place(place_, public_key_, index);
  if (!place) {
    return std::unexpected(place.error());
  }
  auto node = child_node(index, stripped);
  if (!node) {
    return std::unexpected(node.error());
  }
  ExtendedKey made(*network_);
  made.place_ = *place;
  if (const auto set = made.set_node(std::move(*node)); !set) {
    return std::unexpected(set.error());
  }
  return made;
}

core::Result<ExtendedKey> ExtendedKey::child(std::uint32_t index) const {
  return make_child(index, 0);
}

core::Result<ExtendedKey> ExtendedKey::legacy_child(std::uint32_t index) const {
  std::size_t stripped = 0;
  while (legacy_ && key()[stripped] == 0) {  // ends: the key is not 0
    ++stripped;
  }
  auto made = make_child(index, stripped);
  if (made) {
    made->legacy_ = true;
  }
  return made;
}

core::Result<Secret<32>> ExtendedKey::child_secret(std::uint32_t index) const {
  const auto node = child_node(index, 0);
  if (!node) {
    return std::unexpected(node.error());
  }
  Secret<32> secret;
  std::ranges::copy(node->expose().first<kKeySize>(), secret.fill().begin());
  return secret;
}

core::Result<PrivateKey> ExtendedKey::child_key(std::uint32_t index) const {
  auto secret = child_secret(index);
  return secret ? PrivateKey::from_secret(std::move(*secret)) : std::unexpected(secret.error());
}

core::Result<PrivateKey> ExtendedKey::child_key(std::uint32_t index,
                                                const wire::PublicKey& public_key) const {
  auto secret = child_secret(index);
  if (!secret) {
    return std::unexpected(secret.error());
  }
  return PrivateKey::from_known(std::move(*secret), public_key);
}

std::array<std::uint8_t, 4> ExtendedKey::fingerprint() const {
  return fingerprint_of(public_key_);
}

ExtendedPublicKey ExtendedKey::to_public() const {
  ExtendedPublicKey made(*network_);
  made.place_ = place_;
  std::ranges::copy(chain_code(), made.chain_code_.begin());
  made.public_key_ = public_key_;
  return made;
}

}  // namespace dcrvoter::keys
