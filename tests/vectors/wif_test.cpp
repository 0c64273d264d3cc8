#include "keys/wif.hpp"

#include "core/base58.hpp"
#include "vectors/vectors.hpp"
#include "wire/address.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace dcrvoter::vectors {
namespace {

using core::Errc;

/// The kind of error for a reason of the file; where dcrd lets a key through, ours says why not.
std::vector<Errc> expected_errors(std::string_view reason) {
  if (reason.starts_with("signature type") || reason.starts_with("unknown signature")) {
    return reason.find("missing") == reason.npos ? std::vector{Errc::unsupported}
                                                 : std::vector{Errc::malformed};
  }
  if (reason.starts_with("private key")) {
    return {Errc::out_of_range};
  }
  if (reason.starts_with("WIF of")) {
    return {Errc::wrong_network};
  }
  if (reason.find("checksum)") != reason.npos || reason.starts_with("double instead")) {
    return {Errc::checksum};
  }
  return {Errc::malformed, Errc::checksum};
}

TEST_CASE("vectors/wif: usable keys are read and written, all others refused") {
  for_each_case("wif.json", [](const Object& one) {
    const wire::Network& net = network(one);
    const std::string wif = text(one, "wif");
    const auto key = keys::parse_wif(wif, net);
    REQUIRE(key.has_value() == boolean(one, "valid"));
    if (!key) {
      CAPTURE(key.error().text);
      const auto kinds = expected_errors(text(one, "reason"));
      CHECK(std::ranges::find(kinds, key.error().kind) != kinds.end());
      CHECK((wif.empty() || key.error().text.find(wif) == std::string::npos));
      return;
    }
    CHECK(core::base58_decode(wif) == bytes(one, "raw"));
    CHECK(bytes(one, "raw").at(2) == unsigned_integer(one, "sig_type"));
    CHECK(core::to_hex(key->secret().expose()) == text(one, "privkey"));
    CHECK(core::to_hex(key->public_key()) == text(one, "pubkey"));
    CHECK(wire::encode_address({wire::PayeeType::p2pkh, key->public_key_hash()}, net) ==
          text(one, "address"));
    keys::SecretBytes again;
    keys::append_wif(again, *key, net);
    CHECK(again.expose_text() == wif);
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
