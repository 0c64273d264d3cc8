#include "keys/voting_key.hpp"

#include "keys/key_folder.hpp"
#include "keys/seed.hpp"
#include "keys_testing.hpp"
#include "killed_child.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <fstream>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;
namespace fs = std::filesystem;

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

/// The account that stored words give.
std::string xpub_of_words(const StoredWords& stored) {
  const Seed seed = ok(Seed::parse(stored.words.expose_text()));
  return ok(account_of_seed(seed.expose(), simnet(), CoinType::slip0044, 0)).to_public().to_string();
}

TEST_CASE("keys/voting_key: is born with its words, once") {
  const TemporaryFolder state;
  const NewKey made = ok(make_voting_key(state.path(), simnet()));
  CHECK_FALSE(made.completed);
  CHECK(made.account.xpub.starts_with("spub"));
  CHECK(made.account.origin == "seed, m/44'/1'/0'");
  CHECK(files_in(state.path() / "keys") == std::vector{"account-" + made.account.fingerprint + ".key",
                                                       "account-" + made.account.fingerprint + ".words"});

  const LoadedKeys loaded = load_keys(state.path(), simnet());
  CHECK(loaded.problems.empty());
  CHECK(loaded.warnings.empty());
  REQUIRE(loaded.ring.accounts().size() == 1);
  CHECK(loaded.ring.accounts()[0].xpub == made.account.xpub);

  const StoredWords words = ok(stored_words(state.path(), simnet()));
  CHECK(words.fingerprint == made.account.fingerprint);
  CHECK(words.file == made.words_file);
  CHECK(xpub_of_words(words) == made.account.xpub);

  const auto again = make_voting_key(state.path(), simnet());
  CHECK(kind_of(again) == Errc::refused);
  CHECK(again.error().text.find(made.key_file) != std::string::npos);
  CHECK(load_keys(state.path(), simnet()).ring.accounts()[0].xpub == made.account.xpub);
}

TEST_CASE("keys/voting_key: words can be forgotten, the key stays") {
  const TemporaryFolder state;
  const NewKey made = ok(make_voting_key(state.path(), simnet()));
  CHECK(kind_of(forget_words(state.path(), mainnet())) == Errc::wrong_network);
  CHECK(forget_words(state.path(), simnet()));
  CHECK(files_in(state.path() / "keys") == std::vector{"account-" + made.account.fingerprint + ".key"});
  CHECK(kind_of(stored_words(state.path(), simnet())) == Errc::not_found);
  CHECK(kind_of(forget_words(state.path(), simnet())) == Errc::not_found);
  CHECK(load_keys(state.path(), simnet()).ring.accounts().size() == 1);
}

TEST_CASE("keys/voting_key: words without their key are never forgotten, they complete it") {
  const TemporaryFolder state;
  const NewKey made = ok(make_voting_key(state.path(), simnet()));
  REQUIRE(fs::remove(made.key_file));
  CHECK_FALSE(forget_words(state.path(), simnet()));
  CHECK(fs::exists(made.words_file));
  const NewKey completed = ok(make_voting_key(state.path(), simnet()));
  CHECK(completed.completed);
  CHECK(completed.account.xpub == made.account.xpub);
}

TEST_CASE("keys/voting_key: killed at any system call, a birth leaves no key or the whole key") {
  KilledChild child;
  std::size_t completed = 0;
  for (std::size_t kill_at = 0;; ++kill_at) {
    CAPTURE(kill_at);
    const TemporaryFolder state;
    const auto end = child.run([&] { (void)make_voting_key(state.path(), simnet()); }, kill_at);
    if (end == KilledChild::End::not_possible) {
      MESSAGE("this machine does not let a test trace its child");
      return;
    }
    const LoadedKeys loaded = load_keys(state.path(), simnet());
    CHECK(loaded.problems.empty());
    const auto next = make_voting_key(state.path(), simnet());
    if (loaded.ring.empty()) {
      REQUIRE(next);
      completed += next->completed ? 1U : 0U;
    } else {
      CHECK(kind_of(next) == Errc::refused);
    }
    const LoadedKeys after = load_keys(state.path(), simnet());
    REQUIRE(after.ring.accounts().size() == 1);
    CHECK(xpub_of_words(ok(stored_words(state.path(), simnet()))) == after.ring.accounts()[0].xpub);
    const auto names = files_in(state.path() / "keys");
    CHECK(names.size() == 2);
    if (end == KilledChild::End::ended) {
      break;
    }
  }
  CHECK(completed > 0);
}

TEST_CASE("keys/voting_key: killed at any system call, forgetting the words leaves them or nothing of them") {
  KilledChild child;
  for (std::size_t kill_at = 0;; ++kill_at) {
    CAPTURE(kill_at);
    const TemporaryFolder state;
    const NewKey made = ok(make_voting_key(state.path(), simnet()));
    const auto end = child.run([&] { (void)forget_words(state.path(), simnet()); }, kill_at);
    if (end == KilledChild::End::not_possible) {
      return;
    }
    const auto words = stored_words(state.path(), simnet());
    if (words) {
      CHECK(xpub_of_words(*words) == made.account.xpub);
    } else {
      CHECK(words.error().kind == Errc::not_found);
      CHECK(files_in(state.path() / "keys").size() == 1);
    }
    CHECK(load_keys(state.path(), simnet()).ring.accounts().size() == 1);
    if (end == KilledChild::End::ended) {
      break;
    }
  }
}

TEST_CASE("keys/voting_key: every new name is synced before and after") {
  KilledChild child;
  const TemporaryFolder state;
  if (child.run([&] { (void)make_voting_key(state.path(), simnet()); }, 100'000) ==
      KilledChild::End::not_possible) {
    return;
  }
  std::vector<long> of_disk;
  std::ranges::copy_if(child.calls(), std::back_inserter(of_disk), [](long call) {
    return call == SYS_write || call == SYS_fsync || call == SYS_renameat2;
  });
  const std::vector<long> one{SYS_write, SYS_fsync, SYS_renameat2, SYS_fsync};
  std::vector<long> expected{SYS_fsync};  // the folder itself
  expected.insert(expected.end(), one.begin(), one.end());
  expected.insert(expected.end(), one.begin(), one.end());
  CHECK(of_disk == expected);
}

}  // namespace
}  // namespace dcrvoter::keys
