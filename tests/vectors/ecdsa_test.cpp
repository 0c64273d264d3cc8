#include "keys/nonce.hpp"
#include "keys/private_key.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

namespace dcrvoter::keys {

/// The only way to a signature of a bare hash, and it exists in this test alone.
struct SigningProbe {
  static Signature sign(const PrivateKey& key, const core::Hash& hash) { return key.sign(hash); }
};

}  // namespace dcrvoter::keys

namespace dcrvoter::vectors {
namespace {

wire::PublicKey public_key(const Object& one) {
  wire::PublicKey key{};
  const core::Bytes raw = bytes(one, "pubkey");
  REQUIRE(raw.size() == key.size());
  std::ranges::copy(raw, key.begin());
  return key;
}

/// The r and s of a strict DER signature as 32 bytes each.
std::array<std::string, 2> numbers_of(const core::Bytes& der) {
  std::array<std::string, 2> numbers;
  std::size_t at = 2;
  for (std::string& number : numbers) {
    const std::size_t size = der.at(at + 1);
    number = core::to_hex(core::ByteView(der).subspan(at + 2, size));
    number = std::string(64, '0') + number;  // shorter than 32 bytes, or with a zero before a high bit
    number = number.substr(number.size() - 64);
    at += 2 + size;
  }
  return numbers;
}

void check_sign(const Object& one, const core::Hash& hash) {
  keys::Secret<32> secret;
  REQUIRE(core::from_hex(text(one, "privkey"), secret.fill()));
  std::array<std::uint8_t, 32> nonce{};
  REQUIRE(keys::decred_nonce(nonce.data(), hash.bytes.data(), secret.expose().data(), nullptr, nullptr, 0) ==
          1);
  CHECK(core::to_hex(nonce) == text(one, "nonce_0"));

  const auto key = keys::PrivateKey::from_secret(std::move(secret));
  REQUIRE(key);
  CHECK(core::to_hex(key->public_key()) == text(one, "pubkey"));
  const keys::Signature signature = keys::SigningProbe::sign(*key, hash);
  CHECK(core::to_hex(signature.der()) == text(one, "der"));
  CHECK(numbers_of(bytes(one, "der")) == std::array{text(one, "r"), text(one, "s")});
  CHECK(keys::verify_signature(key->public_key(), hash, signature.der()));
}

TEST_CASE("vectors/ecdsa: signatures are the same bytes, and only good ones verify") {
  for_each_case("ecdsa.json", [](const Object& one) {
    const std::string kind = text(one, "kind");
    if (kind == "bad_pubkey") {
      CHECK_FALSE(keys::is_public_key(bytes(one, "pubkey")));
      return;
    }
    const auto hash = core::Hash::from_bytes(bytes(one, "hash"));
    REQUIRE(hash);
    if (kind == "sign") {
      check_sign(one, *hash);
    } else {
      REQUIRE(kind == "verify");
      CHECK(keys::is_public_key(bytes(one, "pubkey")));
      CHECK(keys::verify_signature(public_key(one), *hash, bytes(one, "der")) == boolean(one, "valid"));
    }
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
