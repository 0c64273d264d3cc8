/// Recognises keys by their form in a text that a person hands in.
#pragma once

#include "core/result.hpp"
#include "keys/key_set.hpp"
#include "wire/network.hpp"

#include <string_view>

namespace dcrvoter::keys {

struct Import {
  KeySet set;  ///< each key once
  bool from_seed = false;
};

/// What may be handed in:
/// - a seed, alone: dcrwallet's words over any number of lines, or hex. It gives account 0 of both
///   coin types, since dcrwallet may use either; the words themselves are not kept;
/// - or one key a line: an account's extended private key, or a WIF, which its redeem script (hex)
///   may follow on the same line, or a redeem script alone;
/// - or a key file that dcrvoter wrote.
/// Comments (from # on), blank lines, CRLF and a byte order mark are fine. One bad line and nothing
/// is taken. Errors name the line, never its content: malformed, checksum, out_of_range,
/// wrong_network, unsupported (what cannot vote: a public key, an address, no account's key, another
/// script than multi-signature).
[[nodiscard]] core::Result<Import> parse_import(std::string_view text, const wire::Network& network);

/// Whether this looks like a secret, or the beginning of one. A command line that holds such a thing
/// is refused and not repeated: other users can read it while the program runs, and shells keep it.
[[nodiscard]] bool looks_secret(std::string_view argument);

}  // namespace dcrvoter::keys
