// The text of extended keys: version[4] ‖ depth[1] ‖ parent fingerprint[4] ‖ child number, big-endian[4]
// ‖ chain code[32] ‖ 00 and the private key, or the compressed public key[33].
#include "keys/extended_key.hpp"
#include "keys/key_text.hpp"

#include <algorithm>
#include <string>

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kVersionSize = 4;
constexpr std::size_t kChainAt = 13;
constexpr std::size_t kKeyAt = 45;
constexpr std::size_t kSize = 78;

struct Fields {
  SecretBytes raw;
  bool is_private = false;
  TreePlace place;
};

core::Error wrong_version(core::ByteView version, const wire::Network& network) {
  for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
    const wire::Network& other = wire::network(id);
    if (std::ranges::equal(version, other.xpriv) || std::ranges::equal(version, other.xpub)) {
      return {core::Errc::wrong_network,
              "this extended key is of " + std::string(other.name) + ", not of " + std::string(network.name)};
    }
  }
  return {core::Errc::malformed, "this is no extended key of Decred"};
}

core::Result<Fields> parse_fields(std::string_view text, const wire::Network& network) {
  auto raw = decode_key_text(text, kSize, Checksum::twice);
  if (!raw) {
    return std::unexpected(raw.error());
  }
  Fields fields{std::move(*raw), false, {}};
  const core::ByteView data = fields.raw.expose();
  const core::ByteView version = data.first(kVersionSize);
  const bool says_private = std::ranges::equal(version, network.xpriv);
  if (!says_private && !std::ranges::equal(version, network.xpub)) {
    return std::unexpected(wrong_version(version, network));
  }
  fields.is_private = data[kKeyAt] == 0;
  if (fields.is_private != says_private) {
    return core::fail(core::Errc::unsupported,
                      "the extended key's version and its content disagree on whether it is private");
  }
  fields.place.depth = data[4];
  std::ranges::copy(data.subspan(5, 4), fields.place.parent_fingerprint.begin());
  for (const std::uint8_t byte : data.subspan(9, 4)) {
    fields.place.child_number = fields.place.child_number << 8U | byte;
  }
  return fields;
}

/// All but the key itself.
void append_front(SecretBytes& raw, const std::array<std::uint8_t, 4>& version, const TreePlace& place,
                  core::ByteView chain_code) {
  raw.append(version);
  raw.append(core::ByteView(&place.depth, 1));
  raw.append(place.parent_fingerprint);
  for (unsigned shift = 32; shift != 0; shift -= 8) {
    const auto byte = static_cast<std::uint8_t>(place.child_number >> (shift - 8U));
    raw.append(core::ByteView(&byte, 1));
  }
  raw.append(chain_code);
}

}  // namespace

core::Result<ExtendedPublicKey> ExtendedPublicKey::parse(std::string_view text,
                                                         const wire::Network& network) {
  const auto fields = parse_fields(text, network);
  if (!fields) {
    return std::unexpected(fields.error());
  }
  if (fields->is_private) {
    return core::fail(core::Errc::unsupported, "this is a private key where a public key belongs");
  }
  const core::ByteView data = fields->raw.expose();
  if (!is_public_key(data.subspan(kKeyAt))) {
    return core::fail(core::Errc::malformed, "the public key in the extended key is no point of secp256k1");
  }
  ExtendedPublicKey made(network);
  made.place_ = fields->place;
  std::ranges::copy(data.subspan(kChainAt, made.chain_code_.size()), made.chain_code_.begin());
  std::ranges::copy(data.subspan(kKeyAt), made.public_key_.begin());
  return made;
}

std::string ExtendedPublicKey::to_string() const {
  SecretBytes raw(kSize);
  append_front(raw, network_->xpub, place_, chain_code_);
  raw.append(public_key_);
  SecretBytes text;
  append_key_text(text, raw.expose(), Checksum::twice);
  return std::string(text.expose_text());
}

core::Result<ExtendedKey> ExtendedKey::parse(std::string_view text, const wire::Network& network) {
  const auto fields = parse_fields(text, network);
  if (!fields) {
    return std::unexpected(fields.error());
  }
  if (!fields->is_private) {
    return core::fail(
        core::Errc::unsupported,
        "this is an account's public key, which can watch but not sign; the private one is needed");
  }
  const core::ByteView data = fields->raw.expose();
  Secret<64> node;
  std::ranges::copy(data.subspan(kKeyAt + 1), node.fill().begin());
  std::ranges::copy(data.subspan(kChainAt, kKeySize), node.fill().begin() + kKeySize);
  ExtendedKey made(network);
  made.place_ = fields->place;
  if (const auto set = made.set_node(std::move(node)); !set) {
    return std::unexpected(set.error());
  }
  return made;
}

void ExtendedKey::append_text(SecretBytes& out) const {
  SecretBytes raw(kSize);
  append_front(raw, network_->xpriv, place_, chain_code());
  raw.append(core::ByteView(std::array<std::uint8_t, 1>{0}));
  raw.append(key());
  append_key_text(out, raw.expose(), Checksum::twice);
}

}  // namespace dcrvoter::keys
