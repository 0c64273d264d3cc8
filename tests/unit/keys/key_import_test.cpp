#include "keys/key_import.hpp"

#include "keys/key_file.hpp"
#include "keys_testing.hpp"

#include <algorithm>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;

const std::string kKey(kWif);
const std::string kScript(kRedeem);
const std::string kAccount(kZeroAccount);

std::string zero_words() {
  SecretBytes out;
  ok(Seed::from_bytes(core::Bytes(32))).append_words(out);
  return std::string(out.expose_text());
}

struct Counts {
  std::size_t accounts, keys, scripts;
  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts counts_of(const std::string& text) {
  const Import import = ok(parse_import(text, mainnet()));
  return {import.set.accounts.size(), import.set.keys.size(), import.set.scripts.size()};
}

TEST_CASE("keys/key_import: recognises each form") {
  const std::string other =
      "PmQeDKaBRx9w6aTzZubuGC55TcNeNFuK4nRTCrZUjBCu8B8FMFrat";  // another key of mainnet
  struct Row {
    const char* name;
    std::string text;
    Counts counts;
  };
  const Row rows[] = {
      {"a key", kKey, {0, 1, 0}},
      {"keys", kKey + "\n" + other + "\n", {0, 2, 0}},
      {"key and script", kKey + " " + kScript, {0, 1, 1}},
      {"script on its own line", kKey + "\n" + kScript + "\n", {0, 1, 1}},
      {"script before the key", kScript + "\n" + kKey, {0, 1, 1}},
      {"a script alone", kScript, {0, 0, 1}},
      {"twice the same", kKey + "\n" + kKey + " " + kScript + "\n" + kScript, {0, 1, 1}},
      {"an account", kAccount, {1, 0, 0}},
      {"account and key", kAccount + "\n" + kKey, {1, 1, 0}},
      {"CRLF, byte order mark, tabs, comments, blank lines",
       "\xef\xbb\xbf# pool tickets\r\n\r\n\t " + kKey + "\t" + kScript + "  # of 2018\r\n   \r\n",
       {0, 1, 1}},
      {"words", zero_words(), {2, 0, 0}},
      {"seed in hex", std::string(64, '0'), {2, 0, 0}},
      {"seed in hex with a comment", "# mine\n" + std::string(64, '0') + " # yes\n", {2, 0, 0}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(counts_of(row.text) == row.counts);
  }
}

TEST_CASE("keys/key_import: a seed gives account 0 of both coin types, over any lines") {
  std::string words = zero_words();
  for (std::size_t at = words.find(' '); at != std::string::npos; at = words.find(' ', at + 30)) {
    words[at] = '\n';
  }
  for (const std::string& text : {words, "# words\r\n" + zero_words() + "\r\n", std::string(64, '0')}) {
    const Import import = ok(parse_import(text, mainnet()));
    CHECK(import.from_seed);
    REQUIRE(import.set.accounts.size() == 2);
    CHECK(text_of(import.set.accounts[0].key) == kZeroAccount);
    CHECK(import.set.accounts[0].origin == "seed, m/44'/42'/0'");
    CHECK(import.set.accounts[1].origin == "seed, m/44'/20'/0' (legacy coin type)");
  }
}

TEST_CASE("keys/key_import: takes a key file as it is") {
  KeySet set;
  set.accounts.push_back({simnet_account(), "its origin"});
  set.keys.push_back(small_key(3));
  const SecretBytes text = key_file_text(set, simnet());
  const Import import = ok(parse_import(text.expose_text(), simnet()));
  CHECK_FALSE(import.from_seed);
  CHECK(import.set.accounts.at(0).origin == "its origin");
  CHECK(import.set.keys.size() == 1);
  CHECK(kind_of(parse_import(text.expose_text(), mainnet())) == Errc::wrong_network);
}

TEST_CASE("keys/key_import: one bad line and nothing is taken; its number is told, its text is not") {
  const std::string public_key = ok(ExtendedKey::parse(kAccount, mainnet())).to_public().to_string();
  const std::string foreign_script = core::to_hex(wire::multisig_script({1, {small_key(9).public_key()}}));
  struct Row {
    const char* name;
    std::string text;
    Errc kind;
    std::string says;
  };
  const Row rows[] = {
      {"nothing", "", Errc::malformed, "no key"},
      {"comments only", "# a\n\n  # b", Errc::malformed, "no key"},
      {"a bad key among good ones", kKey + "\n\n" + kKey.substr(0, 50) + "QQQ\n", Errc::checksum, "line 3: "},
      {"a key of testnet", kKey + "\n" + std::string(kWifTestnet), Errc::wrong_network, "line 2: "},
      {"a public key", public_key, Errc::unsupported, "line 1: this is an account's public key"},
      {"an address", "DsUZxxoHJSty8DCfwfartwTYbuhmVct7tJu", Errc::unsupported, "line 1: this is an address"},
      {"a master key",
       "dprv3hCznBesA6jBtmoyVFPfyMSZ1qYZ3WdjdebquvkEfmRfxC9VFEFi2YDaJqHnx7uGe75eGSa3Mn3oHK11hBW7KZUrPxwbCPBmu"
       "Ci1nwm182s",
       Errc::unsupported, "line 1: this extended key is a wallet's master key"},
      {"a script that is not the key's", kKey + " " + foreign_script, Errc::malformed,
       "line 1: the redeem script does not hold"},
      {"no multi-signature script", kKey + "\n76a914000000000000000000000000000000000000000088ac",
       Errc::unsupported, "line 2: this hex text is no redeem script"},
      {"a hex seed with company", std::string(64, '0') + "\n" + kKey, Errc::unsupported,
       "must be the only line"},
      {"three things on a line", kKey + " " + kScript + " " + kScript, Errc::malformed, "line 1: more than"},
      {"an account with company on its line", kAccount + " x", Errc::malformed, "line 1: one key a line"},
      {"a misspelt word", "aardvrak " + zero_words().substr(9), Errc::malformed, "seed word 1 is not in"},
      {"one word", "aardvark", Errc::malformed, "17 to 65 words, this text has one"},
      {"an odd number of hex digits", std::string(63, '0'), Errc::malformed, "an even number of digits"},
      {"numbered words", "1. aardvark 2. absurd", Errc::malformed, "without numbers"},
      {"a numbered word a line", "1.aardvark\n2.absurd", Errc::malformed, "without numbers"},
      {"words with commas", "aardvark, adviser, accrue", Errc::malformed, "without numbers"},
      {"words in quotes", "\"aardvark adviser\"", Errc::malformed, "without numbers"},
      {"UTF-16", std::string("\xff\xfe\x30\0", 4), Errc::malformed, "save it as UTF-8"},
      {"words and then a key", zero_words() + "\n" + kKey, Errc::malformed, "seed word 34 is not in"},
      {"anything", "https://example.org/", Errc::malformed, "line 1: this is none of"},
      {"a NUL", std::string("\0", 1), Errc::malformed, "line 1: "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto import = parse_import(row.text, mainnet());
    REQUIRE_FALSE(import);
    CAPTURE(import.error().text);
    CHECK(import.error().kind == row.kind);
    CHECK(import.error().text.find(row.says) != std::string::npos);
    CHECK(import.error().text.find(kKey.substr(0, 12)) == std::string::npos);
    CHECK(import.error().text.find("aardv") == std::string::npos);
  }
}

TEST_CASE("keys/key_import: every truncation is refused or holds what was complete") {
  const std::string text = kAccount + "\n" + kKey + " " + kScript + "\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    const auto import = parse_import(text.substr(0, size), mainnet());
    if (import) {
      const std::size_t whole[] = {kAccount.size(), kAccount.size() + 1 + kKey.size(), text.size() - 1};
      CHECK(std::ranges::any_of(whole, [&](std::size_t end) { return size == end || size == end + 1; }));
    }
  }
}

TEST_CASE("keys/key_import: knows what must not stand in a command line") {
  for (const std::string& secret : {kKey, kAccount, std::string(64, 'f'), std::string("aardvark"),
                                    zero_words(), kScript, " " + kKey, kKey.substr(0, 30)}) {
    CHECK(looks_secret(secret));
  }
  for (const char* name : {"-", "", "wifs.txt", "/mnt/voting-key.txt", "./aardvark", "backup-key",
                           "account-0a1b2c3d.key", "deadbeef", "Ps.txt", "Ptarmigan"}) {
    CHECK_FALSE(looks_secret(name));
  }
}

}  // namespace
}  // namespace dcrvoter::keys
