#include "app/store_keeper.hpp"

#include "store/records.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::testing;
namespace fs = std::filesystem;

namespace {

constexpr auto kNetwork = wire::NetworkId::simnet;

vote::Changes call_at(std::uint32_t height) {
  vote::Changes changes;
  changes.calls = {small_call(height)};
  return changes;
}

/// Does this in a process of its own, since LMDB may not be open twice in one; whether it says yes.
template <class Act>
bool elsewhere(Act act) {
  const auto child = ::fork();
  if (child == 0) {
    ::_exit(act() ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Whether the store holds just these calls, the latest first.
bool holds(const fs::path& folder, const std::vector<vote::CallRecord>& calls) {
  return elsewhere([&] {
    auto store = store::Store::open(folder, kNetwork, store::Mode::read_only);
    const auto found = store ? (*store)->latest_calls(SIZE_MAX) : std::unexpected(store.error());
    return found && *found == calls;
  });
}

}  // namespace

TEST_CASE("app/store_keeper: of the tickets those are told that may be called, or lie furthest on") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  const auto ticket = [](std::uint8_t txid, std::uint32_t spent_height, std::uint32_t index) {
    auto record = full_ticket(txid);
    record.spent_height = spent_height;
    record.place = vote::VotingPlace{.account = 1, .branch = txid % 2U, .index = index};
    return record;
  };
  vote::Changes changes;
  changes.tickets = {ticket(1, 0, 5),      // live
                     ticket(3, 1000, 6),   // the latest
                     ticket(5, 935, 900),  // over, and furthest on its branch
                     ticket(7, 935, 800),  // over
                     ticket(9, 936, 7),    // may be undone yet
                     ticket(2, 100, 3),   ticket(4, 200, 2)};
  REQUIRE(StoreKeeper(path, kNetwork, nullptr).write(changes));
  std::vector<std::uint8_t> told;
  StoreKeeper keeper(path, kNetwork, [&told](const Kept& kept) {
    for (const auto& record : kept.tickets) {
      told.push_back(record.ticket.txid.bytes[0]);
    }
  });
  REQUIRE(keeper.write({}));
  CHECK(told == std::vector<std::uint8_t>{1, 2, 3, 5, 9});
}

TEST_CASE("app/store_keeper: what is written stands in the folder that is there then") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  const auto other = folder.path() / "other";
  StoreKeeper keeper(path, kNetwork, nullptr);
  REQUIRE(keeper.write(call_at(1)));
  REQUIRE(keeper.write(call_at(2)));
  CHECK(holds(path, {small_call(2), small_call(1)}));

  SUBCASE("removed") {
    fs::remove_all(path);
    REQUIRE(keeper.write(call_at(3)));
    CHECK(holds(path, {small_call(3)}));
  }
  SUBCASE("replaced") {
    REQUIRE(StoreKeeper(other, kNetwork, nullptr).write(call_at(7)));
    fs::rename(path, folder.path() / "old");
    fs::rename(other, path);
    REQUIRE(keeper.write(call_at(8)));
    CHECK(holds(path, {small_call(8), small_call(7)}));
    CHECK(holds(folder.path() / "old", {small_call(2), small_call(1)}));
  }
  SUBCASE("written by another process too") {
    REQUIRE(elsewhere([&] {
      auto import = store::Store::open(path, kNetwork, store::Mode::read_write);
      return import && (*import)->commit(call_at(9));
    }));
    REQUIRE(keeper.write(call_at(10)));
    CHECK(holds(path, {small_call(10), small_call(9), small_call(2), small_call(1)}));
  }
  SUBCASE("another service's") {
    CHECK(elsewhere([&] {
      const auto refused = StoreKeeper(path, kNetwork, nullptr).write(call_at(11));
      return !refused && refused.error().kind == core::Errc::refused &&
             refused.error().text.starts_with(path.string() + ": another dcrvoter that runs");
    }));
    REQUIRE(keeper.write(call_at(12)));
    CHECK(holds(path, {small_call(12), small_call(2), small_call(1)}));
  }
}
