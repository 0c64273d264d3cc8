#include "keys/key_file.hpp"

#include "keys/sealed_text.hpp"
#include "keys_testing.hpp"

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;

KeySet some_keys() {
  KeySet set;
  set.accounts.push_back({simnet_account(CoinType::slip0044), "seed, m/44'/1'/0'"});
  set.accounts.push_back({simnet_account(), "seed, m/44'/115'/0' (legacy coin type)"});
  set.keys.push_back(small_key(1));
  set.keys.push_back(small_key(2));
  set.scripts.push_back(unhex(kRedeem));
  return set;
}

TEST_CASE("keys/key_file: what was written is read") {
  const KeySet set = some_keys();
  const SecretBytes text = key_file_text(set, simnet());
  CHECK(is_key_file(text.expose_text()));
  const KeySet read = ok(parse_key_file(text.expose_text(), simnet()));
  REQUIRE(read.accounts.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(text_of(read.accounts[i].key) == text_of(set.accounts[i].key));
    CHECK(read.accounts[i].origin == set.accounts[i].origin);
  }
  REQUIRE(read.keys.size() == 2);
  CHECK(read.keys[0].public_key() == set.keys[0].public_key());
  CHECK(read.keys[1].public_key() == set.keys[1].public_key());
  CHECK(read.scripts == set.scripts);
  CHECK(key_file_text(read, simnet()).size() == text.size());
}

TEST_CASE("keys/key_file: has the form that is promised, for all time") {
  KeySet set;
  set.keys.push_back(key_from_wif(kWif));
  set.scripts.push_back(unhex(kRedeem));
  const SecretBytes text = key_file_text(set, mainnet());
  const std::string expected =
      "dcrvoter-key 1\n"
      "# Whoever can read this file can vote with these keys. dcrvoter wrote it once; do not change it.\n"
      "network mainnet\n"
      "key " +
      std::string(kWif) + "\nscript " + std::string(kRedeem) + "\nchecksum ";
  CHECK(text.expose_text().substr(0, expected.size()) == expected);
  CHECK(text.size() == expected.size() + 9);
}

TEST_CASE("keys/key_file: the same set has the same name") {
  CHECK(key_file_name(some_keys()) == key_file_name(simnet_account(CoinType::slip0044)));
  CHECK(key_file_name(simnet_account()).starts_with("account-"));
  KeySet one;
  one.keys.push_back(small_key(1));
  KeySet other;
  other.keys.push_back(small_key(2));
  CHECK(key_file_name(one).starts_with("keys-"));
  CHECK(key_file_name(one) != key_file_name(other));
  other.keys.clear();
  other.keys.push_back(small_key(1));
  CHECK(key_file_name(one) == key_file_name(other));
}

TEST_CASE("keys/key_file: refuses every truncation") {
  const SecretBytes text = key_file_text(some_keys(), simnet());
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parse_key_file(text.expose_text().substr(0, size), simnet()));
  }
  CHECK_FALSE(parse_key_file(std::string(text.expose_text()) + "\n", simnet()));
  CHECK_FALSE(parse_key_file(std::string(text.expose_text()) + "key x\n", simnet()));
}

TEST_CASE("keys/key_file: refuses every flipped bit") {
  KeySet set;
  set.keys.push_back(small_key(1));
  const SecretBytes written = key_file_text(set, simnet());
  const std::string text(written.expose_text());
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << bit));
      CHECK_FALSE(parse_key_file(flipped, simnet()));
    }
  }
}

/// The error for lines in a good frame.
core::Error error_of(std::initializer_list<std::pair<std::string_view, std::string_view>> lines) {
  SealedWriter writer("key", "remark");
  for (const auto& [name, value] : lines) {
    writer.line(name, value);
  }
  const SecretBytes text = std::move(writer).finish();
  const auto set = parse_key_file(text.expose_text(), mainnet());
  REQUIRE_FALSE(set);
  return set.error();
}

TEST_CASE("keys/key_file: errors name the line, the remedy, and nothing secret") {
  struct Row {
    core::Error error;
    Errc kind;
    std::string_view text;
  };
  const Row rows[] = {
      {error_of({}), Errc::malformed, "line 2: the file does not begin by naming its network"},
      {error_of({{"network", "simnet"}}), Errc::wrong_network,
       "line 3: the keys in this file are of simnet, but dcrvoter is set to mainnet"},
      {error_of({{"network", "moon"}}), Errc::malformed,
       "line 3: the network is none of mainnet, testnet3, simnet"},
      {error_of({{"network", "mainnet"}, {"key", kWif}, {"key", kWifTestnet}}), Errc::wrong_network,
       "line 5: this private key is of testnet3, not of mainnet"},
      {error_of({{"network", "mainnet"}, {"coin", kWif}}), Errc::malformed,
       "line 4: the line begins with none of account, key, script"},
      {error_of({{"network", "mainnet"}, {"script", "5"}}), Errc::malformed,
       "line 4: hex has two digits a byte, but there are 1"},
  };
  for (const Row& row : rows) {
    CHECK(row.error.kind == row.kind);
    CHECK(row.error.text == row.text);
  }
  const auto later = parse_key_file("dcrvoter-key 2\nwhat\n", mainnet());
  CHECK(kind_of(later) == Errc::unsupported);
  CHECK(later.error().text == "line 1: the file is of a later version of dcrvoter");
  CHECK(kind_of(parse_key_file("dcrvoter-key 1\n", mainnet())) == Errc::truncated);
  CHECK(kind_of(parse_key_file("", mainnet())) == Errc::malformed);
}

TEST_CASE("keys/key_file: the words' file keeps the seed") {
  const Seed seed = ok(Seed::from_bytes(unhex(kSimnetSeed)));
  const SecretBytes text = words_file_text(seed, simnet());
  const Seed read = ok(parse_words_file(text.expose_text(), simnet()));
  CHECK(core::to_hex(read.expose()) == kSimnetSeed);
  CHECK(kind_of(parse_words_file(text.expose_text(), mainnet())) == Errc::wrong_network);
  CHECK_FALSE(is_key_file(text.expose_text()));
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK_FALSE(parse_words_file(text.expose_text().substr(0, size), simnet()));
  }
  CHECK(words_file_name(simnet_account()).ends_with(".words"));
}

}  // namespace
}  // namespace dcrvoter::keys
