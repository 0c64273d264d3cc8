#include "app/store_findings.hpp"

#include "app/configuration_fixture.hpp"
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

TEST_CASE("app/store_findings: the next start") {
  const Finding good{Level::ok, "keys", "", "", {}};
  const Finding bad{Level::fail, "keys", "", "", {}};
  CHECK(to_string(judge_next_start(true, std::vector{good}, 2)) ==
        "ok    next start: the service would start, and vote through 2 nodes");
  CHECK(judge_next_start(true, std::vector{bad}, 1).text ==
        "the service would not start without a voting key");
  CHECK(judge_next_start(false, std::vector{good}, 1).level == Level::fail);
}
