#include "vote/ticket.hpp"

#include "vote/null_data.hpp"
#include "wire/reader.hpp"

#include <algorithm>
#include <limits>

namespace dcrvoter::vote {
namespace {

using core::Errc;
using core::fail;
using core::Result;

constexpr std::size_t kMaxOutputs = 2 * kMaxCommitments + 1;
// Pushed bytes of a commitment: hash, amount and limits; whatever follows has no meaning.
constexpr std::uint8_t kMinCommitmentPush = 20 + 8 + 2;
constexpr std::uint8_t kMaxCommitmentPush = 75;
constexpr std::uint64_t kScriptHashBit = 1ULL << 63U;

std::unexpected<core::Error> bad_output(std::size_t index, const char* why) {
  return fail(Errc::malformed, "output " + std::to_string(index) + " of a ticket " + why);
}

// The push must be a direct one; a null data script of it has no other length then.
bool is_commitment(core::ByteView script) noexcept {
  return is_null_data(script) && script.size() > 1 && script[1] >= kMinCommitmentPush &&
         script[1] <= kMaxCommitmentPush;
}

Result<void> check_counts(const wire::Transaction& tx) {
  if (tx.inputs.empty() || tx.inputs.size() > kMaxCommitments) {
    return fail(Errc::malformed, "a ticket has 1 to 64 inputs, not " + std::to_string(tx.inputs.size()));
  }
  if (tx.outputs.empty() || tx.outputs.size() > kMaxOutputs) {
    return fail(Errc::malformed, "a ticket has 3 to 129 outputs, not " + std::to_string(tx.outputs.size()));
  }
  return {};
}

// Offsets within the script: 2 hash, 22 amount with the P2SH bit, 30 limits.
Commitment read_commitment(core::ByteView script) {
  wire::Reader reader(script.subspan(2));
  Commitment commitment;
  const core::ByteView hash = reader.take(commitment.payee.hash.bytes.size()).value();
  std::copy(hash.begin(), hash.end(), commitment.payee.hash.bytes.begin());
  const std::uint64_t amount = reader.u64().value();
  commitment.payee.type = (amount & kScriptHashBit) != 0 ? wire::PayeeType::p2sh : wire::PayeeType::p2pkh;
  commitment.amount = static_cast<std::int64_t>(amount & ~kScriptHashBit);
  commitment.limits = reader.u16().value();
  return commitment;
}

Result<void> check_amounts(const Ticket& ticket) {
  if (ticket.price < 0 || ticket.price > kMaxAtoms) {
    return fail(Errc::out_of_range, "the price of ticket " + ticket.txid.to_string() + " is " +
                                        std::to_string(ticket.price) +
                                        " atoms; 0 to 21 million coins are allowed");
  }
  std::int64_t sum = 0;
  for (const Commitment& commitment : ticket.commitments) {
    if (commitment.amount > std::numeric_limits<std::int64_t>::max() - sum) {
      return fail(Errc::out_of_range, "the contributions to ticket " + ticket.txid.to_string() +
                                          " sum to more than 2^63 - 1 atoms");
    }
    sum += commitment.amount;
  }
  if (sum == 0) {
    return fail(Errc::out_of_range, "the contributions to ticket " + ticket.txid.to_string() +
                                        " sum to nothing: no payout can be shared out by them");
  }
  return {};
}

}  // namespace

Result<void> check_ticket(const wire::Transaction& tx) {
  if (auto counts = check_counts(tx); !counts) {
    return counts;
  }
  for (std::size_t i = 0; i < tx.outputs.size(); ++i) {
    if (tx.outputs[i].version != 0) {
      return bad_output(i, "has a script version other than 0");
    }
  }
  if (!wire::stake_payee_of(wire::kOpSstx, tx.outputs[0].script)) {
    return bad_output(0, "is no OP_SSTX script of a key hash or script hash");
  }
  if (tx.outputs.size() != 2 * tx.inputs.size() + 1) {
    return fail(Errc::malformed, "a ticket has two outputs an input and one more, not " +
                                     std::to_string(tx.outputs.size()) + " outputs for " +
                                     std::to_string(tx.inputs.size()) + " inputs");
  }
  for (std::size_t i = 1; i < tx.outputs.size(); i += 2) {
    if (!is_commitment(tx.outputs[i].script)) {
      return bad_output(i, "is no commitment (OP_RETURN and a direct push of 30 to 75 bytes)");
    }
    if (!wire::stake_payee_of(wire::kOpSstxChange, tx.outputs[i + 1].script)) {
      return bad_output(i + 1, "is no OP_SSTXCHANGE script of a key hash or script hash");
    }
  }
  return {};
}

Result<Ticket> parse_ticket(const wire::Transaction& tx) {
  if (auto structure = check_ticket(tx); !structure) {
    return std::unexpected(std::move(structure.error()));
  }
  Ticket ticket;
  ticket.txid = tx.txid();
  ticket.price = tx.outputs[0].value;
  ticket.voting = *wire::stake_payee_of(wire::kOpSstx, tx.outputs[0].script);
  ticket.commitments.reserve(tx.inputs.size());
  for (std::size_t i = 1; i < tx.outputs.size(); i += 2) {
    ticket.commitments.push_back(read_commitment(tx.outputs[i].script));
  }
  if (auto amounts = check_amounts(ticket); !amounts) {
    return std::unexpected(std::move(amounts.error()));
  }
  return ticket;
}

}  // namespace dcrvoter::vote
