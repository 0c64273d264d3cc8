// `dcrvoter key show`: what may be known of the keys, for people and for programs.
#include "app/exit_code.hpp"
#include "app/key_command.hpp"
#include "app/key_print.hpp"
#include "keys/key_folder.hpp"
#include "status/qr_code.hpp"
#include "wire/address.hpp"

#include <boost/json.hpp>

#include <ostream>

namespace dcrvoter::app {
namespace {

namespace json = boost::json;

json::array addresses(const std::vector<wire::Payee>& payees, const wire::Network& network) {
  json::array texts;
  for (const wire::Payee& payee : payees) {
    texts.emplace_back(wire::encode_address(payee, network));
  }
  return texts;
}

void show_json(const keys::LoadedKeys& loaded, const wire::Network& network, std::ostream& out) {
  json::array accounts;
  for (const keys::AccountInfo& account : loaded.ring.accounts()) {
    accounts.push_back(
        {{"xpub", account.xpub}, {"fingerprint", account.fingerprint}, {"origin", account.origin}});
  }
  json::array problems;
  for (const core::Error& problem : loaded.problems) {
    problems.emplace_back(problem.text);
  }
  const json::object shown{{"network", network.name},
                           {"accounts", std::move(accounts)},
                           {"addresses", addresses(loaded.ring.fixed_payees(), network)},
                           {"scripts_without_key", addresses(loaded.ring.idle_scripts(), network)},
                           {"problems", std::move(problems)},
                           {"warnings", json::array(loaded.warnings.begin(), loaded.warnings.end())}};
  out << json::serialize(shown) << "\n";
}

void show_text(const keys::LoadedKeys& loaded, const wire::Network& network, bool qr, bool colours,
               std::ostream& out) {
  out << "network      " << network.name << "\n";
  for (const keys::AccountInfo& account : loaded.ring.accounts()) {
    out << "\n";
    print_account(out, account);
    if (qr) {
      out << status::qr_code(account.xpub, colours);
    }
  }
  const auto payees = loaded.ring.fixed_payees();
  out << (payees.empty() ? "" : "\n");
  print_payees(out, payees, network);
}

}  // namespace

int key_show(const KeyOptions& options, const KeyConsole& console) {
  const wire::Network& network = wire::network(options.network);
  const keys::LoadedKeys loaded = keys::load_keys(options.state, network, options.elsewhere);
  if (options.json) {
    show_json(loaded, network, console.out);
  } else if (!loaded.ring.empty()) {
    show_text(loaded, network, options.qr || console.out_is_terminal, console.out_is_terminal, console.out);
  }
  for (const core::Error& problem : loaded.problems) {
    console.err << "dcrvoter: " << problem.text << "\n";
  }
  for (const std::string& warning : loaded.warnings) {
    console.err << "Warning: " << warning << "\n";
  }
  if (!loaded.problems.empty()) {
    return kExitConfiguration;
  }
  if (loaded.ring.empty()) {
    console.err << "dcrvoter: there is no voting key in " << options.state.string()
                << " yet; \"dcrvoter key new\" makes one, \"dcrvoter key import\" takes one over\n";
    return kExitUnavailable;
  }
  return kExitOk;
}

}  // namespace dcrvoter::app
