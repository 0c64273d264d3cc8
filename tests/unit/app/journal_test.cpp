#include "app/journal.hpp"

#include "file_limit.hpp"
#include "store/records.hpp"
#include "store/store.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <array>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <mutex>
#include <optional>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::testing;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto kNetwork = wire::NetworkId::simnet;
constexpr auto kSoon = 20s;  // for what comes within milliseconds unless it is broken

/// What the journal found, awaited.
class KeptEvent {
 public:
  std::function<void(Kept)> callback() {
    return [this](Kept kept) {
      const std::scoped_lock lock(mutex_);
      kept_ = std::move(kept);
      ++times_;
      came_.notify_all();
    };
  }
  Kept await() {
    std::unique_lock lock(mutex_);
    REQUIRE(came_.wait_for(lock, kSoon, [this] { return kept_.has_value(); }));
    return *kept_;
  }
  int times() {
    const std::scoped_lock lock(mutex_);
    return times_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::optional<Kept> kept_;
  int times_ = 0;
};

JournalSettings settings(const fs::path& folder) {
  JournalSettings settings;
  settings.folder = folder;
  settings.network = kNetwork;
  settings.gather = settings.soon = 1ms;
  settings.first_pause = settings.longest_pause = 1ms;
  return settings;
}

std::unique_ptr<StoreExamination> examine(const fs::path& folder) {
  return std::make_unique<StoreExamination>(folder, kNetwork);
}

vote::Changes call_at(std::uint32_t height) {
  vote::Changes changes;
  changes.calls = {small_call(height)};
  return changes;
}

std::vector<vote::CallRecord> calls_in(const fs::path& folder) {
  return ok(ok(store::Store::open(folder, kNetwork, store::Mode::read_only))->latest_calls(SIZE_MAX));
}

void fill(const fs::path& folder, std::uint32_t calls) {
  const auto store = ok(store::Store::open(folder, kNetwork, store::Mode::read_write));
  vote::Changes changes;
  for (std::uint32_t height = 1; height <= calls; ++height) {
    changes.calls.push_back(full_call());
    changes.calls.back().height = height;
  }
  changes.tickets = {full_ticket()};
  REQUIRE(store->commit(changes));
}

/// Another process that writes into the store and does not come to an end: whoever else wants to write
/// hangs, as with a disk that does not answer, until it is let go.
class Hang {
 public:
  explicit Hang(const fs::path& folder) {
    std::array<int, 2> ready{};
    std::array<int, 2> held{};
    REQUIRE(::pipe(ready.data()) == 0);
    REQUIRE(::pipe(held.data()) == 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::close(held[1]);
      {
        auto environment = ok(store::Environment::open(folder, store::Mode::read_write, store::kMapSize));
        auto transaction = ok(environment.begin(store::Mode::read_write));
        (void)!::write(ready[1], "r", 1);
        char byte = 0;
        (void)!::read(held[0], &byte, 1);  // to the pipe's end
      }
      ::_exit(0);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    for (const int end : {ready[0], ready[1], held[0]}) {
      ::close(end);
    }
    hold_ = held[1];
  }
  ~Hang() { end(); }
  /// Until this program ends.
  void leave() { hold_ = -1; }
  Hang(const Hang&) = delete;
  Hang& operator=(const Hang&) = delete;
  void end() {
    if (hold_ >= 0) {
      ::close(hold_);
      ::waitpid(child_, nullptr, 0);
      hold_ = -1;
    }
  }

 private:
  pid_t child_ = -1;
  int hold_ = -1;
};

}  // namespace

TEST_CASE("app/journal: what it takes is in the store when it has ended, and is told at the next start") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  {
    KeptEvent kept;
    auto with = settings(path);
    with.on_kept = kept.callback();
    Journal journal(with, examine(path));
    CHECK(kept.await().calls.empty());
    auto changes = call_at(5);
    changes.tickets = {full_ticket()};
    journal.keep(std::move(changes));
    journal.keep(call_at(6));
    CHECK(journal.end());
    CHECK(journal.problem().empty());
    CHECK(journal.end());
    CHECK(kept.times() == 1);
  }
  KeptEvent kept;
  auto with = settings(path);
  with.on_kept = kept.callback();
  Journal journal(with, examine(path));
  const auto found = kept.await();
  CHECK(found.calls == std::vector{small_call(6), small_call(5)});
  CHECK(found.tickets == std::vector{full_ticket()});
  CHECK(journal.end());
}

TEST_CASE("app/journal: a damaged store is moved aside, and a new one takes its place") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  fill(path, 2000);
  SUBCASE("no file of LMDB") {
    std::ofstream(path / "data.mdb") << "no store";
  }
  SUBCASE("cut short: reading it is SIGBUS") {
    fs::resize_file(path / "data.mdb", 8192);
  }
  SUBCASE("not examined, and no file of LMDB") {
    std::ofstream(path / "data.mdb") << "no store";
  }
  fs::create_directory(path.string() + ".broken-1");
  KeptEvent kept;
  auto with = settings(path);
  with.on_kept = kept.callback();
  Journal journal(with, examine(path));
  CHECK(kept.await().calls.empty());
  journal.keep(call_at(7));
  CHECK(journal.end());
  CHECK(journal.problem().empty());
  CHECK(calls_in(path) == std::vector{small_call(7)});
  CHECK(fs::exists(path.string() + ".broken-2/data.mdb"));
}

TEST_CASE("app/journal: a store that is not ours to change is left as it is, and said") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  ok(store::Store::open(path, wire::NetworkId::mainnet, store::Mode::read_write)).reset();
  Journal journal(settings(path), examine(path));
  journal.keep(call_at(1));
  CHECK(journal.end());
  CHECK(journal.problem() == path.string() + ": it is of mainnet, not of simnet");
  CHECK(ok(store::Store::open(path, wire::NetworkId::mainnet, store::Mode::read_only)));
}

TEST_CASE("app/journal: a folder that cannot be made is tried again until it can") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  std::ofstream(path) << "in the way";
  KeptEvent kept;
  auto with = settings(path);
  with.on_kept = kept.callback();
  Journal journal(with, examine(path));
  journal.keep(call_at(1));
  fs::remove(path);
  (void)kept.await();
  CHECK(journal.end());
  CHECK(journal.problem().empty());
  CHECK(calls_in(path) == std::vector{small_call(1)});
}

TEST_CASE("app/journal: a disk without room is tried again, and nothing is lost") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  fill(path, 1);
  KeptEvent kept;
  auto with = settings(path);
  with.on_kept = kept.callback();
  Journal journal(with, examine(path));
  (void)kept.await();
  {
    const FileLimit limit(4096);  // beyond which no file may be written
    for (std::uint32_t height = 2; journal.problem().empty(); ++height) {
      REQUIRE(height < 1'000'000);
      journal.keep(call_at(height % 100));
    }
    CHECK(journal.problem().starts_with(path.string() + ": "));
  }
  journal.keep(call_at(1000));
  CHECK(journal.end(kSoon));
  CHECK(journal.problem().empty());
  CHECK(calls_in(path).front() == small_call(1000));
}

TEST_CASE("app/journal: a bad sector stops the disk thread alone, and is said") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  fill(path, 2000);
  KeptEvent kept;
  auto with = settings(path);
  with.on_kept = kept.callback();
  Journal journal(with, examine(path));
  CHECK(kept.await().calls.size() == 250);
  fs::resize_file(path / "data.mdb", 8192);  // as if the pages behind could not be read
  journal.keep(call_at(3000));
  while (journal.problem().empty()) {
    std::this_thread::yield();
  }
  CHECK_FALSE(journal.end(kSoon));
  CHECK(journal.problem() ==
        path.string() + ": a part of the disk cannot be read; it is looked at again at the next start");
  journal.keep(call_at(3001));  // goes nowhere, and holds up nobody
}

TEST_CASE("app/journal: a disk that hangs holds up neither who writes nor the end, and is said") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  fill(path, 1);
  KeptEvent kept;
  auto with = settings(path);
  with.on_kept = kept.callback();
  with.patience = 1ms;
  with.limits.calls = 2;
  Hang hang(path);
  Journal journal(with, examine(path));
  CHECK(kept.await().calls.size() == 1);  // reading goes on
  for (std::uint32_t height = 10; height < 20; ++height) {
    journal.keep(call_at(height));
  }
  SUBCASE("and never comes back") {
    CHECK_FALSE(journal.end(50ms));
    CHECK(journal.problem() == path.string() + ": the disk has not answered for 0 s");
    hang.leave();  // its thread must not come back while this program ends
  }
  SUBCASE("and comes back") {
    hang.end();
    CHECK(journal.end(kSoon));
    CHECK(journal.problem().empty());
    const auto calls = calls_in(path);
    REQUIRE(calls.size() >= 3);
    CHECK(calls[0] == small_call(19));
    CHECK(calls[1] == small_call(18));
  }
}
