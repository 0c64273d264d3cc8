#include "keys/key_folder.hpp"

#include "keys/key_file.hpp"
#include "keys_testing.hpp"
#include "temporary_folder.hpp"

#include <fstream>
#include <sys/stat.h>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;
namespace fs = std::filesystem;

SecretBytes secret(std::string_view text) {
  SecretBytes made;
  made.append(text);
  return made;
}
ImportReport import(const TemporaryFolder& state, std::string_view text) {
  return ok(import_keys(state.path(), mainnet(), secret(text)));
}
const std::string kOtherWif = "PmQeDKaBRx9w6aTzZubuGC55TcNeNFuK4nRTCrZUjBCu8B8FMFrat";

TEST_CASE("keys/key_folder: without a folder there is no key and no problem") {
  const TemporaryFolder state;
  const LoadedKeys loaded = load_keys(state.path(), mainnet());
  CHECK(loaded.ring.empty());
  CHECK(loaded.problems.empty());
}

TEST_CASE("keys/key_folder: what was imported is loaded") {
  const TemporaryFolder state;
  const ImportReport report = import(state, std::string(kWif) + " " + std::string(kRedeem));
  CHECK(report.payees.size() == 2);
  CHECK(report.accounts.empty());
  CHECK(report.already == 0);
  CHECK(report.idle.empty());
  const LoadedKeys loaded = load_keys(state.path(), mainnet());
  CHECK(loaded.problems.empty());
  CHECK(loaded.ring.fixed_payees().size() == 2);
  for (const wire::Payee& payee : report.payees) {
    CHECK(loaded.ring.can_vote(payee));
  }
}

TEST_CASE("keys/key_folder: a key that is there is not written again") {
  const TemporaryFolder state;
  CHECK(import(state, kWif).already == 0);
  const ImportReport same = import(state, kWif);
  CHECK(same.already == 1);
  CHECK(same.key_file.empty());
  const ImportReport more = import(state, std::string(kWif) + "\n" + kOtherWif);
  CHECK(more.already == 1);
  CHECK(more.payees.size() == 1);
  CHECK(std::distance(fs::directory_iterator(state.path() / "keys"), {}) == 2);
  const ImportReport account = import(state, kZeroAccount);
  CHECK(account.accounts.size() == 1);
  // The seed of that account: only its other coin type is new.
  const ImportReport seed = import(state, std::string(64, '0'));
  CHECK(seed.from_seed);
  CHECK(seed.already == 1);
  CHECK(seed.accounts.at(0).origin == "seed, m/44'/20'/0' (legacy coin type)");
  CHECK(load_keys(state.path(), mainnet()).ring.accounts().size() == 2);
}

TEST_CASE("keys/key_folder: a key elsewhere, in any form that is imported") {
  const TemporaryFolder state;
  const auto file = state.path() / "voting-key";
  const auto load = [&](std::string_view text) {
    std::ofstream(file) << text;
    return load_keys(state.path(), mainnet(), file);
  };
  CHECK(load(kZeroAccount).ring.accounts().size() == 1);
  CHECK(load(std::string(64, '0')).ring.accounts().size() == 2);
  import(state, std::string(kRedeem) + "\n" + std::string(kZeroAccount));
  const LoadedKeys both = load(std::string(kZeroAccount) + "\n" + std::string(kWif));
  CHECK(both.problems.empty());
  CHECK(both.warnings.empty());  // the script's key is here
  CHECK(both.ring.accounts().size() == 1);
  CHECK(both.ring.fixed_payees().size() == 2);

  const LoadedKeys bad = load("dprv1\n");
  REQUIRE(bad.problems.size() == 1);
  CHECK(bad.problems[0].text.starts_with(file.string() + ": line 1: "));
  CHECK(bad.ring.accounts().size() == 1);
  const LoadedKeys missing = load_keys(state.path(), mainnet(), state.path() / "nowhere");
  REQUIRE(missing.problems.size() == 1);
  CHECK(missing.problems[0].text == (state.path() / "nowhere").string() + ": No such file or directory");
}

TEST_CASE("keys/key_folder: a script waits for its key, and says so") {
  const TemporaryFolder state;
  CHECK(import(state, kRedeem).idle.size() == 1);
  LoadedKeys loaded = load_keys(state.path(), mainnet());
  CHECK(loaded.ring.empty());
  REQUIRE(loaded.warnings.size() == 1);
  CHECK(loaded.warnings[0].find("DciiRdKpXd4ysyuBCVNV8KWdyrjn3HNaPqr") != std::string::npos);
  CHECK(import(state, kWif).idle.empty());
  CHECK(load_keys(state.path(), mainnet()).warnings.empty());
}

TEST_CASE("keys/key_folder: a bad file names file and line, and does not take the good ones' votes") {
  const TemporaryFolder state;
  import(state, kWif);
  const std::string bad = (state.path() / "keys" / "bad.key").string();
  std::ofstream(bad) << "dcrvoter-key 1\nnetwork mainnet\n";
  std::ofstream(state.path() / "keys" / "notes.txt") << "not a key";
  const LoadedKeys loaded = load_keys(state.path(), mainnet());
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].text ==
        bad + ": the file does not end with its checksum; a part of it is missing");
  CHECK(loaded.ring.fixed_payees().size() == 1);
  // What is new cannot be told then, so nothing is changed.
  CHECK_FALSE(import_keys(state.path(), mainnet(), secret(kOtherWif)));
}

TEST_CASE("keys/key_folder: keys of another network are a clear problem") {
  const TemporaryFolder state;
  import(state, kWif);
  const LoadedKeys loaded = load_keys(state.path(), simnet());
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].kind == Errc::wrong_network);
  CHECK(loaded.problems[0].text.find("keys in this file are of mainnet, but dcrvoter is set to simnet") !=
        std::string::npos);
}

TEST_CASE("keys/key_folder: after a bad import nothing has changed") {
  const TemporaryFolder state;
  CHECK_FALSE(import_keys(state.path(), mainnet(), secret(std::string(kWif) + "\nnonsense")));
  CHECK_FALSE(fs::exists(state.path() / "keys"));
}

TEST_CASE("keys/key_folder: a key file moves to another box as it is") {
  const TemporaryFolder first;
  const TemporaryFolder second;
  const ImportReport report = import(first, std::string(64, '0'));
  std::ifstream file(report.key_file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  CHECK(import(second, text).accounts.size() == 2);
  CHECK(load_keys(second.path(), mainnet()).ring.accounts()[1].xpub ==
        load_keys(first.path(), mainnet()).ring.accounts()[1].xpub);
}

}  // namespace
}  // namespace dcrvoter::keys
