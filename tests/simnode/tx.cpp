#include "simnode/tx.hpp"

#include "simnode/vote_form.hpp"
#include "wire/script.hpp"

namespace dcrvoter::simnode {
namespace {

bool is_ticket(const wire::Transaction& t) {
  if (t.inputs.empty() || t.outputs.size() != 2 * t.inputs.size() + 1 ||
      !wire::stake_payee_of(wire::kOpSstx, t.outputs[0].script)) {
    return false;
  }
  for (std::size_t i = 1; i < t.outputs.size(); i += 2) {
    const core::Bytes& s = t.outputs[i].script;
    if (s.size() < 32 || s.size() > 77 || s[0] != wire::kOpReturn || s[1] + std::size_t{2} != s.size() ||
        !wire::stake_payee_of(wire::kOpSstxChange, t.outputs[i + 1].script)) {
      return false;
    }
  }
  return true;
}

bool is_revocation(const wire::Transaction& t) {
  if (t.inputs.size() != 1 || t.inputs[0].previous.tree != wire::kTreeStake || t.outputs.empty()) {
    return false;
  }
  for (const auto& out : t.outputs) {
    if (!wire::stake_payee_of(wire::kOpSsrtx, out.script)) {
      return false;
    }
  }
  return true;
}

bool is_treasury_spend(const wire::Transaction& t) {
  return t.version == 3 && t.inputs.size() == 1 && t.inputs[0].signature_script.size() == 100 &&
         t.inputs[0].signature_script[99] == wire::kOpTspend;
}

bool is_treasury_base(const wire::Transaction& t) {
  return t.version == 3 && !t.outputs.empty() && t.outputs[0].script == core::Bytes{wire::kOpTadd} &&
         t.inputs.size() == 1 && t.inputs[0].previous.hash.is_zero();
}

}  // namespace

TxKind kind_of(const wire::Transaction& body) {
  if (read_vote(body)) {
    return TxKind::vote;
  }
  if (is_ticket(body)) {
    return TxKind::ticket;
  }
  if (is_revocation(body)) {
    return TxKind::revocation;
  }
  if (is_treasury_spend(body)) {
    return TxKind::treasury_spend;
  }
  return is_treasury_base(body) ? TxKind::treasury_base : TxKind::regular;
}

TxPtr make_tx(wire::Transaction body) {
  auto tx = std::make_shared<Tx>();
  tx->id = body.txid();
  tx->kind = kind_of(body);
  tx->body = std::move(body);
  return tx;
}

}  // namespace dcrvoter::simnode
