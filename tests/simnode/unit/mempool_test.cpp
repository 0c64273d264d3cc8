// dcrd's words for refused votes, one after the other.
#include "simnode/mempool.hpp"

#include "simnode/unit/examiner.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::simnode {
namespace {

const wire::Network& simnet() {
  return wire::network(wire::NetworkId::simnet);
}

/// A recorded vote and its ticket.
struct Recorded {
  Recorded() {
    const auto line = vectors::fixture_lines("votes.jsonl").front();
    ticket = vectors::bytes(line, "ticket_hex");
    vote = *wire::Transaction::parse(vectors::bytes(line, "vote_hex_as_sent"));
    height = vectors::number<std::uint32_t>(line, "voted_height");
  }
  core::Bytes ticket;
  wire::Transaction vote;
  std::uint32_t height = 0;
};

std::string text(const core::Hash& hash) {
  return hash.to_string();
}

}  // namespace

TEST_CASE("simnode/mempool: refuses what is wrong, in dcrd's words") {
  Recorded r;
  Examiner examiner(simnet(), r.height, r.ticket);
  const std::string ticket = text(r.vote.inputs[1].previous.hash);
  const auto refusal = [&] { return examiner.refusal(r.vote.serialize()); };
  const auto id = [&] { return text(r.vote.txid()); };

  SUBCASE("subsidy") {
    ++r.vote.inputs[0].value_in;
    CHECK(refusal() == "vote subsidy input value of 8811881189 is not 8811881188");
  }
  SUBCASE("payout") {
    r.vote.outputs[2].value += 1;
    CHECK(refusal() == "output " + id() +
                           ":2 does not pay the expected amount per ticket output commitment " + ticket +
                           ":1 (expected 8811901188, output pays 8811901189)");
  }
  SUBCASE("payee") {
    r.vote.outputs[2].script[5] ^= 1;
    CHECK(refusal().starts_with("output " + id() +
                                ":2 does not pay to the hash specified by ticket output commitment " +
                                ticket + ":1 (ticket commits to "));
  }
  SUBCASE("kind of payee") {
    r.vote.outputs[2].script = wire::stake_pay_to(wire::kOpSsgen, {wire::PayeeType::p2sh, {}});
    CHECK(refusal() == "output " + id() + ":2 payment script type is not pay-to-pubkey-hash as required by " +
                           "ticket output commitment " + ticket + ":1");
  }
  SUBCASE("number of payouts") {
    r.vote.outputs.push_back(r.vote.outputs[2]);
    CHECK(refusal() ==
          "vote " + id() + " makes 2 payments when input ticket " + ticket + " has 2 commitments");
  }
  SUBCASE("immature") {
    examiner.ticket().height += 1;
    CHECK(refusal() == "tried to spend ticket output from transaction " + ticket +
                           " from height 129 at height 145 before required ticket maturity of 16+1 blocks");
  }
  SUBCASE("stakebase script") {
    r.vote.inputs[0].signature_script = {0, 1};
    CHECK(refusal() ==
          "stakebase transaction signature script was set to disallowed value (got 0001, want 0000)");
  }
  SUBCASE("unknown ticket") {
    r.vote.inputs[1].previous.hash.bytes[0] ^= 1;
    CHECK(refusal() == "orphan transaction " + id() + " references output " +
                           text(r.vote.inputs[1].previous.hash) + ":0 of unknown or fully-spent transaction");
  }
  SUBCASE("spent ticket") {
    examiner.ticket().spent_by.bytes[0] = 1;
    CHECK(refusal() == "orphan transaction " + id() + " references output " + ticket +
                           ":0 of unknown or fully-spent transaction");
  }
  SUBCASE("signature") {
    r.vote.inputs[1].signature_script[50] ^= 1;
    CHECK(refusal().starts_with("failed to validate input " + id() + ":1 which references output " + ticket +
                                ":0 - false stack entry at end of script execution (input script bytes "));
  }
  SUBCASE("key") {
    r.vote.inputs[1].signature_script.back() ^= 1;
    CHECK(refusal().find(":0 - OP_EQUALVERIFY failed (input script bytes ") != std::string::npos);
  }
  SUBCASE("negative output") {
    r.vote.outputs[0].value = -1;
    CHECK(refusal() == "transaction output has negative value of -1");
  }
  SUBCASE("no vote at all") {
    r.vote.outputs.pop_back();
    CHECK(refusal().starts_with("orphan transaction " + id() + " references output "));
  }
}

TEST_CASE("simnode/mempool: old votes, twins and the sixth vote") {
  const Recorded r;
  SUBCASE("sixteen blocks behind the tip is too old") {
    Examiner good(simnet(), r.height + 15, r.ticket);
    CHECK(good.refusal(r.vote.serialize()) == "");
    Examiner bad(simnet(), r.height + 16, r.ticket);
    CHECK(bad.refusal(r.vote.serialize()) ==
          "transaction " + text(r.vote.txid()) +
              " votes on old block height of 144 which is before the current " + "cutoff height of 145");
  }
  SUBCASE("the same vote again is a duplicate") {
    Examiner examiner(simnet(), r.height, r.ticket);
    REQUIRE(examiner.mempool().accept(make_tx(r.vote)));
    const auto again = examiner.mempool().accept(make_tx(r.vote));
    REQUIRE_FALSE(again);
    CHECK(again.error().code == -40);
    CHECK(again.error().description == "already have transaction " + text(r.vote.txid()));
  }
  SUBCASE("another vote of the ticket on the block") {
    Examiner examiner(simnet(), r.height, r.ticket);
    REQUIRE(examiner.mempool().accept(make_tx(r.vote)));
    wire::Transaction other = r.vote;
    other.outputs[1].script[2] ^= 4;
    const auto second = examiner.mempool().accept(make_tx(other));
    REQUIRE_FALSE(second);
    CHECK(second.error().code == -1);
    CHECK(second.error().description ==
          "vote " + text(other.txid()) + " spending ticket " + text(r.vote.inputs[1].previous.hash) +
              " already votes on block 6b0d900cad3d75eb161ce8baa6d9d09b7baf0525deb2e7e63586881384ea0faf "
              "(height 144)");
  }
  SUBCASE("five votes of a ticket are enough") {
    Examiner examiner(simnet(), r.height, r.ticket);
    wire::Transaction other = r.vote;
    for (std::uint8_t i = 0; i < 5; ++i) {
      other.outputs[0].script[10] = i;
      examiner.mempool().put(make_tx(other));
    }
    const auto sixth = examiner.mempool().accept(make_tx(r.vote));
    REQUIRE_FALSE(sixth);
    CHECK(sixth.error().description ==
          "transaction " + text(r.vote.inputs[1].previous.hash) + ":0 in the pool with more than 5 votes");
  }
  SUBCASE("before votes are allowed") {
    Examiner examiner(simnet(), 142, r.ticket);
    CHECK(examiner.refusal(r.vote.serialize()) ==
          "votes are not valid until block height 144 (next block height 143)");
  }
}

TEST_CASE("simnode/mempool: an accepted vote tells where its ticket was mined, as dcrd's does") {
  const Recorded r;
  Examiner examiner(simnet(), r.height, r.ticket);
  REQUIRE(examiner.mempool().accept(make_tx(r.vote)));
  const Pooled* pooled = examiner.mempool().find(r.vote.txid());
  REQUIRE(pooled != nullptr);
  CHECK(pooled->tx->body.inputs[1].block_height == examiner.ticket().height);
  CHECK(pooled->tx->body.txid() == r.vote.txid());
}

}  // namespace dcrvoter::simnode
