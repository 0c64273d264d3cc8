#include "app/key_findings.hpp"

#include "app/configuration_fixture.hpp"
#include "keys/voting_key.hpp"

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;
using Level = Finding::Level;

namespace {

const wire::Network& simnet() {
  return wire::network(wire::NetworkId::simnet);
}

}  // namespace

TEST_CASE("app/key_findings: without a key it cannot vote") {
  const Folder folder;
  const auto findings = judge_keys(folder.path(), simnet());
  REQUIRE(findings.size() == 1);
  CHECK(to_string(findings[0]) ==
        "FAIL  keys: there is no voting key in " + folder.path().string() +
            "; \"dcrvoter key new\" makes one, \"dcrvoter key import\" takes one over");
}

TEST_CASE("app/key_findings: a key is named by its fingerprint; a bad file beside it is a warning") {
  const Folder folder;
  const auto made = keys::make_voting_key(folder.path(), simnet());
  REQUIRE(made);
  const auto good = judge_keys(folder.path(), simnet());
  REQUIRE_FALSE(good.empty());
  CHECK(good[0].level == Level::ok);
  CHECK(good[0].text == "account " + made->account.fingerprint + " (" + made->account.origin + ")");

  folder.write("keys/other.key", "nonsense", 0600);
  const auto mixed = judge_keys(folder.path(), simnet());
  REQUIRE(mixed.size() > 1);
  CHECK(mixed[0].level == Level::warn);
  CHECK(mixed[0].text.find("other.key") != std::string::npos);
  CHECK(mixed[1].level == Level::ok);
}

TEST_CASE("app/key_findings: when no file can be read it cannot vote") {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "keys");
  folder.write("keys/other.key", "nonsense", 0600);
  const auto findings = judge_keys(folder.path(), simnet());
  REQUIRE_FALSE(findings.empty());
  CHECK(findings[0].level == Level::fail);
}
