#include "keys/vote_signer.hpp"

#include "core/digest.hpp"
#include "wire/sighash.hpp"

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kSignedInput = 1;  // input 0 is the stakebase

std::unexpected<core::Error> not_this_ticket() {
  return core::fail(core::Errc::refused,
                    "the key or script found does not belong to the ticket's voting rights");
}

/// Appends the signature, once it was checked as a node will check it.
core::Result<void> append_signature(core::Bytes& script, const Signature& signature,
                                    const wire::PublicKey& key, const core::Hash& hash) {
  if (!verify_signature(key, hash, signature.der())) {
    return core::fail(core::Errc::refused,
                      "the vote's own signature does not verify; this machine computes wrongly");
  }
  core::Bytes push(signature.der().begin(), signature.der().end());
  push.push_back(wire::kSigHashAll);
  wire::append_push(script, push);
  return {};
}

}  // namespace

core::Result<core::Bytes> VoteSigner::key_script(const vote::DecidedVote& vote, const PrivateKey& key) {
  if (vote.voting() != wire::Payee{wire::PayeeType::p2pkh, key.public_key_hash()}) {
    return not_this_ticket();
  }
  const core::Bytes subscript = wire::stake_pay_to(wire::kOpSstx, vote.voting());
  const core::Hash hash = wire::signature_hash(vote.transaction(), kSignedInput, subscript, vote.txid());
  core::Bytes script;
  if (const auto added = append_signature(script, key.sign(hash), key.public_key(), hash); !added) {
    return std::unexpected(added.error());
  }
  wire::append_push(script, key.public_key());
  return script;
}

core::Result<core::Bytes> VoteSigner::redeem_script(
    const vote::DecidedVote& vote, core::ByteView redeem,
    const std::vector<std::reference_wrapper<const PrivateKey>>& keys) {
  if (vote.voting() != wire::Payee{wire::PayeeType::p2sh, core::hash160(redeem)}) {
    return not_this_ticket();
  }
  const core::Hash hash = wire::signature_hash(vote.transaction(), kSignedInput, redeem, vote.txid());
  core::Bytes script;
  for (const PrivateKey& key : keys) {
    if (const auto added = append_signature(script, key.sign(hash), key.public_key(), hash); !added) {
      return std::unexpected(added.error());
    }
  }
  wire::append_push(script, redeem);
  return script;
}

}  // namespace dcrvoter::keys
