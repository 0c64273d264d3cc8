#include "store/store.hpp"

#include "file_limit.hpp"
#include "store/codec.hpp"
#include "store/records.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace dcrvoter;
using namespace dcrvoter::store;
using namespace dcrvoter::testing;
namespace fs = std::filesystem;

namespace {

constexpr auto kNetwork = wire::NetworkId::simnet;

std::unique_ptr<Store> open_store(const fs::path& path, Mode mode = Mode::read_write) {
  return ok(Store::open(path, kNetwork, mode));
}

vote::Changes calls(std::uint32_t from, std::uint32_t count) {
  vote::Changes changes;
  for (std::uint32_t i = 0; i < count; ++i) {
    changes.calls.push_back(full_call());
    changes.calls.back().height = from + i;
  }
  return changes;
}

/// Writes into a store what no store would.
void plant(const fs::path& path, const core::Bytes& key, const core::Bytes& value) {
  auto environment = ok(Environment::open(path, Mode::read_write, kMapSize));
  auto transaction = ok(environment.begin(Mode::read_write));
  REQUIRE(transaction.put(key, value));
  REQUIRE(transaction.commit());
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("store/store: what was committed is there when it is opened again") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "state" / "store";
  {
    const auto store = open_store(path);
    REQUIRE(store->commit(
        {.calls = {full_call()}, .tickets = {full_ticket()}, .forgotten = {}, .events = {full_event()}}));
  }
  CHECK(mode_of(path) == 0700);
  CHECK(mode_of(path / "data.mdb") == 0600);
  for (const auto mode : {Mode::read_only, Mode::read_write}) {
    const auto store = open_store(path, mode);
    CHECK(ok(store->latest_calls(10)) == std::vector{full_call()});
    CHECK(ok(store->tickets()) == std::vector{full_ticket()});
    CHECK(ok(store->latest_events(10)) == std::vector{full_event()});
    CHECK(store->verify());
    CHECK(store->damaged() == 0);
  }
}

TEST_CASE("store/store: a record replaces the one with its key; a forgotten ticket is gone") {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path() / "store");
  REQUIRE(store->commit({.calls = {small_call(5)},
                         .tickets = {full_ticket(1), full_ticket(2)},
                         .forgotten = {},
                         .events = {}}));
  auto changed = small_call(5);
  changed.outcome = vote::Outcome::missed;
  REQUIRE(
      store->commit({.calls = {changed}, .tickets = {}, .forgotten = {filled(1), filled(9)}, .events = {}}));
  CHECK(ok(store->latest_calls(10)) == std::vector{changed});
  CHECK(ok(store->tickets()) == std::vector{full_ticket(2)});
  REQUIRE(store->commit({.calls = {}, .tickets = {full_ticket(2)}, .forgotten = {filled(2)}, .events = {}}));
  CHECK(ok(store->tickets()).size() == 1);
}

TEST_CASE("store/store: what the chain alone tells does not replace what was seen") {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  vote::CallRecord seen = full_call();
  seen.called = 5;
  seen.outcome = vote::Outcome::open;
  seen.mined.reset();
  seen.cause = vote::MissCause::none;
  seen.words.clear();
  vote::CallRecord told;
  told.block = seen.block;
  told.height = seen.height;
  told.ticket = seen.ticket;
  told.outcome = vote::Outcome::mined;
  told.mined =
      vote::MinedVote{.txid = seen.sent->txid, .bits = seen.sent->bits, .treasury = {}, .by_twin = true};
  REQUIRE(store->commit({.calls = {seen}, .tickets = {}, .forgotten = {}, .events = {}}));
  REQUIRE(store->commit({.calls = {told}, .tickets = {}, .forgotten = {}, .events = {}}));
  const auto kept = ok(store->latest_calls(9));
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].called == 5);
  CHECK(kept[0].sent == seen.sent);
  CHECK(kept[0].answers == seen.answers);
  CHECK(kept[0].outcome == vote::Outcome::mined);
  CHECK(!kept[0].mined->by_twin);
  // Nor does it change an outcome that is known.
  told.outcome = vote::Outcome::missed;
  told.mined.reset();
  REQUIRE(store->commit({.calls = {told}, .tickets = {}, .forgotten = {}, .events = {}}));
  CHECK(ok(store->latest_calls(9)) == kept);
}

TEST_CASE("store/store: the cause of a miss is not replaced by what a later run makes of it") {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  vote::CallRecord told;
  told.height = 100;
  told.outcome = vote::Outcome::missed;
  told.cause = vote::MissCause::no_node;
  REQUIRE(store->commit({.calls = {told}, .tickets = {}, .forgotten = {}, .events = {}}));
  auto again = told;
  again.cause = vote::MissCause::box_off;
  REQUIRE(store->commit({.calls = {again}, .tickets = {}, .forgotten = {}, .events = {}}));
  CHECK(ok(store->latest_calls(9)) == std::vector{told});
  again.outcome = vote::Outcome::mined;
  REQUIRE(store->commit({.calls = {again}, .tickets = {}, .forgotten = {}, .events = {}}));
  CHECK(ok(store->latest_calls(9)) == std::vector{again});
}

TEST_CASE("store/store: calls come latest first, or oldest first for as long as the visitor likes") {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path() / "store");
  REQUIRE(store->commit(calls(250, 20)));
  const auto latest = ok(store->latest_calls(3));
  REQUIRE(latest.size() == 3);
  CHECK(latest[0].height == 269);
  CHECK(latest[2].height == 267);
  CHECK(ok(store->latest_calls(0)).empty());
  std::vector<std::uint32_t> heights;
  REQUIRE(store->each_call([&heights](const vote::CallRecord& call) {
    heights.push_back(call.height);
    return heights.size() < 2;
  }));
  CHECK(heights == std::vector<std::uint32_t>{250, 251});
}

TEST_CASE("store/store: events of one moment are all kept, the oldest of too many are forgotten") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  auto store = open_store(path);
  REQUIRE(
      store->commit({.calls = {}, .tickets = {}, .forgotten = {}, .events = {full_event(5), full_event(5)}}));
  CHECK(ok(store->latest_events(10)).size() == 2);
  vote::Changes many;
  for (std::size_t i = 0; i < Store::kMostEvents - 1; ++i) {
    many.events.push_back(full_event(static_cast<vote::UnixMillis>(10 + i)));
  }
  REQUIRE(store->commit(many));
  CHECK(ok(store->latest_events(SIZE_MAX)).size() == Store::kMostEvents);
  CHECK(ok(store->latest_events(SIZE_MAX)).back().at == 5);
  store.reset();
  store = open_store(path);
  REQUIRE(store->commit({.calls = {}, .tickets = {}, .forgotten = {}, .events = {full_event(1'000'000)}}));
  const auto events = ok(store->latest_events(SIZE_MAX));
  CHECK(events.size() == Store::kMostEvents);
  CHECK(events.front().at == 1'000'000);
  CHECK(events.back().at == 10);
}

TEST_CASE("store/store: a damaged record is left out and counted once") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  REQUIRE(open_store(path)->commit(calls(1, 3)));
  auto damaged = encode(calls(2, 1).calls[0]);
  damaged.value[20] ^= 1U;
  plant(path, damaged.key, damaged.value);
  const auto store = open_store(path);
  CHECK(ok(store->latest_calls(10)).size() == 2);
  CHECK(ok(store->latest_calls(10)).size() == 2);
  CHECK(store->damaged() == 1);
  CHECK(store->verify());
  REQUIRE(store->commit(calls(2, 1)));
  CHECK(ok(store->latest_calls(10)).size() == 3);
}

TEST_CASE("store/store: a newer schema is refused in one clear sentence and left as it is") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  open_store(path).reset();
  const auto meta = encode(Meta{.schema = Store::kSchema + 1, .network = wire::network(kNetwork).magic});
  plant(path, meta.key, meta.value);
  const auto before = bytes_of(path / "data.mdb");
  for (const auto mode : {Mode::read_only, Mode::read_write}) {
    const auto refused = Store::open(path, kNetwork, mode);
    CHECK(kind_of(refused) == core::Errc::unsupported);
    CHECK(refused.error().text ==
          path.string() +
              ": a newer dcrvoter wrote it, with schema 2; this one knows up to 1: update dcrvoter");
  }
  CHECK(bytes_of(path / "data.mdb") == before);
}

TEST_CASE("store/store: another network's store is refused") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  open_store(path).reset();
  const auto refused = Store::open(path, wire::NetworkId::mainnet, Mode::read_write);
  CHECK(kind_of(refused) == core::Errc::wrong_network);
  CHECK(refused.error().text == path.string() + ": it is of simnet, not of mainnet");
}

TEST_CASE("store/store: what is no store of ours is malformed") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  fs::create_directory(path);
  SUBCASE("another program's file of LMDB") {
    plant(path, {1, 2, 3}, {4});
  }
  SUBCASE("no file of LMDB") {
    std::ofstream(path / "data.mdb") << std::string(8192, 'x');
  }
  SUBCASE("a few bytes") {
    std::ofstream(path / "data.mdb") << "x";
  }
  SUBCASE("zeros, as a power cut leaves them") {
    std::ofstream(path / "data.mdb") << std::string(8192, '\0');
  }
  SUBCASE("a folder in its place") {
    fs::create_directory(path / "data.mdb");
  }
  SUBCASE("a damaged meta record") {
    plant(path, meta_key(), {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  }
  CHECK(kind_of(Store::open(path, kNetwork, Mode::read_write)) == core::Errc::malformed);
}

TEST_CASE(
    "store/store: a file of the other word size or byte order is unsupported, and the text says what to do") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  fs::create_directory(path);
  std::string page(8192, '\0');
  const std::size_t other = sizeof(std::size_t) == 8 ? 12 : 16;
  SUBCASE("word size") {
    page.replace(other, 4, "\xde\xc0\xef\xbe");
  }
  SUBCASE("byte order") {
    page.replace(28 - other, 4, "\xbe\xef\xc0\xde");
  }
  std::ofstream(path / "data.mdb") << page;
  const auto refused = Store::open(path, kNetwork, Mode::read_write);
  CHECK(kind_of(refused) == core::Errc::unsupported);
  CHECK(refused.error().text.find("--export") != std::string::npos);
}

TEST_CASE("store/store: what is not there is not made for a reader") {
  const TemporaryFolder folder;
  CHECK(kind_of(Store::open(folder.path() / "store", kNetwork, Mode::read_only)) == core::Errc::not_found);
  CHECK_FALSE(fs::exists(folder.path() / "store"));
  open_store(folder.path() / "store").reset();
  fs::remove(folder.path() / "store" / "lock.mdb");
  open_store(folder.path() / "store", Mode::read_only).reset();
  CHECK_FALSE(fs::exists(folder.path() / "store" / "lock.mdb"));
}

TEST_CASE("store/store: a file in the folder's place is told") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "store") << "x";
  const auto refused = Store::open(folder.path() / "store", kNetwork, Mode::read_write);
  CHECK(kind_of(refused) == core::Errc::io);
  CHECK(refused.error().text.find("is no folder") != std::string::npos);
}

TEST_CASE("store/store: a map that is full grows") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  constexpr std::size_t kSmall = 64UL * 1024;
  const auto store = ok(Store::open(path, kNetwork, Mode::read_write, kSmall));
  REQUIRE(store->commit(calls(0, 2000)));
  CHECK(fs::file_size(path / "data.mdb") > 4 * kSmall);
  CHECK(ok(store->latest_calls(SIZE_MAX)).size() == 2000);
  REQUIRE(store->commit(calls(2000, 2000)));
  CHECK(ok(store->latest_calls(SIZE_MAX)).size() == 4000);
}

TEST_CASE("store/store: a disk without room refuses a commit whole, and takes it when there is room") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  auto store = open_store(path);
  REQUIRE(store->commit(calls(0, 10)));
  {
    const FileLimit limit(fs::file_size(path / "data.mdb") + 4096);
    CHECK(kind_of(store->commit(calls(10, 2000))) == core::Errc::io);
  }
  store.reset();
  store = open_store(path);
  CHECK(ok(store->latest_calls(SIZE_MAX)).size() == 10);
  REQUIRE(store->commit(calls(10, 2000)));
  CHECK(ok(store->latest_calls(SIZE_MAX)).size() == 2010);
  CHECK(store->verify());
}
