// network[2] ‖ signature type[1] ‖ key[32], with a checksum of one BLAKE-256.
#include "keys/wif.hpp"

#include "keys/key_text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kTypeAt = 2;
constexpr std::size_t kKeyAt = 3;
constexpr std::size_t kSize = 35;
constexpr std::uint8_t kEcdsaSecp256k1 = 0;
constexpr std::uint8_t kEd25519 = 1;
constexpr std::uint8_t kSchnorrSecp256k1 = 2;

core::Error wrong_prefix(core::ByteView prefix, const wire::Network& network) {
  for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
    const wire::Network& other = wire::network(id);
    if (std::ranges::equal(prefix, other.wif)) {
      return {core::Errc::wrong_network,
              "this private key is of " + std::string(other.name) + ", not of " + std::string(network.name)};
    }
  }
  return {core::Errc::malformed, "this is no private key of Decred (WIF)"};
}

core::Result<void> check_type(std::uint8_t type) {
  constexpr const char* kOnly = "; a ticket's key is of type 0 (ECDSA on secp256k1)";
  switch (type) {
    case kEcdsaSecp256k1: return {};
    case kEd25519:
      return core::fail(core::Errc::unsupported, std::string("the key is of type 1 (Ed25519)") + kOnly);
    case kSchnorrSecp256k1:
      return core::fail(core::Errc::unsupported, std::string("the key is of type 2 (Schnorr)") + kOnly);
    default: return core::fail(core::Errc::unsupported, std::string("the key is of an unknown type") + kOnly);
  }
}

}  // namespace

core::Result<PrivateKey> parse_wif(std::string_view text, const wire::Network& network) {
  const auto raw = decode_key_text(text, kSize, Checksum::once);
  if (!raw) {
    return std::unexpected(raw.error());
  }
  const core::ByteView data = raw->expose();
  if (!std::ranges::equal(data.first(kTypeAt), network.wif)) {
    return std::unexpected(wrong_prefix(data.first(kTypeAt), network));
  }
  if (const auto known = check_type(data[kTypeAt]); !known) {
    return std::unexpected(known.error());
  }
  Secret<32> secret;
  std::ranges::copy(data.subspan(kKeyAt), secret.fill().begin());
  return PrivateKey::from_secret(std::move(secret));
}

void append_wif(SecretBytes& out, const PrivateKey& key, const wire::Network& network) {
  SecretBytes raw(kSize);
  raw.append(network.wif);
  raw.append(core::ByteView(&kEcdsaSecp256k1, 1));
  raw.append(key.secret().expose());
  append_key_text(out, raw.expose(), Checksum::once);
}

}  // namespace dcrvoter::keys
