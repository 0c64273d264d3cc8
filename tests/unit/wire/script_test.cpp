#include "wire/script.hpp"

#include "hex.hpp"

#include <stdexcept>

namespace dcrvoter::wire {
namespace {

using core::Bytes;
using testing::unhex;

constexpr std::string_view kHash = "2789d58cfa0957d206f025c2af056fc8a77cebb0";

Payee payee(PayeeType type) {
  Payee made{type, {}};
  (void)core::from_hex(kHash, made.hash.bytes);
  return made;
}

const Payee kKey = payee(PayeeType::p2pkh);
const Payee kScript = payee(PayeeType::p2sh);

// dcrd: txscript/stdaddr/address_test.go
TEST_CASE("wire/script: templates, plain and tagged") {
  CHECK(core::to_hex(pay_to(kKey)) == "76a9142789d58cfa0957d206f025c2af056fc8a77cebb088ac");
  CHECK(core::to_hex(pay_to(kScript)) == "a9142789d58cfa0957d206f025c2af056fc8a77cebb087");
  CHECK(core::to_hex(stake_pay_to(kOpSstx, kKey)) == "ba76a9142789d58cfa0957d206f025c2af056fc8a77cebb088ac");
  CHECK(core::to_hex(stake_pay_to(kOpSstxChange, kKey)) ==
        "bd76a9142789d58cfa0957d206f025c2af056fc8a77cebb088ac");
  CHECK(core::to_hex(stake_pay_to(kOpSsgen, kKey)) == "bb76a9142789d58cfa0957d206f025c2af056fc8a77cebb088ac");
  CHECK(core::to_hex(stake_pay_to(kOpSsrtx, kScript)) == "bca9142789d58cfa0957d206f025c2af056fc8a77cebb087");
}

TEST_CASE("wire/script: what was made is recognised, and only behind its own tag") {
  for (const Payee& one : {kKey, kScript}) {
    CHECK(payee_of(pay_to(one)) == one);
    for (const std::uint8_t tag : {kOpSstx, kOpSsgen, kOpSsrtx, kOpSstxChange}) {
      const Bytes script = stake_pay_to(tag, one);
      CHECK(stake_payee_of(tag, script) == one);
      CHECK(!payee_of(script));
      for (const std::uint8_t other : {kOpSstx, kOpSsgen, kOpSsrtx, kOpSstxChange}) {
        CHECK(stake_payee_of(other, script).has_value() == (other == tag));
      }
    }
  }
}

TEST_CASE("wire/script: a template with one byte changed, lost or added is none") {
  for (const Payee& one : {kKey, kScript}) {
    const Bytes script = pay_to(one);
    const std::size_t hash_at = one.type == PayeeType::p2pkh ? 3 : 2;
    for (std::size_t i = 0; i < script.size(); ++i) {
      CAPTURE(i);
      Bytes changed = script;
      changed[i] ^= 1U;
      const bool in_hash = i >= hash_at && i < hash_at + 20;
      CHECK(payee_of(changed).has_value() == in_hash);
      CHECK(!payee_of(core::ByteView(script).first(i)));
    }
    Bytes longer = script;
    longer.push_back(0);
    CHECK(!payee_of(longer));
  }
  CHECK(!payee_of({}));
  CHECK(!stake_payee_of(kOpSstx, {}));
  CHECK(!stake_payee_of(kOpSstx, Bytes{kOpSstx}));
}

TEST_CASE("wire/script: pushes are the shortest there are") {
  struct Row {
    std::size_t size;
    const char* head;
  };
  for (const Row& row : {Row{0, "00"}, Row{1, "01"}, Row{75, "4b"}, Row{76, "4c4c"}, Row{255, "4cff"},
                         Row{256, "4d0001"}, Row{65535, "4dffff"}}) {
    CAPTURE(row.size);
    Bytes script{kOpReturn};
    append_push(script, Bytes(row.size, 0xee));
    const std::string hex = core::to_hex(script);
    CHECK(hex.starts_with(std::string("6a") + row.head));
    CHECK(hex.size() == 2 + std::string_view(row.head).size() + 2 * row.size);
  }
  Bytes script;
  CHECK_THROWS_AS(append_push(script, Bytes(65536, 0)), std::length_error);
}

constexpr std::string_view kRedeem =
    "512102d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c"
    "2102eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec452ae";

TEST_CASE("wire/script: 1-of-2 multisignature") {
  const auto multisig = multisig_of(unhex(kRedeem));
  REQUIRE(multisig);
  CHECK(multisig->required == 1);
  REQUIRE(multisig->keys.size() == 2);
  CHECK(core::to_hex(multisig->keys[0]) ==
        "02d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c");
  CHECK(core::to_hex(multisig->keys[1]) ==
        "02eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec4");
  CHECK(core::to_hex(multisig_script(*multisig)) == kRedeem);
}

TEST_CASE("wire/script: every m of n round trips") {
  MultiSig multisig;
  for (std::uint8_t n = 1; n <= 16; ++n) {
    multisig.keys.emplace_back().fill(n);
    multisig.keys.back()[0] = n % 2 == 0 ? 0x02 : 0x03;
    for (multisig.required = 1; multisig.required <= n; ++multisig.required) {
      const auto again = multisig_of(multisig_script(multisig));
      REQUIRE(again);
      CHECK(again->required == multisig.required);
      CHECK(again->keys == multisig.keys);
    }
  }
}

TEST_CASE("wire/script: what is no multisignature of compressed keys is refused") {
  const Bytes redeem = unhex(kRedeem);
  for (std::size_t i = 0; i < redeem.size(); ++i) {
    CAPTURE(i);
    CHECK(!multisig_of(core::ByteView(redeem).first(i)));
  }
  const auto changed = [&redeem](std::size_t at, std::uint8_t value) {
    Bytes script = redeem;
    script[at] = value;
    return multisig_of(script).has_value();
  };
  CHECK(changed(0, 0x52));                   // 2 of 2
  CHECK(!changed(0, 0x53));                  // 3 of 2
  CHECK(!changed(0, 0x00));                  // 0 of 2
  CHECK(!changed(1, 0x20));                  // another push
  CHECK(!changed(2, 0x04));                  // no compressed key
  CHECK(!changed(redeem.size() - 2, 0x51));  // fewer than there are
  CHECK(!changed(redeem.size() - 2, 0x53));  // more than there are
  CHECK(!changed(redeem.size() - 2, 0x61));
  CHECK(!changed(redeem.size() - 1, 0xac));  // another opcode
  CHECK(!multisig_of(unhex("5100ae")));
}

TEST_CASE("wire/script: a multisignature out of range is a programming error") {
  MultiSig multisig;
  CHECK_THROWS_AS((void)multisig_script(multisig), std::invalid_argument);
  multisig.keys.resize(1);
  CHECK_THROWS_AS((void)multisig_script(multisig), std::invalid_argument);
  multisig.required = 2;
  CHECK_THROWS_AS((void)multisig_script(multisig), std::invalid_argument);
  multisig.keys.resize(17);
  CHECK_THROWS_AS((void)multisig_script(multisig), std::invalid_argument);
}

}  // namespace
}  // namespace dcrvoter::wire
