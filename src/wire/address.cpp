#include "wire/address.hpp"

#include "core/base58.hpp"

#include <secp256k1.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace dcrvoter::wire {
namespace {

using core::Errc;
using core::fail;
using core::Result;

constexpr std::size_t kPrefixSize = 2;
constexpr std::size_t kHashSize = 20;
constexpr std::size_t kKeySize = 33;
constexpr std::uint8_t kOddBit = 0x80;
enum SignatureType : std::uint8_t { kEcdsa = 0, kEd25519 = 1, kSchnorr = 2 };

std::optional<AddressKind> kind_of(core::ByteView prefix, const Network& network) {
  const std::array<std::pair<const Prefix*, AddressKind>, 5> kinds = {{
      {&network.p2pkh, AddressKind::p2pkh},
      {&network.p2sh, AddressKind::p2sh},
      {&network.p2pk, AddressKind::p2pk},
      {&network.p2pkh_ed25519, AddressKind::p2pkh_ed25519},
      {&network.p2pkh_schnorr, AddressKind::p2pkh_schnorr},
  }};
  for (const auto& [known, kind] : kinds) {
    if (std::ranges::equal(prefix, *known)) {
      return kind;
    }
  }
  return std::nullopt;
}

bool on_curve(core::ByteView x, bool odd) {
  std::array<std::uint8_t, kKeySize> key{};
  key[0] = odd ? 0x03 : 0x02;
  std::ranges::copy(x, key.begin() + 1);
  secp256k1_pubkey parsed;
  return secp256k1_ec_pubkey_parse(secp256k1_context_static, &parsed, key.data(), key.size()) == 1;
}

Result<void> check_key(core::ByteView payload) {
  const bool odd = (payload[0] & kOddBit) != 0;
  const auto type = static_cast<std::uint8_t>(payload[0] & ~kOddBit);
  if (type > kSchnorr) {
    return fail(Errc::malformed, "address: the signature type of its key is " + std::to_string(type) +
                                     "; only 0, 1 and 2 exist");
  }
  if (type != kEd25519 && !on_curve(payload.subspan(1), odd)) {
    return fail(Errc::malformed, "address: its key is no point of the curve secp256k1");
  }
  return {};
}

const char* name_of(AddressKind kind) {
  switch (kind) {
    case AddressKind::p2pkh: return "pay-to-pubkey-hash";
    case AddressKind::p2sh: return "pay-to-script-hash";
    case AddressKind::p2pk: return "pay-to-pubkey";
    case AddressKind::p2pkh_ed25519: return "Ed25519";
    case AddressKind::p2pkh_schnorr: return "Schnorr";
  }
  return "unknown";
}

/// No error has the text in it: a private key may have been pasted by mistake.
std::unexpected<core::Error> unknown_prefix(core::ByteView prefix, const Network& wanted) {
  for (const NetworkId id : {NetworkId::mainnet, NetworkId::testnet3, NetworkId::simnet}) {
    if (const Network& other = network(id); kind_of(prefix, other)) {
      return fail(Errc::wrong_network, "address: it is of " + std::string(other.name) +
                                           ", but the network is " + std::string(wanted.name));
    }
  }
  return fail(Errc::malformed, "address: its first two bytes are those of no kind of Decred address");
}

}  // namespace

std::string encode_address(const Payee& payee, const Network& network) {
  const Prefix& prefix = payee.type == PayeeType::p2pkh ? network.p2pkh : network.p2sh;
  std::array<std::uint8_t, kPrefixSize + kHashSize> data{};
  std::ranges::copy(prefix, data.begin());
  std::ranges::copy(payee.hash.bytes, data.begin() + kPrefixSize);
  return core::base58check_encode(data);
}

Result<Address> decode_address(std::string_view text, const Network& network) {
  auto data = core::base58check_decode(text);
  if (!data) {
    const Errc kind = data.error().kind == Errc::checksum ? Errc::checksum : Errc::malformed;
    return fail(kind, "address: " + data.error().text);
  }
  const core::ByteView prefix = core::ByteView(*data).first(kPrefixSize);
  const core::ByteView payload = core::ByteView(*data).subspan(kPrefixSize);
  const auto kind = kind_of(prefix, network);
  if (!kind) {
    return unknown_prefix(prefix, network);
  }
  const std::size_t size = *kind == AddressKind::p2pk ? kKeySize : kHashSize;
  if (payload.size() != size) {
    return fail(Errc::malformed, std::string("address: a ") + name_of(*kind) + " address holds " +
                                     std::to_string(size) + " bytes, not " + std::to_string(payload.size()));
  }
  if (*kind == AddressKind::p2pk) {
    if (auto valid = check_key(payload); !valid) {
      return std::unexpected(std::move(valid.error()));
    }
  }
  return Address{*kind, core::Bytes(payload.begin(), payload.end())};
}

Result<Payee> decode_payee(std::string_view text, const Network& network) {
  auto address = decode_address(text, network);
  if (!address) {
    return std::unexpected(std::move(address.error()));
  }
  if (address->kind != AddressKind::p2pkh && address->kind != AddressKind::p2sh) {
    return fail(Errc::unsupported, std::string("address: a ") + name_of(address->kind) +
                                       " address cannot hold a ticket's voting rights; only ECDSA "
                                       "pay-to-pubkey-hash and pay-to-script-hash can");
  }
  Payee payee;
  payee.type = address->kind == AddressKind::p2pkh ? PayeeType::p2pkh : PayeeType::p2sh;
  std::ranges::copy(address->payload, payee.hash.bytes.begin());
  return payee;
}

}  // namespace dcrvoter::wire
