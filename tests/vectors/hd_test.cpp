#include "keys/account.hpp"
#include "keys/wif.hpp"
#include "vectors/vectors.hpp"
#include "wire/address.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace dcrvoter::vectors {
namespace {

using keys::ExtendedKey;
using keys::ExtendedPublicKey;
using keys::kHardened;

std::string text_of(const ExtendedKey& key) {
  keys::SecretBytes out;
  key.append_text(out);
  return std::string(out.expose_text());
}

void check_address(const Object& expected, const ExtendedKey& branch,
                   const ExtendedPublicKey& public_branch) {
  const auto index = number<std::uint32_t>(expected, "index");
  const auto key = branch.child_key(index);
  REQUIRE(key);
  CHECK(core::to_hex(key->secret().expose()) == text(expected, "privkey"));
  CHECK(core::to_hex(key->public_key()) == text(expected, "pubkey"));
  CHECK(core::to_hex(key->public_key_hash().bytes) == text(expected, "hash160"));
  CHECK(wire::encode_address({wire::PayeeType::p2pkh, key->public_key_hash()}, branch.network()) ==
        text(expected, "address"));
  keys::SecretBytes wif;
  keys::append_wif(wif, *key, branch.network());
  CHECK(wif.expose_text() == text(expected, "wif"));

  const auto public_child = public_branch.child(index);
  REQUIRE(public_child);
  CHECK(public_child->public_key() == key->public_key());
}

void check_branches(const Object& one, const ExtendedKey& account) {
  for (const auto& entry : array(one, "branches")) {
    const Object& expected = entry.as_object();
    const auto branch = account.child(number<std::uint32_t>(expected, "branch"));
    REQUIRE(branch);
    const auto public_branch = account.to_public().child(number<std::uint32_t>(expected, "branch"));
    REQUIRE(public_branch);
    CHECK(branch->to_public().to_string() == text(expected, "branch_xpub"));
    CHECK(public_branch->to_string() == text(expected, "branch_xpub"));
    for (const auto& key : array(expected, "keys")) {
      check_address(key.as_object(), *branch, *public_branch);
    }
  }
}

void check_derive(const Object& one) {
  const wire::Network& net = network(one);
  const core::Bytes seed = bytes(one, "seed");
  REQUIRE((text(one, "coin_kind") == "slip0044" || text(one, "coin_kind") == "legacy"));
  const auto coin = text(one, "coin_kind") == "slip0044" ? keys::CoinType::slip0044 : keys::CoinType::legacy;
  const auto number_of_account = number<std::uint32_t>(one, "account");
  const auto coin_type = number<std::uint32_t>(one, "coin_type");

  const auto master = ExtendedKey::master(seed, net);
  REQUIRE(master);
  CHECK(text_of(*master) == text(one, "master_xpriv"));
  CHECK(master->to_public().to_string() == text(one, "master_xpub"));
  const auto purpose = master->legacy_child(kHardened + 44);
  REQUIRE(purpose);
  CHECK(text_of(*purpose) == text(one, "purpose_xpriv"));
  const auto coin_key = purpose->legacy_child(kHardened + coin_type);
  REQUIRE(coin_key);
  CHECK(text_of(*coin_key) == text(one, "coin_xpriv"));

  const auto account = keys::account_of_seed(seed, net, coin, number_of_account);
  REQUIRE(account);
  CHECK(text_of(*account) == text(one, "account_xpriv"));
  CHECK(account->to_public().to_string() == text(one, "account_xpub"));
  CHECK(core::to_hex(account->place().parent_fingerprint) == text(one, "account_fingerprint_of_parent"));
  CHECK(core::to_hex(coin_key->fingerprint()) == text(one, "account_fingerprint_of_parent"));
  CHECK(keys::account_path(net, coin, number_of_account) ==
        "m/44'/" + std::to_string(coin_type) + "'/" + std::to_string(number_of_account) + "'");

  // BIP32 from the master key on, without dcrd's older rule.
  const auto strict_coin = master->child(kHardened + 44)->child(kHardened + coin_type);
  REQUIRE(strict_coin);
  const auto strict = strict_coin->child(kHardened + number_of_account);
  REQUIRE(strict);
  CHECK(text_of(*strict) == text(one, "strict_bip32_account_xpriv"));
  CHECK((text_of(*strict) != text_of(*account)) == boolean(one, "differs_from_strict_bip32"));

  // From its text the account is the same key and has the same addresses.
  const auto read = ExtendedKey::parse(text(one, "account_xpriv"), net);
  REQUIRE(read);
  CHECK(text_of(*read) == text(one, "account_xpriv"));
  CHECK(read->place() == account->place());
  const auto read_public = ExtendedPublicKey::parse(text(one, "account_xpub"), net);
  REQUIRE(read_public);
  CHECK(read_public->to_string() == text(one, "account_xpub"));
  check_branches(one, *account);
  check_branches(one, *read);
}

TEST_CASE("vectors/hd: seeds give dcrwallet's accounts and addresses") {
  std::size_t derived = 0;
  for_each_case("hd.json", [&](const Object& one) {
    if (text(one, "kind") == "derive") {
      check_derive(one);
      ++derived;
    }
  });
  CHECK(derived > 0);
}

TEST_CASE("vectors/hd: what is no key, seed or child is refused") {
  for_each_case("hd.json", [](const Object& one) {
    const std::string kind = text(one, "kind");
    const wire::Network& net = network(one);
    if (kind == "invalid_key" || kind == "odd_key") {  // strict: odd ones are refused too
      const std::string key = text(one, "key");
      const auto as_private = ExtendedKey::parse(key, net);
      const auto as_public = ExtendedPublicKey::parse(key, net);
      REQUIRE_FALSE(as_private);
      REQUIRE_FALSE(as_public);
      CHECK((key.empty() || as_private.error().text.find(key) == std::string::npos));
      const std::string go_error = kind == "invalid_key" ? text(one, "go_error") : "";
      if (go_error == "hdkeychain.ErrBadChecksum") {
        CHECK(as_private.error().kind == core::Errc::checksum);
      } else if (go_error == "hdkeychain.ErrWrongNetwork") {
        CHECK((as_private.error().kind == core::Errc::wrong_network ||
               as_private.error().kind == core::Errc::malformed));
      }
    } else if (kind == "invalid_seed") {
      CHECK_FALSE(ExtendedKey::master(bytes(one, "seed"), net));
      CHECK_FALSE(keys::account_of_seed(bytes(one, "seed"), net, keys::CoinType::slip0044, 0));
    } else if (kind == "invalid_child") {
      const auto parent = ExtendedPublicKey::parse(text(one, "key"), net);
      REQUIRE(parent);
      CHECK_FALSE(parent->child(number<std::uint32_t>(one, "index")));
    } else {
      CHECK(kind == "derive");
    }
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
