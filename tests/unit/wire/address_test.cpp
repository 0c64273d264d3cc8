#include "wire/address.hpp"

#include "core/base58.hpp"
#include "core/digest.hpp"
#include "hex.hpp"

#include <algorithm>

namespace dcrvoter::wire {
namespace {

using core::Errc;
using testing::kind_of;
using testing::ok;
using testing::unhex;

// dcrd: txscript/stdaddr/address_test.go; dcrwallet: wallet/addresses_test.go
TEST_CASE("wire/address: known addresses, both directions") {
  struct Row {
    const char* text;
    NetworkId network;
    PayeeType type;
    const char* hash;
  };
  const Row rows[] = {
      {"DsUZxxoHJSty8DCfwfartwTYbuhmVct7tJu", NetworkId::mainnet, PayeeType::p2pkh,
       "2789d58cfa0957d206f025c2af056fc8a77cebb0"},
      {"DsU7xcg53nxaKLLcAUSKyRndjG78Z2VZnX9", NetworkId::mainnet, PayeeType::p2pkh,
       "229ebac30efd6a69eec9c1a48e048b7c975c25f2"},
      {"DcuQKx8BES9wU7C6Q5VmLBjw436r27hayjS", NetworkId::mainnet, PayeeType::p2sh,
       "f0b4e85100aee1a996f22915eb3c3f764d53779a"},
      {"Tso2MVTUeVrjHTBFedFhiyM7yVTbieqp91h", NetworkId::testnet3, PayeeType::p2pkh,
       "f15da1cb8d1bcb162c6ab446c95757a6e791c916"},
      {"TccWLgcquqvwrfBocq5mcK5kBiyw8MvyvCi", NetworkId::testnet3, PayeeType::p2sh,
       "36c1ca10a8a6a4b5d4204ac970853979903aa284"},
      {"SsfPTmZmaXGkXfcNGjftRPmoGGCqtNPCHKx", NetworkId::simnet, PayeeType::p2pkh,
       "791376f67fb3becf392b071d25d7c99c82139ee3"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Payee payee = ok(decode_payee(row.text, network(row.network)));
    CHECK(payee.type == row.type);
    CHECK(core::to_hex(payee.hash.bytes) == row.hash);
    CHECK(encode_address(payee, network(row.network)) == row.text);
  }
}

TEST_CASE("wire/address: of another network: the error names both") {
  const auto refused = decode_payee("DsUZxxoHJSty8DCfwfartwTYbuhmVct7tJu", network(NetworkId::simnet));
  REQUIRE(!refused);
  CHECK(refused.error().kind == Errc::wrong_network);
  CHECK(refused.error().text.find("mainnet") != std::string::npos);
  CHECK(refused.error().text.find("simnet") != std::string::npos);
}

TEST_CASE("wire/address: what cannot hold a ticket's rights is decoded, but is no payee") {
  const auto key = unhex("028f53838b7639563f27c94845549a41e5146bcd52e7fef0ea6da143a02b0fe2ed");
  const char* text = "DkM3ZigNyiwHrsXRjkDQ8t8tW6uKGW9g61qEkG3bMqQPQWYEf5X3J";
  const Address address = ok(decode_address(text, network(NetworkId::mainnet)));
  CHECK(address.kind == AddressKind::p2pk);
  REQUIRE(address.payload.size() == 33);
  CHECK(address.payload[0] == 0);  // ECDSA, even Y
  CHECK(std::equal(key.begin() + 1, key.end(), address.payload.begin() + 1));
  CHECK(kind_of(decode_payee(text, network(NetworkId::mainnet))) == Errc::unsupported);
}

std::string address_with(const Prefix& prefix, core::Bytes payload) {
  payload.insert(payload.begin(), prefix.begin(), prefix.end());
  return core::base58check_encode(payload);
}

TEST_CASE("wire/address: every kind needs its size") {
  const Network& net = network(NetworkId::mainnet);
  for (const Prefix& prefix : {net.p2pkh, net.p2sh, net.p2pkh_ed25519, net.p2pkh_schnorr}) {
    CHECK(decode_address(address_with(prefix, core::Bytes(20, 1)), net));
    CHECK(kind_of(decode_address(address_with(prefix, core::Bytes(19, 1)), net)) == Errc::malformed);
    CHECK(kind_of(decode_address(address_with(prefix, core::Bytes(21, 1)), net)) == Errc::malformed);
    CHECK(kind_of(decode_address(address_with(prefix, {}), net)) == Errc::malformed);
  }
  CHECK(kind_of(decode_address(address_with(net.p2pk, core::Bytes(32, 0)), net)) == Errc::malformed);
  CHECK(kind_of(decode_address(address_with({0, 0}, core::Bytes(20, 1)), net)) == Errc::malformed);
}

TEST_CASE("wire/address: the key of a pay-to-pubkey address is a point of its curve") {
  const Network& net = network(NetworkId::mainnet);
  auto payload = unhex("008f53838b7639563f27c94845549a41e5146bcd52e7fef0ea6da143a02b0fe2ed");
  const auto decodes = [&](std::uint8_t first, std::uint8_t last) {
    payload.front() = first;
    payload.back() = last;
    return decode_address(address_with(net.p2pk, payload), net).has_value();
  };
  CHECK(decodes(0x00, 0xed));
  CHECK(decodes(0x80, 0xed));
  CHECK(decodes(0x02, 0xed));
  CHECK(decodes(0x82, 0xed));
  CHECK(!decodes(0x03, 0xed));  // no such signature type
  CHECK(!decodes(0x7f, 0xed));
  payload.assign(33, 0xff);  // X not below the field's prime
  CHECK(!decodes(0x00, 0xff));
  CHECK(decodes(0x01, 0xff));  // Ed25519 keys are not checked
}

TEST_CASE("wire/address: no error repeats what was typed, since it may be a private key") {
  const std::string wif = "PmQdMn8xafwaQouk8ngs1CccRCB1ZmsqQxBaxNR4vhQi5a5QB5716";
  for (const std::string& text : {wif, wif + "0", wif.substr(1), std::string("hunter2")}) {
    const auto refused = decode_address(text, network(NetworkId::mainnet));
    REQUIRE(!refused);
    CHECK(refused.error().text.find(text.substr(0, 7)) == std::string::npos);
    CHECK(refused.error().text.starts_with("address: "));
  }
}

TEST_CASE("wire/address: refuses texts that are no base58check") {
  const Network& net = network(NetworkId::mainnet);
  CHECK(kind_of(decode_address("", net)) == Errc::malformed);
  CHECK(kind_of(decode_address(" DsUZxxoHJSty8DCfwfartwTYbuhmVct7tJu", net)) == Errc::malformed);
  CHECK(kind_of(decode_address(std::string(300, '1'), net)) == Errc::malformed);
  CHECK(kind_of(decode_address("DsUZxxoHJSty8DCfwfartwTYbuhmVct7tJv", net)) == Errc::checksum);
}

}  // namespace
}  // namespace dcrvoter::wire
