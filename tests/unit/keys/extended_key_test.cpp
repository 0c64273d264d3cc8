#include "keys/extended_key.hpp"

#include "keys_testing.hpp"

#include <algorithm>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;

// dcrd: hdkeychain/extendedkey_test.go, and the specification where it says so.
constexpr std::string_view kSeed1 = "000102030405060708090a0b0c0d0e0f";
constexpr std::string_view kMaster1 =
    "dprv3hCznBesA6jBtmoyVFPfyMSZ1qYZ3WdjdebquvkEfmRfxC9VFEFi2YDaJqHnx7uGe75eGSa3Mn3oHK11hBW7KZUrPxwbCPBmuCi1"
    "nwm182s";
constexpr std::string_view kMaster1Public =
    "dpubZ9169KDAEUnyoBhjjmT2VaEodr6pUTDoqCEAeqgbfr2JfkB88BbK77jbTYbcYXb2FVz7DKBdW4P618yd51MwF8DjKVopSbS7Lkgi"
    "6bowX5w";
constexpr std::string_view kZerosSeed =
    "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e"
    "7d1457df2e5"
    "a3c5100005930";

ExtendedKey master(std::string_view seed) {
  return ok(ExtendedKey::master(unhex(seed), mainnet()));
}

TEST_CASE("keys/extended_key: known answers from a seed down") {
  const ExtendedKey key = master(kSeed1);
  CHECK(text_of(key) == kMaster1);
  CHECK(key.to_public().to_string() == kMaster1Public);
  const ExtendedKey hardened = ok(key.child(kHardened));
  CHECK(text_of(hardened) ==
        "dprv3kUQDBztdyjKuwnaL3hfKYpT7W6X2huYH5d61YSWFBebSYwEBHAXJkCpQ7rvMAxPzKqxVCGLvBqWvGxXjAyMJsV1XwKkfnQC"
        "M9KctC8k8bk");
  CHECK(text_of(ok(hardened.child(1))) ==
        "dprv3nRtCZ5VAoHW4RUwQgRafSNRPUDFrmsgyY71A5eoZceVfuyL9SbZe2rcbwDW2UwpkEniE4urffgbypegscNchPajWzy9QS4c"
        "RxF8QYXsZtq");
}

TEST_CASE("keys/extended_key: dcrd's older rule and BIP32 differ below a key with leading zero bytes") {
  const ExtendedKey key = master(kZerosSeed);
  const ExtendedKey parent = ok(key.legacy_child(kHardened));
  CHECK(text_of(parent) ==
        "dprv3jGV1ApffLhyKNsRo39SbmyBt9MNhmWbDpKWD4MdhvUtQAzgQaAq98spvFaUmYyNJSPGLJ9JzgVDNN9bQP62tUpLwVigWZMj"
        "XmojbERDmhk");
  const std::string legacy = text_of(ok(parent.legacy_child(kHardened)));
  const std::string strict = text_of(ok(parent.child(kHardened)));
  CHECK(legacy ==
        "dprv3nejMfZv9dsHKjoKMftYiCHP9f4a946vwvqZ9KGwMP4pT3UkRSoA7fodhGCqPVBqgC2wijajQYW9ZQKNMdZ7Ac2L5i7xqHcq"
        "4tPzcxzAxhf");
  CHECK(strict ==
        "dprv3nejMfZv9dsHJXJThavfXgx8GuX9RxLKUyZGggdTTiSQt3P1FXPqdn6jzmeqUq7HChcHMUEsQnUWwryjzwA1tJSYDX4WPbid"
        "h48vZZ1yNME");
  // What was written down and read again has all its bytes.
  const ExtendedKey read = ok(ExtendedKey::parse(text_of(parent), mainnet()));
  CHECK(text_of(ok(read.legacy_child(kHardened))) == strict);
  // Where the parent came by the strict rule, both rules agree, as they do on children that are not hardened.
  CHECK(text_of(ok(ok(key.child(kHardened)).legacy_child(kHardened))) == strict);
  CHECK(text_of(ok(parent.legacy_child(3))) == text_of(ok(parent.child(3))));
}

TEST_CASE("keys/extended_key: private and public ways lead to the same addresses") {
  const ExtendedKey branch = ok(simnet_account().child(1));
  const ExtendedPublicKey open = branch.to_public();
  for (std::uint32_t index : {0U, 1U, 2U, 500U, 0x7fffffffU}) {
    const PrivateKey key = ok(branch.child_key(index));
    CHECK(key.public_key() == ok(open.child(index)).public_key());
    const PrivateKey again = ok(branch.child_key(index, key.public_key()));
    CHECK(again.public_key() == key.public_key());
    CHECK(std::ranges::equal(again.secret().expose(), key.secret().expose()));
    CHECK(key.public_key() == ok(branch.child(index)).public_key());
    CHECK(ok(open.child(index)).to_string() == ok(branch.child(index)).to_public().to_string());
  }
  CHECK(kind_of(open.child(kHardened)) == Errc::unsupported);
}

TEST_CASE("keys/extended_key: depth ends at 255") {
  ExtendedKey key = master(kSeed1);
  for (int depth = 0; depth < 255; ++depth) {
    key = ok(key.child(0));
  }
  CHECK(key.place().depth == 255);
  CHECK(kind_of(key.child(0)) == Errc::out_of_range);
  CHECK(kind_of(key.to_public().child(0)) == Errc::out_of_range);
}

TEST_CASE("keys/extended_key: a public key is told from a private one") {
  CHECK(kind_of(ExtendedKey::parse(kMaster1Public, mainnet())) == Errc::unsupported);
  CHECK(kind_of(ExtendedPublicKey::parse(kMaster1, mainnet())) == Errc::unsupported);
  CHECK(ok(ExtendedPublicKey::parse(kMaster1Public, mainnet())).to_string() == kMaster1Public);
  CHECK(kind_of(ExtendedKey::parse(kMaster1, simnet())) == Errc::wrong_network);
}

TEST_CASE(
    "keys/extended_key: refuses every truncation and every single changed character, showing none of it") {
  for (const std::string_view text : {kMaster1, kMaster1Public}) {
    for (std::size_t size = 0; size < text.size(); ++size) {
      CHECK_FALSE(ExtendedKey::parse(text.substr(0, size), mainnet()));
      CHECK_FALSE(ExtendedPublicKey::parse(text.substr(0, size), mainnet()));
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const char other : {'1', 'd', 'z', '3', 'O', '\0', '\xff'}) {
        std::string changed(text);
        changed[at] = other;
        if (changed != text) {
          const auto key = ExtendedKey::parse(changed, mainnet());
          REQUIRE_FALSE(key);
          CHECK(key.error().text.find(text.substr(5, 10)) == std::string::npos);
          REQUIRE_FALSE(ExtendedPublicKey::parse(changed, mainnet()));
        }
      }
    }
  }
}

TEST_CASE("keys/account: is dcrwallet's, and account numbers are 31 bits") {
  const core::Bytes zeros(32);
  CHECK(text_of(ok(account_of_seed(zeros, mainnet(), CoinType::slip0044, 0))) == kZeroAccount);
  CHECK(account_path(mainnet(), CoinType::legacy, 3) == "m/44'/20'/3'");
  CHECK(kind_of(account_of_seed(zeros, mainnet(), CoinType::slip0044, kHardened)) == Errc::out_of_range);
  CHECK(kind_of(account_of_seed(core::Bytes(15), mainnet(), CoinType::slip0044, 0)) == Errc::out_of_range);
  CHECK(check_account(simnet_account()));
  CHECK(kind_of(check_account(master(kSeed1))) == Errc::unsupported);
  CHECK(check_account(ok(simnet_account().child(0))).error().text.find("depth 4") != std::string::npos);
}

}  // namespace
}  // namespace dcrvoter::keys
