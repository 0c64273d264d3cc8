// What people type or paste: addresses, WIFs, extended keys. The first byte chooses the network.
#include "fuzz.hpp"
#include "keys/extended_key.hpp"
#include "keys/wif.hpp"
#include "wire/address.hpp"
#include "wire/network.hpp"

#include <algorithm>

using namespace dcrvoter;

namespace {

void check(std::string_view text, const wire::Network& network) {
  if (const auto payee = wire::decode_payee(text, network)) {
    fuzz::require(wire::encode_address(*payee, network) == text);
  }
  if (const auto address = wire::decode_address(text, network)) {
    fuzz::require(!address->payload.empty());
  }
  if (const auto key = keys::parse_wif(text, network)) {
    keys::SecretBytes again;
    keys::append_wif(again, *key, network);
    fuzz::require(fuzz::as_text(again.expose()) == text);
  }
  if (const auto key = keys::ExtendedKey::parse(text, network)) {
    keys::SecretBytes again;
    key->append_text(again);
    fuzz::require(fuzz::as_text(again.expose()) == text);
    fuzz::require(keys::ExtendedPublicKey::parse(key->to_public().to_string(), network).has_value());
  }
  if (const auto key = keys::ExtendedPublicKey::parse(text, network)) {
    fuzz::require(key->to_string() == text);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const auto id = static_cast<wire::NetworkId>(data[0] % 3);
  check(fuzz::as_text({data + 1, size - 1}), wire::network(id));
  return 0;
}
