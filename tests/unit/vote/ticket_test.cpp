#include "vote/ticket.hpp"

#include "vote/samples.hpp"

#include <functional>
#include <limits>

namespace dcrvoter::vote {
namespace {

using core::Errc;
using testing::kind_of;
using testing::ok;
using testing::unhex;
using wire::Transaction;

Transaction mined() {
  return samples::transaction(samples::kMinedTicket);
}

void set_amount(Transaction& tx, std::uint64_t amount) {
  for (std::size_t i = 0; i < 8; ++i) {
    tx.outputs[1].script[22 + i] = static_cast<std::uint8_t>(amount >> (8 * i));
  }
}

TEST_CASE("vote/ticket: one of mainnet's first") {
  const Ticket ticket = samples::ticket(samples::kMinedTicket);
  CHECK(ticket.price == 200'000'000);
  CHECK(core::to_hex(ticket.voting.hash.bytes) == "6c5b4353449a7948652321c71f4d0409ae2dd5f6");
  REQUIRE(ticket.commitments.size() == 1);
  const Commitment& commitment = ticket.commitments[0];
  CHECK(core::to_hex(commitment.payee.hash.bytes) == "baeaaa590c5c125aad8ebb998a9b26f7436aa42a");
  CHECK(commitment.payee.type == wire::PayeeType::p2pkh);
  CHECK(commitment.amount == 205'000'000);
  CHECK(commitment.limits == 0x5800);
}

// dcrd: txscript/stdaddr/address_test.go
TEST_CASE("vote/ticket: commitments of known scripts") {
  struct Row {
    const char* script;
    wire::PayeeType type;
    std::int64_t amount;
    std::uint16_t limits;
  };
  for (const Row& row : {
           Row{"6a1e2789d58cfa0957d206f025c2af056fc8a77cebb000e1f505000000000058", wire::PayeeType::p2pkh,
               100'000'000, 0x5800},
           Row{"6a1ef0b4e85100aee1a996f22915eb3c3f764d53779a00e1f505000000800058", wire::PayeeType::p2sh,
               100'000'000, 0x5800},
           Row{"6a1e229ebac30efd6a69eec9c1a48e048b7c975c25f260f19739020000000059", wire::PayeeType::p2pkh,
               9'556'193'632, 0x5900},
       }) {
    CAPTURE(row.script);
    Transaction tx = mined();
    tx.outputs[1].script = unhex(row.script);
    const Ticket ticket = ok(parse_ticket(tx));
    CHECK(ticket.commitments[0].payee.type == row.type);
    CHECK(ticket.commitments[0].amount == row.amount);
    CHECK(ticket.commitments[0].limits == row.limits);
  }
}

TEST_CASE("vote/ticket: a script cut or lengthened anywhere makes it none") {
  for (std::size_t output = 0; output < 3; ++output) {
    for (std::size_t size = 0; size < mined().outputs[output].script.size(); ++size) {
      CAPTURE(output);
      CAPTURE(size);
      Transaction tx = mined();
      tx.outputs[output].script.resize(size);
      CHECK(kind_of(parse_ticket(tx)) == Errc::malformed);
    }
    Transaction tx = mined();
    tx.outputs[output].script.push_back(0);
    CHECK(kind_of(check_ticket(tx)) == Errc::malformed);
  }
}

TEST_CASE("vote/ticket: what breaks a rule is refused with that rule") {
  struct Row {
    const char* name;
    std::function<void(Transaction&)> change;
    const char* words;
  };
  const std::vector<Row> rows = {
      {"no input", [](Transaction& tx) { tx.inputs.clear(); }, "1 to 64 inputs, not 0"},
      {"no input, one output",
       [](Transaction& tx) {
         tx.inputs.clear();
         tx.outputs.resize(1);
       },
       "1 to 64 inputs, not 0"},
      {"65 inputs", [](Transaction& tx) { tx.inputs.resize(65); }, "1 to 64 inputs, not 65"},
      {"130 outputs", [](Transaction& tx) { tx.outputs.resize(130); }, "3 to 129 outputs, not 130"},
      {"one input more", [](Transaction& tx) { tx.inputs.resize(2); }, "3 outputs for 2 inputs"},
      {"script version", [](Transaction& tx) { tx.outputs[2].version = 1; },
       "output 2 of a ticket has a script"},
      {"vote's tag", [](Transaction& tx) { tx.outputs[0].script[0] = wire::kOpSsgen; }, "OP_SSTX script"},
      {"change as ticket", [](Transaction& tx) { tx.outputs[2].script[0] = wire::kOpSstx; }, "OP_SSTXCHANGE"},
      {"commitment by OP_PUSHDATA1",
       [](Transaction& tx) {
         tx.outputs[1].script.insert(tx.outputs[1].script.begin() + 1, wire::kOpPushData1);
       },
       "output 1 of a ticket is no commitment"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Transaction tx = mined();
    row.change(tx);
    const auto checked = check_ticket(tx);
    REQUIRE(!checked);
    CHECK(checked.error().kind == Errc::malformed);
    CAPTURE(checked.error().text);
    CHECK(checked.error().text.find(row.words) != std::string::npos);
  }
}

TEST_CASE("vote/ticket: amounts of which no vote can be paid") {
  Transaction tx = mined();
  for (const std::int64_t price :
       {std::int64_t{-1}, kMaxAtoms + 1, std::numeric_limits<std::int64_t>::min()}) {
    tx.outputs[0].value = price;
    CHECK(check_ticket(tx));
    CHECK(kind_of(parse_ticket(tx)) == Errc::out_of_range);
  }
  for (const std::int64_t price : {std::int64_t{0}, kMaxAtoms}) {
    tx.outputs[0].value = price;
    CHECK(parse_ticket(tx));
  }
  set_amount(tx, 0);
  CHECK(kind_of(parse_ticket(tx)) == Errc::out_of_range);
  set_amount(tx, 1ULL << 63U);  // the P2SH bit alone
  CHECK(kind_of(parse_ticket(tx)) == Errc::out_of_range);

  set_amount(tx, (1ULL << 62U) + 1);
  CHECK(parse_ticket(tx));
  tx.inputs.push_back(tx.inputs[0]);
  tx.outputs.push_back(tx.outputs[1]);
  tx.outputs.push_back(tx.outputs[2]);
  CHECK(check_ticket(tx));
  CHECK(kind_of(parse_ticket(tx)) == Errc::out_of_range);
}

}  // namespace
}  // namespace dcrvoter::vote
