#include "core/digest.hpp"
#include "vectors/vectors.hpp"
#include "vote/ticket.hpp"
#include "wire/address.hpp"
#include "wire/script.hpp"

#include <doctest/doctest.h>

#include <map>

namespace dcrvoter::vectors {
namespace {

using wire::AddressKind;

const std::map<std::string, AddressKind> kKinds = {
    {"p2pkh", AddressKind::p2pkh},
    {"p2sh", AddressKind::p2sh},
    {"p2pk", AddressKind::p2pk},
    {"p2pk-schnorr", AddressKind::p2pk},
    {"p2pkh-ed25519", AddressKind::p2pkh_ed25519},
    {"p2pkh-schnorr", AddressKind::p2pkh_schnorr},
};

/// The address form of a compressed key: signature type and oddness in one byte, then X.
core::Bytes address_form(core::Bytes key, std::uint8_t signature_type) {
  key[0] = static_cast<std::uint8_t>(signature_type | (key[0] == 0x03 ? 0x80U : 0U));
  return key;
}

void check_scripts(const Object& one, const wire::Payee& payee) {
  const core::Bytes plain = bytes(one, "script");
  CHECK(wire::pay_to(payee) == plain);
  CHECK(wire::payee_of(plain) == payee);
  struct Form {
    std::uint8_t opcode;
    const char* member;
  };
  const Form forms[] = {{wire::kOpSstx, "voting_rights_script"},
                        {wire::kOpSsgen, "vote_payout_script"},
                        {wire::kOpSsrtx, "revocation_payout_script"},
                        {wire::kOpSstxChange, "stake_change_script"}};
  for (const Form& form : forms) {
    CAPTURE(form.member);
    const core::Bytes tagged = bytes(one, form.member);
    CHECK(wire::stake_pay_to(form.opcode, payee) == tagged);
    CHECK(wire::stake_payee_of(form.opcode, tagged) == payee);
    CHECK(!wire::payee_of(tagged));
    CHECK(!wire::stake_payee_of(wire::kOpTgen, tagged));
  }
}

/// A fee limit in atoms, a power of two, as half of a commitment's limits; 0 is none.
unsigned limit_byte(std::uint64_t atoms) {
  unsigned exponent = 0;
  while (atoms > std::uint64_t{1} << exponent) {
    ++exponent;
  }
  return atoms == 0 ? 0U : 0x40U | exponent;
}

/// The commitment, read from a ticket that is made around it.
void check_commitment(const Object& one, const wire::Payee& payee) {
  const Object& fields = object(one, "commitment");
  const std::int64_t amount = integer(fields, "amount");
  wire::Transaction tx;
  tx.version = 1;
  tx.inputs.resize(1);
  tx.outputs = {{amount, 0, bytes(one, "voting_rights_script")},
                {0, 0, bytes(fields, "script")},
                {0, 0, bytes(one, "stake_change_script")}};
  const auto ticket = vote::parse_ticket(tx);
  REQUIRE(ticket);
  CHECK(ticket->voting == payee);
  const unsigned limits = limit_byte(unsigned_integer(fields, "vote_fee_limit")) |
                          limit_byte(unsigned_integer(fields, "revocation_fee_limit")) << 8U;
  CHECK(ticket->commitments ==
        std::vector{vote::Commitment{payee, amount, static_cast<std::uint16_t>(limits)}});
}

void check_ticket_address(const Object& one, const wire::Network& network, const std::string& address) {
  const auto payee = wire::decode_payee(address, network);
  REQUIRE(payee);
  CHECK(core::to_hex(payee->hash.bytes) == text(one, "hash160"));
  CHECK(wire::encode_address(*payee, network) == address);
  check_scripts(one, *payee);
  check_commitment(one, *payee);
  if (has(one, "pubkey")) {
    CHECK(core::hash160(bytes(one, "pubkey")) == payee->hash);
  }
  if (has(one, "redeem_script")) {
    CHECK(core::hash160(bytes(one, "redeem_script")) == payee->hash);
  }
}

void check_valid(const Object& one, const wire::Network& network, const std::string& address) {
  const std::string type = text(one, "type");
  const auto decoded = wire::decode_address(address, network);
  REQUIRE(decoded);
  CHECK(decoded->kind == kKinds.at(type));
  if (boolean(one, "ticket_allowed")) {
    check_ticket_address(one, network, address);
  } else {
    const auto payee = wire::decode_payee(address, network);
    REQUIRE(!payee);
    CHECK(payee.error().kind == core::Errc::unsupported);
  }
  if (decoded->kind == AddressKind::p2pk) {
    CHECK(decoded->payload == address_form(bytes(one, "pubkey"), type == "p2pk" ? 0 : 2));
  } else {
    CHECK(core::to_hex(decoded->payload) == text(one, "hash160"));
  }
  if (has(one, "p2pkh_address")) {
    const wire::Payee of_key{wire::PayeeType::p2pkh, core::hash160(bytes(one, "pubkey"))};
    CHECK(wire::encode_address(of_key, network) == text(one, "p2pkh_address"));
  }
}

core::Errc refusal_of(const Object& one) {
  if (text(one, "reason").starts_with("address of ")) {
    return core::Errc::wrong_network;
  }
  // Ours looks at the checksum before the length, Go after it.
  return core::Errc::malformed;
}

TEST_CASE("vectors/addresses: addresses and their scripts, and what must be refused") {
  for_each_case("addresses.json", [](const Object& one) {
    const wire::Network& net = network(one);
    const std::string address = text(one, "address");
    CAPTURE(address);
    if (boolean(one, "valid")) {
      check_valid(one, net, address);
      return;
    }
    const auto decoded = wire::decode_address(address, net);
    REQUIRE(!decoded);
    CHECK((decoded.error().kind == refusal_of(one) || decoded.error().kind == core::Errc::checksum));
    CHECK(!wire::decode_payee(address, net));
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
