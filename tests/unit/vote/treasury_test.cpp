#include "vote/treasury.hpp"

#include "vote/samples.hpp"

#include <functional>

namespace dcrvoter::vote {
namespace {

using core::Bytes;
using core::Errc;
using samples::no;
using samples::yes;
using testing::kind_of;
using testing::ok;
using testing::unhex;

/// Made and signed with dcrd's libraries, by simnet's first Pi key (tests/vectors/treasury.json).
constexpr std::string_view kRealSpend =
    "03000000010000000000000000000000000000000000000000000000000000000000000000ffffffff00ffffffff"
    "0400000000000000000000226a20d80a2405ad1500002e42f138bdb53297fe2348ba493ad9e5f9ed630d5fda4037"
    "437d63ac5f03000000001ac376a9140f73a5de38d24b8250ef9812e4f8bd5d09d492e188ace868cfb83f02000000"
    "001ac376a914a067ca4ed98444246b181ea1e925ea9e0b2bd85588ac4bd549ffdb020000000018c3a914de98f205"
    "19cd4c1a2f262bd12bef40027b502f12870000000082fb020001d80a2405ad15000000000000ffffffff6440e92a"
    "c336441dcbe99c3e09557eb65aca5f243f99ef5c890a334c5c398add280df484839a7d5437c514f41b33ce68b8c4"
    "bb4144fed4c392059191c8051d7601ac2102a36b785d584555696b69d1b2bbeff4010332b301e3edd316d7943855"
    "4cacb3e7c2";

/// A spend in the form of dcrd's, with simnet's second Pi key and a signature of nobody's, expiring at 146.
wire::Transaction spend() {
  wire::Transaction tx;
  tx.version = 3;
  tx.expiry = 146;
  tx.inputs.resize(1);
  Bytes& script = tx.inputs[0].signature_script;
  wire::append_push(script, Bytes(64, 0x5a));
  wire::append_push(script, wire::network(wire::NetworkId::simnet).pi_keys[1]);
  script.push_back(wire::kOpTspend);
  tx.outputs.resize(2);
  tx.outputs[0].script = {wire::kOpReturn};
  wire::append_push(tx.outputs[0].script, Bytes(32, 0x77));
  tx.outputs[1] = {1000, 0, wire::stake_pay_to(wire::kOpTgen, {})};
  return tx;
}

TEST_CASE("vote/treasury: scripts of 1 to 7 answers, there and back") {
  std::vector<TreasuryVote> votes;
  for (std::uint8_t i = 1; i <= kMaxTreasuryVotes; ++i) {
    votes.push_back(i % 2 == 0 ? no(i) : yes(i));
    const Bytes script = treasury_script(votes);
    CHECK(script.size() == 2 + (i < 3 ? 0U : 1U) + 2 + 33U * i);
    CHECK(ok(parse_treasury_script(script)) == votes);
  }
  CHECK(core::to_hex(treasury_script(std::vector{yes(0xaa)})) == "6a235456" + std::string(64, 'a') + "01");
  votes.push_back(yes(8));
  CHECK(kind_of(parse_treasury_script(treasury_script(votes))) == Errc::malformed);
}

TEST_CASE("vote/treasury: a script with any byte lost or added says nothing") {
  for (const auto& votes : {std::vector{yes(1)}, std::vector{yes(1), no(2), yes(3)}}) {
    const Bytes script = treasury_script(votes);
    for (std::size_t size = 0; size < script.size(); ++size) {
      CAPTURE(size);
      CHECK(kind_of(parse_treasury_script(core::ByteView(script).first(size))) == Errc::malformed);
    }
    Bytes longer = script;
    longer.push_back(1);
    CHECK(kind_of(parse_treasury_script(longer)) == Errc::malformed);
  }
}

TEST_CASE("vote/treasury: neither an abstention nor a spend twice has a script") {
  CHECK(kind_of(parse_treasury_script(treasury_script({}))) == Errc::malformed);
  CHECK(kind_of(parse_treasury_script(treasury_script(
            std::vector{TreasuryVote{samples::filled(1), TreasuryAnswer::abstain}}))) == Errc::malformed);
  CHECK(kind_of(parse_treasury_script(treasury_script(std::vector{yes(1), no(1)}))) == Errc::malformed);
}

TEST_CASE("vote/treasury: windows") {
  struct Row {
    wire::NetworkId network;
    std::uint32_t expiry, start, end;
  };
  for (const Row& row :
       {Row{wire::NetworkId::mainnet, 3458, 0, 3456},
        Row{wire::NetworkId::mainnet, 1482626, 1479168, 1482624},
        Row{wire::NetworkId::testnet3, 329342, 329100, 329340}, Row{wire::NetworkId::simnet, 146, 0, 144}}) {
    const wire::Network& net = wire::network(row.network);
    CAPTURE(row.expiry);
    const TreasuryWindow window = ok(treasury_window(net, row.expiry));
    CHECK(window.start == row.start);
    CHECK(window.end == row.end);
    CHECK(kind_of(treasury_window(net, row.expiry - 1)) == Errc::out_of_range);
    CHECK(kind_of(treasury_window(net, row.expiry + 1)) == Errc::out_of_range);
  }
  for (const std::uint32_t expiry : {0U, 1U, 2U, 290U, 3456U - 288U + 2U, 0xffffffffU}) {
    CHECK(kind_of(treasury_window(samples::mainnet(), expiry)) == Errc::out_of_range);
  }
}

TEST_CASE("vote/treasury: a spend is read, and only with a key of its network that signed it") {
  const wire::Network& simnet = wire::network(wire::NetworkId::simnet);
  const wire::Transaction real = ok(wire::Transaction::parse(unhex(kRealSpend)));
  const TreasurySpend read = ok(parse_treasury_spend(simnet, real));
  CHECK(read.txid.to_string() == "deee75858636209e1e271f7945121ce3a988d88b4708b11f2b69d8cd530ab384");
  CHECK(read.pi_key == simnet.pi_keys[0]);
  CHECK(read.expiry == 195458);
  CHECK(read.window.start == 195312);
  CHECK(read.window.end == 195456);
  CHECK(kind_of(parse_treasury_spend(samples::mainnet(), real)) == Errc::refused);
  CHECK(kind_of(parse_treasury_spend(simnet, spend())) == Errc::refused);  // nobody signed it
  wire::Transaction late = spend();
  late.expiry = 147;
  CHECK(kind_of(parse_treasury_spend(simnet, late)) == Errc::out_of_range);
}

TEST_CASE("vote/treasury: what is no spend") {
  using wire::Transaction;
  struct Row {
    const char* name;
    std::function<void(Transaction&)> change;
  };
  const std::vector<Row> rows = {
      {"version", [](Transaction& tx) { tx.version = 2; }},
      {"no input", [](Transaction& tx) { tx.inputs.clear(); }},
      {"two inputs", [](Transaction& tx) { tx.inputs.resize(2); }},
      {"one output", [](Transaction& tx) { tx.outputs.resize(1); }},
      {"short script", [](Transaction& tx) { tx.inputs[0].signature_script.pop_back(); }},
      {"signature push", [](Transaction& tx) { tx.inputs[0].signature_script[0] = 63; }},
      {"key push", [](Transaction& tx) { tx.inputs[0].signature_script[65] = 32; }},
      {"opcode", [](Transaction& tx) { tx.inputs[0].signature_script[99] = wire::kOpTadd; }},
      {"key form", [](Transaction& tx) { tx.inputs[0].signature_script[66] = 4; }},
      {"random data", [](Transaction& tx) { tx.outputs[0].script.push_back(0); }},
      {"random data version", [](Transaction& tx) { tx.outputs[0].version = 1; }},
      {"payout tag", [](Transaction& tx) { tx.outputs[1].script[0] = wire::kOpSsgen; }},
      {"payout version", [](Transaction& tx) { tx.outputs[1].version = 1; }},
      {"empty payout", [](Transaction& tx) { tx.outputs[1].script.clear(); }},
  };
  REQUIRE(check_treasury_spend(spend()));
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Transaction tx = spend();
    row.change(tx);
    CHECK(kind_of(check_treasury_spend(tx)) == Errc::malformed);
    CHECK(kind_of(parse_treasury_spend(wire::network(wire::NetworkId::simnet), tx)) == Errc::malformed);
  }
}

}  // namespace
}  // namespace dcrvoter::vote
