#include "vote/ssgen.hpp"

#include "vote/samples.hpp"
#include "wire/samples.hpp"

namespace dcrvoter::vote {
namespace {

using core::Errc;
using samples::no;
using samples::yes;
using testing::kind_of;
using testing::ok;
using wire::Transaction;

Transaction with_answers() {
  return ok(decide_vote(samples::mainnet(), samples::ticket(samples::kPlainTicket), samples::block(),
                        {5, 11, {yes(0xaa), no(0xbb)}}))
      .transaction();
}

bool same(const VoteView& a, const VoteView& b) {
  return a.block == b.block && a.height == b.height && a.ticket == b.ticket && a.bits == b.bits &&
         a.version == b.version && a.treasury == b.treasury;
}

TEST_CASE("vote/ssgen: a vote of mainnet's block 4096 is read") {
  const VoteView view = ok(check_vote(samples::transaction(wire::samples::kVote)));
  CHECK(view.height == 4095);
  CHECK(core::to_hex(view.block.bytes) == "d5a50f5d288e7c755c2d59eb4eeeab333a4f2176b0fbb66ba313000000000000");
  CHECK(core::to_hex(view.ticket.bytes) ==
        "c89d678aa5d6604d5cec00069a9b982f1f97cb1a7a745de81499b5bca44705a1");
  CHECK(view.bits == 1);
  CHECK(view.version == 0);
  CHECK(view.treasury.empty());
}

TEST_CASE("vote/ssgen: version and treasury answers are read") {
  const VoteView view = ok(check_vote(with_answers()));
  CHECK(view.bits == 5);
  CHECK(view.version == 11);
  CHECK(view.treasury == std::vector{yes(0xaa), no(0xbb)});
}

TEST_CASE("vote/ssgen: the vote version begins at the fourth extended byte") {
  for (std::size_t extended = 0; extended <= 73; ++extended) {
    CAPTURE(extended);
    Transaction tx = with_answers();
    core::Bytes data(2 + extended, 0x01);
    tx.outputs[1].script = {wire::kOpReturn};
    wire::append_push(tx.outputs[1].script, data);
    CHECK(ok(check_vote(tx)).version == (extended < 4 ? 0 : 0x01010101));
  }
}

TEST_CASE("vote/ssgen: a script cut or lengthened anywhere makes it none") {
  const Transaction vote = with_answers();
  for (std::size_t output = 0; output < vote.outputs.size(); ++output) {
    for (std::size_t size = 0; size < vote.outputs[output].script.size(); ++size) {
      CAPTURE(output);
      CAPTURE(size);
      Transaction tx = vote;
      tx.outputs[output].script.resize(size);
      CHECK(kind_of(check_vote(tx)) == Errc::malformed);
    }
    Transaction tx = vote;
    tx.outputs[output].script.push_back(0);
    CHECK(kind_of(check_vote(tx)) == Errc::malformed);
  }
}

TEST_CASE("vote/ssgen: one changed bit in what a vote says is refused or said otherwise") {
  const Transaction vote = with_answers();
  const VoteView said = ok(check_vote(vote));
  for (const std::size_t output : {0U, 1U, 3U}) {
    for (std::size_t bit = 0; bit < 8 * vote.outputs[output].script.size(); ++bit) {
      CAPTURE(output);
      CAPTURE(bit);
      Transaction tx = vote;
      tx.outputs[output].script[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      const auto view = check_vote(tx);
      CHECK((!view || !same(*view, said)));
    }
  }
  for (std::size_t byte = 0; byte < said.ticket.bytes.size(); ++byte) {
    Transaction tx = vote;
    tx.inputs[1].previous.hash.bytes[byte] ^= 0x80U;
    CHECK(!same(ok(check_vote(tx)), said));
  }
}

TEST_CASE("vote/ssgen: counts of inputs and outputs") {
  const Transaction vote = with_answers();
  for (const std::size_t inputs : {0U, 1U, 3U}) {
    Transaction tx = vote;
    tx.inputs.resize(inputs, vote.inputs[1]);
    CHECK(kind_of(check_vote(tx)) == Errc::malformed);
  }
  for (const std::size_t outputs : {0U, 1U, 2U, 3U, 66U, 67U}) {
    CAPTURE(outputs);
    Transaction tx = vote;
    tx.outputs.pop_back();
    tx.outputs.resize(outputs, vote.outputs[2]);
    CHECK(check_vote(tx).has_value() == (outputs == 3 || outputs == 66));
  }
}

}  // namespace
}  // namespace dcrvoter::vote
