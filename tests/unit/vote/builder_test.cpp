#include "vote/builder.hpp"

#include "vote/samples.hpp"
#include "vote/ssgen.hpp"
#include "vote/subsidy.hpp"
#include "wire/sighash.hpp"

#include <functional>
#include <numeric>

namespace dcrvoter::vote {
namespace {

using core::Errc;
using samples::mainnet;
using samples::no;
using samples::yes;
using testing::kind_of;
using testing::ok;
using testing::unhex;

DecidedVote plain(const VoteContent& content) {
  return ok(decide_vote(mainnet(), samples::ticket(samples::kPlainTicket), samples::block(), content));
}

std::string sighash(const wire::Transaction& tx, core::ByteView subscript) {
  return core::to_hex(wire::signature_hash(tx, 1, subscript).bytes);
}

core::Bytes subscript(const DecidedVote& vote) {
  return wire::stake_pay_to(wire::kOpSstx, vote.voting());
}

// The three votes of one ticket were made with dcrd's libraries.
TEST_CASE("vote/builder: a vote without treasury answers, to the byte") {
  const DecidedVote vote = plain({5, 11, {}});
  CHECK(core::to_hex(vote.transaction().serialize(wire::TxForm::no_witness)) ==
        "01000100020000000000000000000000000000000000000000000000000000000000000000ffffffff00ffffffff1d48a783"
        "06ec"
        "73aecdd2e5a1b703c75d0e55a823a71045a4dc02ecc7abd44e1f0000000001ffffffff0300000000000000000000266a2401"
        "0203"
        "0405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20e0c8100000000000000000000000086a0605000b00"
        "0000"
        "e510abad0400000000001abb76a9142789d58cfa0957d206f025c2af056fc8a77cebb088ac0000000000000000");
  CHECK(vote.txid().to_string() == "2b123f142e044cdbdbff66f20d7713d57a304b39ea150634ee5f91dabb905a7a");
  CHECK(vote.ticket().to_string() == "1f4ed4abc7ec02dca44510a723a8550e5dc703b7a1e5d2cdae73ec0683a7481d");
  CHECK(vote.block() == samples::block());
  CHECK(vote.transaction().inputs[0].value_in == 93538533);
  CHECK(vote.transaction().inputs[1].value_in == 20'000'000'000);
  CHECK(sighash(vote.transaction(), subscript(vote)) ==
        "3280f351822333bce101e0c7174153bb44e6cd89c7fa301ac0de336dbd1b9b72");
}

TEST_CASE("vote/builder: treasury answers make it version 3 and come last") {
  const DecidedVote vote = plain({5, 11, {yes(0xaa), no(0xbb), yes(0xcc)}});
  CHECK(vote.transaction().version == 3);
  CHECK(core::to_hex(vote.transaction().outputs.back().script) == "6a4c655456" + std::string(64, 'a') + "01" +
                                                                      std::string(64, 'b') + "02" +
                                                                      std::string(64, 'c') + "01");
  CHECK(vote.txid().to_string() == "8c481fa910a5e1a589291793260736027b1fbf01b319ee87a647dceeceaf723a");
  CHECK(sighash(vote.transaction(), subscript(vote)) ==
        "ce709fa0bd628b5a194c06298cacce56c210c02509cf2f39ead27d8e4a9fc082");
}

TEST_CASE("vote/builder: a ticket that a script votes") {
  wire::Transaction tx = samples::transaction(samples::kPlainTicket);
  tx.outputs[0].script = unhex("baa9147b77bfc8d81a5ad7ef42514c65757dc01d86eaa987");
  const DecidedVote vote = ok(decide_vote(mainnet(), ok(parse_ticket(tx)), samples::block(), {1, 11, {}}));
  CHECK(vote.ticket().to_string() == "303462f1d1cf35a0337caccaf0933abda557645b1fcf6c4d57bae6ff0a2f0d18");
  CHECK(vote.voting().type == wire::PayeeType::p2sh);
  const auto redeem = unhex(
      "512102d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c"
      "2102eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec452ae");
  CHECK(sighash(vote.transaction(), redeem) ==
        "73b640146eaa5dcb469cecfb46f8f3eb8ccfc0f7c3bcba18751676a5dba2aaaa");
}

TEST_CASE("vote/builder: beside 64 payouts there is no room for treasury answers") {
  std::mt19937_64 random(1);
  for (const std::size_t count : {1U, 62U, 63U, 64U}) {
    CAPTURE(count);
    const Ticket ticket = samples::random_ticket(random, count);
    const auto vote = ok(decide_vote(mainnet(), ticket, samples::block(), {1, 11, {yes(1), no(2)}}));
    const bool fits = count < 64;
    CHECK(vote.transaction().outputs.size() == 2 + count + (fits ? 1 : 0));
    CHECK(vote.transaction().version == (fits ? 3 : 1));
    CHECK(vote.content().treasury.size() == (fits ? 2 : 0));
    CHECK(ok(check_vote(vote.transaction())).treasury == vote.content().treasury);
  }
  CHECK(kind_of(decide_vote(mainnet(), samples::random_ticket(random, 65), samples::block(), {})) ==
        Errc::malformed);
}

TEST_CASE("vote/builder: the first votable block of each network, and none before") {
  const Ticket ticket = samples::ticket(samples::kPlainTicket);
  for (const auto& [id, first] : {std::pair{wire::NetworkId::mainnet, 4095U},
                                  {wire::NetworkId::testnet3, 767U},
                                  {wire::NetworkId::simnet, 143U}}) {
    const wire::Network& net = wire::network(id);
    CAPTURE(net.name);
    CHECK(kind_of(decide_vote(net, ticket, {{}, 0}, {})) == Errc::out_of_range);
    CHECK(kind_of(decide_vote(net, ticket, {{}, first - 1}, {})) == Errc::out_of_range);
    const auto vote = ok(decide_vote(net, ticket, {{}, first}, {}));
    CHECK(vote.transaction().inputs[0].value_in == vote_subsidy(net, first));
    CHECK(vote.transaction().inputs[0].value_in > 0);
    CHECK(decide_vote(net, ticket, {{}, 0xffffffff}, {}));
  }
}

TEST_CASE("vote/builder: content that no vote can say is a bug that stays here") {
  const Ticket ticket = samples::ticket(samples::kPlainTicket);
  const auto kind = [&ticket](std::vector<TreasuryVote> answers) {
    return kind_of(decide_vote(mainnet(), ticket, samples::block(), {1, 11, std::move(answers)}));
  };
  CHECK(kind({{samples::filled(1), TreasuryAnswer::abstain}}) == Errc::malformed);
  CHECK(kind({yes(1), no(1)}) == Errc::malformed);
  CHECK(kind({yes(1), yes(2), yes(3), yes(4), yes(5), yes(6), yes(7), yes(8)}) == Errc::malformed);
}

TEST_CASE("vote/builder: a ticket that cannot be paid") {
  Ticket ticket = samples::ticket(samples::kPlainTicket);
  ticket.commitments[0].amount = 0;
  const auto vote = decide_vote(mainnet(), ticket, samples::block(), {});
  CHECK(kind_of(vote) == Errc::out_of_range);
  CHECK(vote.error().text.find(ticket.txid.to_string()) != std::string::npos);
  ticket.commitments.clear();
  CHECK(kind_of(decide_vote(mainnet(), ticket, samples::block(), {})) == Errc::out_of_range);
}

TEST_CASE("vote/builder: random tickets are paid in order, and never more than there is") {
  std::mt19937_64 random(2);
  for (std::size_t round = 0; round < 500; ++round) {
    const Ticket ticket = samples::random_ticket(random, 1 + round % 64);
    const VotedBlock block{samples::filled(static_cast<std::uint8_t>(round)),
                           4095 + static_cast<std::uint32_t>(random() % 3'000'000)};
    const VoteContent content{static_cast<std::uint16_t>(random()), static_cast<std::uint32_t>(random()), {}};
    const DecidedVote vote = ok(decide_vote(mainnet(), ticket, block, content));
    const auto& outputs = vote.transaction().outputs;
    REQUIRE(outputs.size() == 2 + ticket.commitments.size());
    std::int64_t paid = 0;
    for (std::size_t i = 2; i < outputs.size(); ++i) {
      REQUIRE(wire::stake_payee_of(wire::kOpSsgen, outputs[i].script) == ticket.commitments[i - 2].payee);
      paid += outputs[i].value;
    }
    REQUIRE(paid <= ticket.price + vote_subsidy(mainnet(), block.height));
    REQUIRE(vote.txid() == vote.transaction().txid());
  }
}

TEST_CASE("vote/builder: whichever signed field is changed, the signature hash is another") {
  using wire::Transaction;
  const DecidedVote vote = plain({5, 11, {yes(0xaa)}});
  const std::string signed_hash = sighash(vote.transaction(), subscript(vote));
  struct Row {
    const char* name;
    std::function<void(Transaction&)> change;
  };
  const std::vector<Row> fields = {
      {"version", [](Transaction& tx) { tx.version ^= 1U; }},
      {"lock time", [](Transaction& tx) { tx.lock_time ^= 1U; }},
      {"expiry", [](Transaction& tx) { tx.expiry ^= 1U; }},
      {"stakebase hash", [](Transaction& tx) { tx.inputs[0].previous.hash.bytes[0] ^= 1U; }},
      {"stakebase index", [](Transaction& tx) { tx.inputs[0].previous.index ^= 1U; }},
      {"stakebase tree", [](Transaction& tx) { tx.inputs[0].previous.tree ^= 1U; }},
      {"stakebase sequence", [](Transaction& tx) { tx.inputs[0].sequence ^= 1U; }},
      {"ticket hash", [](Transaction& tx) { tx.inputs[1].previous.hash.bytes[31] ^= 1U; }},
      {"ticket index", [](Transaction& tx) { tx.inputs[1].previous.index ^= 1U; }},
      {"ticket tree", [](Transaction& tx) { tx.inputs[1].previous.tree ^= 1U; }},
      {"ticket sequence", [](Transaction& tx) { tx.inputs[1].sequence ^= 1U; }},
  };
  for (const Row& row : fields) {
    CAPTURE(row.name);
    Transaction tx = vote.transaction();
    row.change(tx);
    CHECK(sighash(tx, subscript(vote)) != signed_hash);
  }
  for (std::size_t i = 0; i < vote.transaction().outputs.size(); ++i) {
    CAPTURE(i);
    Transaction tx = vote.transaction();
    tx.outputs[i].value += 1;
    CHECK(sighash(tx, subscript(vote)) != signed_hash);
    tx = vote.transaction();
    tx.outputs[i].version ^= 1U;
    CHECK(sighash(tx, subscript(vote)) != signed_hash);
    for (std::size_t byte = 0; byte < vote.transaction().outputs[i].script.size(); ++byte) {
      tx = vote.transaction();
      tx.outputs[i].script[byte] ^= 1U;
      CHECK(sighash(tx, subscript(vote)) != signed_hash);
    }
  }
}

TEST_CASE("vote/builder: signing adds one script and changes nothing else") {
  const DecidedVote vote = plain({5, 11, {yes(0xaa)}});
  const core::Bytes script(107, 0x61);
  wire::Transaction complete = ok(vote.with_signature(script));
  CHECK(complete.txid() == vote.txid());
  CHECK(complete.inputs[1].signature_script == script);
  complete.inputs[1].signature_script.clear();
  CHECK(complete == vote.transaction());
  CHECK(kind_of(vote.with_signature({})) == Errc::malformed);
  CHECK(vote.with_signature(core::Bytes(1650, 0)));
  CHECK(kind_of(vote.with_signature(core::Bytes(1651, 0))) == Errc::malformed);
}

}  // namespace
}  // namespace dcrvoter::vote
