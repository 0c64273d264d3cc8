#include "app/key_print.hpp"

#include "wire/address.hpp"

#include <ostream>

namespace dcrvoter::app {

void print_account(std::ostream& out, const keys::AccountInfo& account) {
  out << "account key  " << account.xpub << "\n"
      << "fingerprint  " << account.fingerprint << "\n"
      << "origin       " << account.origin << "\n";
}

void print_payees(std::ostream& out, const std::vector<wire::Payee>& payees, const wire::Network& network) {
  for (const wire::Payee& payee : payees) {
    out << (payee.type == wire::PayeeType::p2pkh ? "single key   " : "script       ")
        << wire::encode_address(payee, network) << "\n";
  }
}

}  // namespace dcrvoter::app
