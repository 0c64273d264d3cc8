#include "app/store_findings.hpp"

#include "app/configuration_fixture.hpp"
#include "app/crash_mark.hpp"
#include "store/records.hpp"
#include "store/store.hpp"

#include <fstream>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;
using Level = Finding::Level;

namespace {

Configuration configuration_in(const Folder& folder) {
  Configuration configuration;
  configuration.network = wire::NetworkId::simnet;
  configuration.state = folder.path();
  return configuration;
}

Finding only(const std::vector<Finding>& findings) {
  REQUIRE(findings.size() == 1);
  return findings[0];
}

void fill(const Configuration& configuration) {
  const auto store = testing::ok(
      store::Store::open(store_folder(configuration), configuration.network, store::Mode::read_write));
  vote::Changes changes;
  changes.calls = {testing::small_call(1), testing::small_call(2)};
  changes.tickets = {testing::full_ticket()};
  REQUIRE(store->commit(changes));
}

}  // namespace

TEST_CASE("app/store_findings: none yet, and what one holds") {
  const Folder folder;
  const auto configuration = configuration_in(folder);
  CHECK(to_string(only(judge_store(configuration))) ==
        "ok    store: there is none yet; the next start makes it and finds tickets by the chain");
  CHECK_FALSE(std::filesystem::exists(store_folder(configuration)));
  fill(configuration);
  CHECK(to_string(only(judge_store(configuration))) ==
        "ok    store: " + store_folder(configuration).string() + ", 1 ticket and 2 calls");
}

TEST_CASE("app/store_findings: what happened last, which explains misses") {
  const Folder folder;
  const auto configuration = configuration_in(folder);
  vote::Changes changes;
  for (std::uint32_t i = 1; i <= 7; ++i) {
    changes.events.push_back({.at = 1'767'225'599'000 + i,
                              .kind = vote::EventKind::node_lost,
                              .node = "node:9109",
                              .height = i,
                              .words = "the connection\nended"});
  }
  changes.events.push_back(
      {.at = 1'767'225'600'000, .kind = vote::EventKind::started, .node = {}, .height = 0, .words = {}});
  {
    const auto store = testing::ok(
        store::Store::open(store_folder(configuration), configuration.network, store::Mode::read_write));
    REQUIRE(store->commit(changes));
  }
  const auto found = judge_store(configuration);
  REQUIRE(found.size() == 6);
  CHECK(to_string(found[1]) == "ok    history: started, 2026-01-01T00:00:00.000Z");
  CHECK(to_string(found[2]) ==
        "ok    history: node lost node:9109 at block 7, 2025-12-31T23:59:59.007Z: the connection?ended");
  CHECK(found[5].text.starts_with("node lost node:9109 at block 4, "));
}

TEST_CASE("app/store_findings: one that is of no use is a warning that says what the next start does") {
  const Folder folder;
  auto configuration = configuration_in(folder);
  fill(configuration);
  SUBCASE("damaged") {
    std::ofstream(store_folder(configuration) / "data.mdb") << "no store";
    const auto found = only(judge_store(configuration));
    CHECK(found.level == Level::warn);
    CHECK(found.text.starts_with("is damaged: "));
    CHECK(found.remedy.starts_with("the next start moves it aside"));
    CHECK(std::filesystem::exists(store_folder(configuration) / "data.mdb"));
  }
  SUBCASE("of another network") {
    configuration.network = wire::NetworkId::mainnet;
    const auto found = only(judge_store(configuration));
    CHECK(found.level == Level::warn);
    CHECK(found.text.ends_with("it is of simnet, not of mainnet"));
  }
}

TEST_CASE("app/store_findings: after crashes in a row the next start does without") {
  const Folder folder;
  const auto configuration = configuration_in(folder);
  fill(configuration);
  std::ofstream(crash_file(configuration.state)) << std::string(kCrashesInARow - 1, 'x');
  CHECK(only(judge_store(configuration)).level == Level::ok);
  std::ofstream(crash_file(configuration.state)) << std::string(kCrashesInARow, 'x');
  const auto found = judge_store(configuration);
  REQUIRE(found.size() == 2);
  CHECK(found[1].level == Level::warn);
  CHECK(found[1].text ==
        "the last 2 runs crashed: the next start leaves the store alone, and the one after uses it again");
}

TEST_CASE("app/store_findings: the next start") {
  const Finding good{Level::ok, "keys", "", "", {}};
  const Finding bad{Level::fail, "keys", "", "", {}};
  CHECK(to_string(judge_next_start(true, std::vector{good}, 2)) ==
        "ok    next start: the service would start, and vote through 2 nodes");
  CHECK(judge_next_start(true, std::vector{bad}, 1).text ==
        "the service would not start without a voting key");
  CHECK(judge_next_start(false, std::vector{good}, 1).level == Level::fail);
}
