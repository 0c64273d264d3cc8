#include "vote/stake_type.hpp"

#include "vote/samples.hpp"
#include "wire/samples.hpp"

namespace dcrvoter::vote {
namespace {

using core::Errc;
using testing::kind_of;
using wire::Transaction;

wire::TxOut paying(std::uint8_t opcode, std::int64_t atoms) {
  return {atoms, 0, wire::stake_pay_to(opcode, {})};
}

Transaction revocation(std::uint16_t version) {
  Transaction tx;
  tx.version = version;
  tx.inputs.resize(1);
  tx.inputs[0].previous = {samples::filled(9), 0, wire::kTreeStake};
  tx.inputs[0].value_in = 1000;
  tx.outputs = {paying(wire::kOpSsrtx, 400), paying(wire::kOpSsrtx, 600)};
  return tx;
}

Transaction treasury_add() {
  Transaction tx;
  tx.version = 3;
  tx.inputs.resize(1);
  tx.outputs = {{5, 0, {wire::kOpTadd}}};
  return tx;
}

TEST_CASE("vote/stake_type: tickets, votes and all the rest") {
  CHECK(stake_type(samples::transaction(samples::kMinedTicket)) == StakeType::ticket);
  CHECK(stake_type(samples::transaction(wire::samples::kVote)) == StakeType::vote);
  CHECK(stake_type(samples::transaction(wire::samples::kGenesisCoinbase)) == StakeType::regular);
  CHECK(stake_type(Transaction{}) == StakeType::regular);
  CHECK(stake_type(revocation(1)) == StakeType::revocation);
  CHECK(stake_type(revocation(2)) == StakeType::revocation);
}

TEST_CASE("vote/stake_type: treasury adds and bases") {
  Transaction tx = treasury_add();
  CHECK(stake_type(tx) == StakeType::treasury_add);
  tx.outputs.push_back(paying(wire::kOpSstxChange, 1));
  CHECK(stake_type(tx) == StakeType::treasury_add);
  tx.outputs[1].version = 1;
  CHECK(stake_type(tx) == StakeType::regular);

  tx = treasury_add();
  tx.outputs.push_back({0, 0, {wire::kOpReturn}});
  wire::append_push(tx.outputs[1].script, core::Bytes(12, 7));
  CHECK(stake_type(tx) == StakeType::treasury_base);
  tx.inputs[0].previous.index = 0;
  CHECK(stake_type(tx) == StakeType::regular);
}

TEST_CASE("vote/stake_type: revocations, and what breaks their rules") {
  for (const std::uint16_t version : {std::uint16_t{1}, std::uint16_t{2}}) {
    CAPTURE(version);
    CHECK(check_revocation(revocation(version)));
    Transaction tx = revocation(version);
    tx.outputs.clear();
    CHECK(kind_of(check_revocation(tx)) == Errc::malformed);
    tx.outputs.assign(64, paying(wire::kOpSsrtx, 1000));
    CHECK(check_revocation(tx));
    tx.outputs.push_back(tx.outputs[0]);
    CHECK(kind_of(check_revocation(tx)) == Errc::malformed);
    tx = revocation(version);
    tx.inputs[0].previous.tree = wire::kTreeRegular;
    CHECK(kind_of(check_revocation(tx)) == Errc::malformed);
    tx = revocation(version);
    tx.outputs[1].script[0] = wire::kOpSsgen;
    CHECK(kind_of(check_revocation(tx)) == Errc::malformed);

    // A fee and a signature belong to version 1 alone.
    tx = revocation(version);
    tx.outputs[0].value -= 1;
    CHECK(check_revocation(tx).has_value() == (version == 1));
    tx = revocation(version);
    tx.inputs[0].signature_script = {0};
    CHECK(check_revocation(tx).has_value() == (version == 1));
  }
}

TEST_CASE("vote/stake_type: every type has a name") {
  CHECK(std::string(to_string(StakeType::regular)) == "regular");
  CHECK(std::string(to_string(StakeType::treasury_base)) == "treasury_base");
}

}  // namespace
}  // namespace dcrvoter::vote
