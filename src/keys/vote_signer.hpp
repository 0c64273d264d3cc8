/// Makes and checks the signature script of a decided vote. The only code that may ask a private key
/// to sign. Source: `dcrd: txscript/sign/sign.go`, `dcrwallet: wallet/createtx.go` (signVoteOrRevocation).
#pragma once

#include "core/result.hpp"
#include "keys/private_key.hpp"
#include "vote/builder.hpp"
#include "wire/script.hpp"

#include <functional>
#include <vector>

namespace dcrvoter::keys {

class VoteSigner {
 public:
  /// push(DER ‖ 01) push(public key), for a ticket whose voting rights are this key's. Verified.
  /// Errors: refused (the key is not the ticket's, or its own signature does not verify: the
  /// machine computes wrongly).
  [[nodiscard]] static core::Result<core::Bytes> key_script(const vote::DecidedVote& vote,
                                                            const PrivateKey& key);
  /// A push of DER ‖ 01 for each key, then push(redeem script); no leading OP_0, since Decred's
  /// CHECKMULTISIG has no dummy element. `keys` are as many as the script requires, in its order.
  /// Errors: refused (as above; or the script is not the ticket's).
  [[nodiscard]] static core::Result<core::Bytes> redeem_script(
      const vote::DecidedVote& vote, core::ByteView redeem,
      const std::vector<std::reference_wrapper<const PrivateKey>>& keys);
};

}  // namespace dcrvoter::keys
