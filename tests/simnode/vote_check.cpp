#include "simnode/vote_check.hpp"

#include "simnode/script_check.hpp"
#include "simnode/subsidy.hpp"

namespace dcrvoter::simnode {
namespace {

using Fault = std::optional<std::string>;

constexpr std::uint16_t kVoteLimitMask = 0x3f;
constexpr std::uint16_t kVoteLimitFlag = 0x40;

Fault amount_fault(const Tx& vote, const Ticket& ticket, std::size_t i, std::int64_t expected) {
  const std::int64_t paid = vote.body.outputs[i + 2].value;
  const std::string out = vote.id.to_string() + ":" + std::to_string(i + 2);
  const std::string commitment = ticket.tx->id.to_string() + ":" + std::to_string(2 * i + 1);
  const std::uint16_t limits = ticket.commitments[i].limits;
  if ((limits & kVoteLimitFlag) == 0) {
    if (paid == expected) {
      return {};
    }
    return "output " + out + " does not pay the expected amount per ticket output commitment " + commitment +
           " (expected " + std::to_string(expected) + ", output pays " + std::to_string(paid) + ")";
  }
  const unsigned log = limits & kVoteLimitMask;
  const std::int64_t fee = log < 63 ? std::int64_t{1} << log : expected;
  const std::int64_t lowest = fee < expected ? expected - fee : 0;
  if (paid < lowest) {
    return "output " + out + " pays less than the expected expected amount per ticket output commitment " +
           commitment + " (lowest allowed " + std::to_string(lowest) + ", output pays " +
           std::to_string(paid) + ")";
  }
  if (paid > expected) {
    return "output " + out + " pays more than the expected amount per ticket output commitment " +
           commitment + " (expected " + std::to_string(expected) + ", output pays " + std::to_string(paid) +
           ")";
  }
  return {};
}

Fault payout_fault(const Tx& vote, const Ticket& ticket, std::size_t i, std::int64_t expected) {
  const wire::Payee& owed = ticket.commitments[i].payee;
  const auto paid = wire::stake_payee_of(wire::kOpSsgen, vote.body.outputs[i + 2].script);
  const std::string out = vote.id.to_string() + ":" + std::to_string(i + 2);
  const std::string commitment = ticket.tx->id.to_string() + ":" + std::to_string(2 * i + 1);
  if (!paid || paid->type != owed.type) {
    const char* wanted = owed.type == wire::PayeeType::p2sh ? "pay-to-script-hash" : "pay-to-pubkey-hash";
    return "output " + out + " payment script type is not " + wanted +
           " as required by ticket output commitment " + commitment;
  }
  if (paid->hash != owed.hash) {
    return "output " + out + " does not pay to the hash specified by ticket output commitment " + commitment +
           " (ticket commits to " + core::to_hex(owed.hash.bytes) + ", output pays " +
           core::to_hex(paid->hash.bytes) + ")";
  }
  return amount_fault(vote, ticket, i, expected);
}

}  // namespace

std::string outpoint_text(const wire::OutPoint& outpoint) {
  return outpoint.hash.to_string() + ":" + std::to_string(outpoint.index);
}

Fault vote_fault(const Tx& vote, const VoteForm& form, const VoteContext& context) {
  const Ticket& ticket = context.ticket;
  const std::int64_t subsidy = vote_subsidy(context.network, form.height, context.next_height);
  const std::int64_t claimed = vote.body.inputs[0].value_in;
  if (claimed != subsidy) {
    return "vote subsidy input value of " + std::to_string(claimed) + " is not " + std::to_string(subsidy);
  }
  const std::uint32_t maturity = context.network.ticket_maturity;
  if (context.next_height - ticket.height < maturity + 1) {
    return "tried to spend ticket output from transaction " + ticket.tx->id.to_string() + " from height " +
           std::to_string(ticket.height) + " at height " + std::to_string(context.next_height) +
           " before required ticket maturity of " + std::to_string(maturity) + "+1 blocks";
  }
  if (form.payouts != ticket.commitments.size()) {
    return "vote " + vote.id.to_string() + " makes " + std::to_string(form.payouts) +
           " payments when input ticket " + ticket.tx->id.to_string() + " has " +
           std::to_string(ticket.commitments.size() * 2) + " commitments";
  }
  const std::vector<std::int64_t> expected = shares(ticket, ticket.price + subsidy);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (auto fault = payout_fault(vote, ticket, i, expected[i])) {
      return fault;
    }
  }
  const core::Bytes& output = ticket.tx->body.outputs[0].script;
  if (auto fault = script_fault(vote.body, 1, output)) {
    return "failed to validate input " + vote.id.to_string() + ":1 which references output " +
           outpoint_text(vote.body.inputs[1].previous) + " - " + *fault + " (input script bytes " +
           core::to_hex(vote.body.inputs[1].signature_script) + ", prev output script bytes " +
           core::to_hex(output) + ")";
  }
  return {};
}

}  // namespace dcrvoter::simnode
