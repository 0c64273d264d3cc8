#include "simnode/filter.hpp"

#include "wire/address.hpp"

#include <algorithm>

namespace dcrvoter::simnode {

std::optional<wire::Payee> payee_of_output(core::ByteView script) {
  if (!script.empty() && script[0] >= wire::kOpSstx && script[0] <= wire::kOpSstxChange) {
    return wire::stake_payee_of(script[0], script);
  }
  if (!script.empty() && script[0] == wire::kOpTgen) {
    return wire::stake_payee_of(wire::kOpTgen, script);
  }
  return wire::payee_of(script);
}

wire::Payee payee_of_commitment(core::ByteView script) {
  wire::Payee payee;
  std::copy_n(script.begin() + 2, 20, payee.hash.bytes.begin());
  payee.type = (script[29] & 0x80U) != 0 ? wire::PayeeType::p2sh : wire::PayeeType::p2pkh;
  return payee;
}

void Filter::add_address(std::string_view address) {
  if (const auto payee = wire::decode_payee(address, network_)) {
    payees_.insert(*payee);
  }
}

bool Filter::matches(const Tx& tx, MatchIn where) {
  bool hit = false;
  const std::size_t first = where == MatchIn::rescan && tx.kind == TxKind::vote ? 1 : 0;
  for (std::size_t i = first; i < tx.body.inputs.size(); ++i) {
    hit = hit || outpoints_.contains(key(tx.body.inputs[i].previous));
  }
  for (std::size_t i = 0; i < tx.body.outputs.size(); ++i) {
    const core::Bytes& script = tx.body.outputs[i].script;
    if (const auto payee = payee_of_output(script); payee && payees_.contains(*payee)) {
      outpoints_.insert({tx.id, static_cast<std::uint32_t>(i), tx.tree()});
      hit = true;
    } else if (where == MatchIn::block && tx.kind == TxKind::ticket && i % 2 == 1) {
      hit = hit || payees_.contains(payee_of_commitment(script));
    }
  }
  return hit;
}

}  // namespace dcrvoter::simnode
