#include "core/digest.hpp"
#include "vectors/vectors.hpp"
#include "vote/ticket.hpp"
#include "wire/address.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

struct FeeLimit {
  bool limited;
  std::uint64_t exponent;
};

// Whether a limit is set is bit 6 of each byte, its exponent the six bits below.
FeeLimit fee_limit(std::uint16_t limits, unsigned shift) {
  const unsigned half = static_cast<unsigned>(limits) >> shift;
  return {(half & 0x40U) != 0, half & 0x3fU};
}

void check_commitment(const Object& fields, const wire::Transaction& tx, const vote::Commitment& commitment,
                      const wire::Network& net) {
  const auto index = number<std::size_t>(fields, "index");
  CHECK(core::to_hex(commitment.payee.hash.bytes) == text(fields, "hash160"));
  CHECK((commitment.payee.type == wire::PayeeType::p2sh) == boolean(fields, "p2sh"));
  CHECK(wire::encode_address(commitment.payee, net) == text(fields, "address"));
  CHECK(commitment.amount == integer(fields, "amount"));
  CHECK(commitment.limits == unsigned_integer(fields, "limits"));
  const FeeLimit of_vote = fee_limit(commitment.limits, 0);
  CHECK(of_vote.limited == boolean(fields, "vote_fee_limited"));
  CHECK(of_vote.exponent == unsigned_integer(fields, "vote_fee_limit_exp"));
  const FeeLimit of_revocation = fee_limit(commitment.limits, 8);
  CHECK(of_revocation.limited == boolean(fields, "revocation_fee_limited"));
  CHECK(of_revocation.exponent == unsigned_integer(fields, "revocation_fee_limit_exp"));
  CHECK(tx.outputs.at(index + 1).value == integer(fields, "change"));
  CHECK(wire::stake_pay_to(wire::kOpSsgen, commitment.payee) == bytes(fields, "vote_payout_script"));
}

TEST_CASE("vectors/tickets: voting rights and commitments") {
  for_each_case("tickets.json", [](const Object& one) {
    const auto tx = wire::Transaction::parse(bytes(one, "hex"));
    REQUIRE(tx);
    CHECK(vote::check_ticket(*tx));
    const auto ticket = vote::parse_ticket(*tx);
    REQUIRE(ticket);
    CHECK(ticket->txid == hash(one, "txid"));
    CHECK(ticket->price == integer(one, "price"));
    const Object& voting = object(one, "voting");
    CHECK(text(voting, "type") == (ticket->voting.type == wire::PayeeType::p2sh ? "p2sh" : "p2pkh"));
    if (has(voting, "redeem_script")) {
      CHECK(core::hash160(bytes(voting, "redeem_script")) == ticket->voting.hash);
    }
    CHECK(core::to_hex(ticket->voting.hash.bytes) == text(voting, "hash160"));
    CHECK(wire::encode_address(ticket->voting, network(one)) == text(voting, "address"));

    const auto& commitments = array(one, "commitments");
    REQUIRE(ticket->commitments.size() == unsigned_integer(one, "commitment_count"));
    REQUIRE(ticket->commitments.size() == commitments.size());
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < commitments.size(); ++i) {
      CHECK(unsigned_integer(commitments[i].as_object(), "index") == 1 + 2 * i);  // each with its change
      check_commitment(commitments[i].as_object(), *tx, ticket->commitments[i], network(one));
      sum += ticket->commitments[i].amount;
    }
    CHECK(sum == integer(one, "total_contribution"));
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
