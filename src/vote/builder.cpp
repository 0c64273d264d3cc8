#include "vote/builder.hpp"

#include "vote/ssgen.hpp"
#include "vote/subsidy.hpp"
#include "wire/script.hpp"

namespace dcrvoter::vote {
namespace {

using core::Bytes;
using core::Errc;
using core::fail;
using core::Result;

constexpr std::uint16_t kTxVersion = 1;
constexpr std::uint16_t kTreasuryTxVersion = 3;
constexpr std::size_t kMaxSignatureScript = 1650;  // `dcrd: internal/mempool/policy.go`
constexpr std::array<std::uint8_t, 2> kStakebaseScript = {0x00, 0x00};

void append_le(Bytes& script, std::uint32_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) {
    script.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}

Bytes block_reference(const VotedBlock& block) {
  constexpr std::uint8_t kPush = sizeof block.hash.bytes + sizeof block.height;
  Bytes script;
  script.reserve(2 + kPush);
  script.assign({wire::kOpReturn, kPush});
  script.insert(script.end(), block.hash.bytes.begin(), block.hash.bytes.end());
  append_le(script, block.height, sizeof block.height);
  return script;
}

Bytes bits_script(const VoteContent& content) {
  constexpr std::uint8_t kPush = sizeof content.bits + sizeof content.version;
  Bytes script;
  script.reserve(2 + kPush);
  script.assign({wire::kOpReturn, kPush});
  append_le(script, content.bits, sizeof content.bits);
  append_le(script, content.version, sizeof content.version);
  return script;
}

void add_inputs(wire::Transaction& tx, const Ticket& ticket, std::int64_t subsidy) {
  tx.inputs.resize(2);
  wire::TxIn& base = tx.inputs[0];
  base.value_in = subsidy;
  base.signature_script.assign(kStakebaseScript.begin(), kStakebaseScript.end());
  wire::TxIn& stake = tx.inputs[1];
  stake.previous = {ticket.txid, 0, wire::kTreeStake};
  stake.value_in = ticket.price;
}

void add_outputs(wire::Transaction& tx, const Ticket& ticket, const VotedBlock& block,
                 const VoteContent& content, std::span<const std::int64_t> amounts) {
  tx.outputs.reserve(2 + amounts.size() + (content.treasury.empty() ? 0 : 1));
  tx.outputs.push_back({0, 0, block_reference(block)});
  tx.outputs.push_back({0, 0, bits_script(content)});
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    tx.outputs.push_back({amounts[i], 0, wire::stake_pay_to(wire::kOpSsgen, ticket.commitments[i].payee)});
  }
  if (!content.treasury.empty()) {
    tx.version = kTreasuryTxVersion;
    tx.outputs.push_back({0, 0, treasury_script(content.treasury)});
  }
}

/// What was built, read back by the rules for what others build, says what was wished.
Result<void> check_own(const wire::Transaction& tx, const Ticket& ticket, const VotedBlock& block,
                       const VoteContent& content) {
  const auto view = check_vote(tx);
  if (!view) {
    return fail(Errc::malformed, "own check of the vote of ticket " + ticket.txid.to_string() + " on block " +
                                     block.hash.to_string() + ": " + view.error().text);
  }
  if (view->block != block.hash || view->height != block.height || view->ticket != ticket.txid ||
      view->bits != content.bits || view->version != content.version || view->treasury != content.treasury) {
    return fail(Errc::malformed, "own check of the vote of ticket " + ticket.txid.to_string() + " on block " +
                                     block.hash.to_string() + ": it does not say what was decided");
  }
  return {};
}

Result<std::vector<std::int64_t>> amounts_of(const Ticket& ticket, std::int64_t subsidy) {
  std::vector<std::int64_t> contributions;
  contributions.reserve(ticket.commitments.size());
  for (const Commitment& commitment : ticket.commitments) {
    contributions.push_back(commitment.amount);
  }
  return payouts(contributions, ticket.price, subsidy);
}

}  // namespace

Result<DecidedVote> decide_vote(const wire::Network& network, const Ticket& ticket, const VotedBlock& block,
                                const VoteContent& content) {
  if (std::uint64_t{block.height} + 1 < network.stake_validation_height) {
    return fail(Errc::out_of_range, "block " + std::to_string(block.height) +
                                        " cannot be voted on: the first of " + std::string(network.name) +
                                        " that can is " +
                                        std::to_string(network.stake_validation_height - 1));
  }
  const std::int64_t subsidy = vote_subsidy(network, block.height);
  const auto amounts = amounts_of(ticket, subsidy);
  if (!amounts) {
    return fail(amounts.error().kind, "ticket " + ticket.txid.to_string() + ": " + amounts.error().text);
  }
  DecidedVote vote;
  vote.voting_ = ticket.voting;
  vote.block_ = block;
  vote.content_ = content;
  if (ticket.commitments.size() == kMaxCommitments) {
    vote.content_.treasury.clear();
  }
  vote.transaction_.version = kTxVersion;
  add_inputs(vote.transaction_, ticket, subsidy);
  add_outputs(vote.transaction_, ticket, block, vote.content_, *amounts);
  if (auto own = check_own(vote.transaction_, ticket, block, vote.content_); !own) {
    return std::unexpected(std::move(own.error()));
  }
  vote.txid_ = vote.transaction_.txid();
  return vote;
}

Result<wire::Transaction> DecidedVote::with_signature(core::ByteView signature_script) const {
  if (signature_script.empty() || signature_script.size() > kMaxSignatureScript) {
    return fail(Errc::malformed, "the signature script of a vote has 1 to 1650 bytes, not " +
                                     std::to_string(signature_script.size()));
  }
  wire::Transaction tx = transaction_;
  tx.inputs[1].signature_script.assign(signature_script.begin(), signature_script.end());
  if (auto own = check_vote(tx); !own) {
    return std::unexpected(std::move(own.error()));
  }
  return tx;
}

}  // namespace dcrvoter::vote
