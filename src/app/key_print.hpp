/// How accounts and addresses of keys are shown by the key commands.
#pragma once

#include "keys/key_ring.hpp"

#include <iosfwd>
#include <vector>

namespace dcrvoter::app {

/// Account key, fingerprint and origin, a line each.
void print_account(std::ostream& out, const keys::AccountInfo& account);
/// The addresses of single keys and redeem scripts, a line each.
void print_payees(std::ostream& out, const std::vector<wire::Payee>& payees, const wire::Network& network);

}  // namespace dcrvoter::app
