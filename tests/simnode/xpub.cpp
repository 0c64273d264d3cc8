#include "simnode/xpub.hpp"

#include "core/base58.hpp"
#include "core/digest.hpp"

#include <secp256k1.h>

#include <algorithm>
#include <stdexcept>

namespace dcrvoter::simnode {

core::Result<AccountXpub> AccountXpub::parse(std::string_view text, const wire::Network& network) {
  const auto raw = core::base58check_decode(text);
  if (!raw) {
    return std::unexpected(raw.error());
  }
  if (raw->size() != 78) {
    return core::fail(core::Errc::malformed, "an extended public key has 78 bytes");
  }
  if (!std::equal(network.xpub.begin(), network.xpub.end(), raw->begin())) {
    return core::fail(core::Errc::wrong_network,
                      "this is no extended public key of " + std::string(network.name));
  }
  AccountXpub out;
  std::copy_n(raw->begin() + 13, 32, out.account_.chain_code.begin());
  std::copy_n(raw->begin() + 45, 33, out.account_.key.begin());
  return out;
}

AccountXpub::Point AccountXpub::child(const Point& parent, std::uint32_t index) {
  static secp256k1_context* const context = secp256k1_context_create(SECP256K1_CONTEXT_VERIFY);
  core::Bytes data(parent.key.begin(), parent.key.end());
  for (int shift = 24; shift >= 0; shift -= 8) {
    data.push_back(static_cast<std::uint8_t>(index >> static_cast<unsigned>(shift)));
  }
  std::array<std::uint8_t, 64> mac{};
  core::hmac_sha512(parent.chain_code, data, mac);
  secp256k1_pubkey point;
  std::size_t size = 33;
  Point out;
  if (secp256k1_ec_pubkey_parse(context, &point, parent.key.data(), parent.key.size()) != 1 ||
      secp256k1_ec_pubkey_tweak_add(context, &point, mac.data()) != 1 ||
      secp256k1_ec_pubkey_serialize(context, out.key.data(), &size, &point, SECP256K1_EC_COMPRESSED) != 1) {
    throw std::runtime_error("xpub: this index has no key");  // once in 2^127
  }
  std::copy_n(mac.begin() + 32, 32, out.chain_code.begin());
  return out;
}

wire::Payee AccountXpub::payee(std::uint32_t branch, std::uint32_t index) {
  auto it = branches_.find(branch);
  if (it == branches_.end()) {
    it = branches_.emplace(branch, child(account_, branch)).first;
  }
  return {wire::PayeeType::p2pkh, core::hash160(child(it->second, index).key)};
}

}  // namespace dcrvoter::simnode
