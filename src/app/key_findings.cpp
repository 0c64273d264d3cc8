#include "app/key_findings.hpp"

#include "keys/key_folder.hpp"

namespace dcrvoter::app {
namespace {

using Level = Finding::Level;

Finding finding(Level level, std::string text, std::string remedy = {}) {
  return {level, "keys", std::move(text), std::move(remedy), std::nullopt};
}

}  // namespace

std::vector<Finding> judge_keys(const std::filesystem::path& state, const wire::Network& network,
                                const std::filesystem::path& elsewhere) {
  std::vector<Finding> findings;
  const keys::LoadedKeys loaded = keys::load_keys(state, network, elsewhere);
  for (const core::Error& problem : loaded.problems) {
    findings.push_back(finding(loaded.ring.empty() ? Level::fail : Level::warn, problem.text,
                               "the tickets of the keys in it are not voted"));
  }
  for (const std::string& warning : loaded.warnings) {
    findings.push_back(finding(Level::warn, warning));
  }
  if (loaded.ring.empty()) {
    if (loaded.problems.empty()) {
      findings.push_back(finding(Level::fail, "there is no voting key in " + state.string(),
                                 "\"dcrvoter key new\" makes one, \"dcrvoter key import\" takes one over"));
    }
    return findings;
  }
  for (const keys::AccountInfo& account : loaded.ring.accounts()) {
    findings.push_back(finding(Level::ok, "account " + account.fingerprint + " (" + account.origin + ')'));
  }
  if (const std::size_t single = loaded.ring.fixed_payees().size(); single > 0) {
    findings.push_back(finding(Level::ok, "single keys and scripts: " + std::to_string(single)));
  }
  if (!keys::secrets_are_locked()) {
    findings.push_back(finding(Level::warn,
                               "the system does not let keys be locked in memory, so they may be swapped out",
                               "raise LimitMEMLOCK (ulimit -l)"));
  }
  return findings;
}

}  // namespace dcrvoter::app
