// The stake verdicts of txs.json; its bytes and hashes are in txs_test.cpp.
#include "vectors/vectors.hpp"
#include "vote/ssgen.hpp"
#include "vote/stake_type.hpp"
#include "vote/ticket.hpp"

#include <doctest/doctest.h>

#include <map>

namespace dcrvoter::vectors {
namespace {

/// What our text says for each of dcrd's error kinds: a refusal for another reason would be luck.
const std::map<std::string, std::string>& words() {
  static const std::map<std::string, std::string> kWords = {
      {"ErrSStxTooManyInputs", "1 to 64 inputs"},
      {"ErrSStxTooManyOutputs", "3 to 129 outputs"},
      {"ErrSStxNoOutputs", "3 to 129 outputs"},
      {"ErrSStxInvalidOutputs", "of a ticket "},
      {"ErrSStxInOutProportions", "two outputs an input and one more"},
      {"ErrSSGenWrongNumInputs", "exactly 2 inputs"},
      {"ErrSSGenTooManyOutputs", "at most 66 outputs"},
      {"ErrSSGenNoOutputs", "at least 2 outputs"},
      {"ErrSSGenNoStakebase", "no stakebase"},
      {"ErrSSGenWrongIndex", "of the ticket instead of 0"},
      {"ErrSSGenWrongTxTree", "instead of the stake tree"},
      {"ErrSSGenNoReference", "output 0 of a vote is no null data"},
      {"ErrSSGenBadReference", "no block reference"},
      {"ErrSSGenNoVotePush", "output 1 of a vote is no null data"},
      {"ErrSSGenBadVotePush", "no vote bits"},
      {"ErrSSGenBadGenOuts", "of a vote "},
      {"ErrSSGenInvalidDiscriminatorLength", "direct push or one by OP_PUSHDATA1"},
      {"ErrSSGenInvalidNullScript", "end within their two-byte type"},
      {"ErrSSGenUnknownDiscriminator", "another type than"},
      {"ErrSSGenInvalidTVLength", "33 bytes each"},
      {"ErrSSGenInvalidTreasuryVote", "1 (yes) or 2 (no)"},
      {"ErrSSGenDuplicateTreasuryVote", "answered twice"},
      {"ErrSSGenInvalidTxVersion", "transaction version 3"},
      {"ErrSSRtxWrongNumInputs", "exactly 1 input"},
      {"ErrSSRtxTooManyOutputs", "1 to 64 outputs"},
      {"ErrSSRtxNoOutputs", "1 to 64 outputs"},
      {"ErrSSRtxBadOuts", "of a revocation "},
      {"ErrSSRtxWrongTxTree", "instead of the stake tree"},
      {"ErrSSRtxInputHasSigScript", "has no signature script"},
      {"ErrSSRtxInvalidFee", "pays no fee"},
  };
  return kWords;
}

template <class Verdict>
void check_verdict(const Object& one, std::string_view field, const Verdict& ours) {
  const std::string go_error = text(one, field);
  CAPTURE(go_error);
  if (go_error.empty()) {
    CHECK(ours);
    return;
  }
  REQUIRE(!ours);
  CHECK(ours.error().kind == core::Errc::malformed);
  CAPTURE(ours.error().text);
  CHECK(ours.error().text.find(words().at(go_error)) != std::string::npos);
}

TEST_CASE("vectors/txs: what kind of transaction it is, and which rule it breaks") {
  std::size_t judged = 0;
  for_each_case("txs.json", [&judged](const Object& one) {
    auto form = wire::TxForm::full;
    const auto tx = wire::Transaction::parse(bytes(one, "hex"), &form);
    REQUIRE(tx.has_value() != has(one, "decode_error"));
    if (!tx || form != wire::TxForm::full) {
      return;  // a form that lacks a part has no type
    }
    CHECK(vote::to_string(vote::stake_type(*tx)) == text(one, "type"));
    if (tx->inputs.empty()) {
      return;  // dcrd's checks are not made for it
    }
    check_verdict(one, "ticket_check", vote::check_ticket(*tx));
    check_verdict(one, "vote_check", vote::check_vote(*tx));
    check_verdict(one, "revocation_check", vote::check_revocation(*tx));
    ++judged;
  });
  CHECK(judged > 0);
}

}  // namespace
}  // namespace dcrvoter::vectors
