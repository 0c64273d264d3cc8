#include "vote/stake_type.hpp"

#include "vote/ssgen.hpp"
#include "vote/ticket.hpp"
#include "vote/treasury.hpp"
#include "wire/script.hpp"

namespace dcrvoter::vote {
namespace {

using core::Errc;
using core::fail;
using core::Result;
using wire::Transaction;

constexpr std::uint16_t kTreasuryVersion = 3;
constexpr std::size_t kMaxRevocationOutputs = kMaxCommitments;
constexpr std::size_t kTreasuryBaseDataSize = 14;
constexpr std::uint8_t kTreasuryBasePush = 12;  // height and a random number

bool is_treasury_output(const wire::TxOut& out) {
  return out.version == 0 && out.script.size() == 1 && out.script[0] == wire::kOpTadd;
}

bool is_treasury_add(const Transaction& tx) {
  if (tx.version != kTreasuryVersion || tx.inputs.empty() || tx.outputs.empty() || tx.outputs.size() > 2) {
    return false;
  }
  const wire::TxOut& last = tx.outputs.back();
  return is_treasury_output(tx.outputs[0]) &&
         (tx.outputs.size() == 1 ||
          (last.version == 0 && wire::stake_payee_of(wire::kOpSstxChange, last.script).has_value()));
}

bool is_treasury_base(const Transaction& tx) {
  if (tx.version != kTreasuryVersion || tx.inputs.size() != 1 || tx.outputs.size() != 2) {
    return false;
  }
  const core::Bytes& data = tx.outputs[1].script;
  return tx.inputs[0].signature_script.empty() && tx.inputs[0].previous == wire::OutPoint{} &&
         is_treasury_output(tx.outputs[0]) && tx.outputs[1].version == 0 &&
         data.size() == kTreasuryBaseDataSize && data[0] == wire::kOpReturn && data[1] == kTreasuryBasePush;
}

// From version 2 on the miner makes revocations: unsigned, and every atom is paid out.
Result<void> check_auto_revocation(const Transaction& tx) {
  if (!tx.inputs[0].signature_script.empty()) {
    return fail(Errc::malformed, "a revocation of version 2 or later has no signature script");
  }
  std::uint64_t paid = 0;  // as dcrd's sum, it may wrap: other rules bound the amounts
  for (const wire::TxOut& out : tx.outputs) {
    paid += static_cast<std::uint64_t>(out.value);
  }
  if (static_cast<std::int64_t>(paid) < tx.inputs[0].value_in) {
    return fail(Errc::malformed, "a revocation of version 2 or later pays no fee");
  }
  return {};
}

}  // namespace

const char* to_string(StakeType type) noexcept {
  switch (type) {
    case StakeType::regular: return "regular";
    case StakeType::ticket: return "ticket";
    case StakeType::vote: return "vote";
    case StakeType::revocation: return "revocation";
    case StakeType::treasury_add: return "treasury_add";
    case StakeType::treasury_spend: return "treasury_spend";
    case StakeType::treasury_base: return "treasury_base";
  }
  return "unknown";
}

StakeType stake_type(const Transaction& tx) {
  if (check_ticket(tx)) {
    return StakeType::ticket;
  }
  if (check_vote(tx)) {
    return StakeType::vote;
  }
  if (check_revocation(tx)) {
    return StakeType::revocation;
  }
  if (is_treasury_add(tx)) {
    return StakeType::treasury_add;
  }
  if (check_treasury_spend(tx)) {
    return StakeType::treasury_spend;
  }
  return is_treasury_base(tx) ? StakeType::treasury_base : StakeType::regular;
}

Result<void> check_revocation(const Transaction& tx) {
  if (tx.inputs.size() != 1) {
    return fail(Errc::malformed, "a revocation has exactly 1 input, not " + std::to_string(tx.inputs.size()));
  }
  if (tx.outputs.empty() || tx.outputs.size() > kMaxRevocationOutputs) {
    return fail(Errc::malformed,
                "a revocation has 1 to 64 outputs, not " + std::to_string(tx.outputs.size()));
  }
  if (tx.inputs[0].previous.tree != wire::kTreeStake) {
    return fail(Errc::malformed, "a revocation spends from tree " +
                                     std::to_string(tx.inputs[0].previous.tree) +
                                     " instead of the stake tree, 1");
  }
  for (std::size_t i = 0; i < tx.outputs.size(); ++i) {
    if (tx.outputs[i].version != 0 || !wire::stake_payee_of(wire::kOpSsrtx, tx.outputs[i].script)) {
      return fail(Errc::malformed, "output " + std::to_string(i) +
                                       " of a revocation is no OP_SSRTX script of a key hash or script hash");
    }
  }
  if (tx.version >= kAutoRevocationVersion) {
    return check_auto_revocation(tx);
  }
  return {};
}

}  // namespace dcrvoter::vote
