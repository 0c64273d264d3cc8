#include "app/box_findings.hpp"

#include "app/configuration_fixture.hpp"

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;
using Level = Finding::Level;

TEST_CASE("app/box_findings: the clock") {
  const core::WallTime then = std::chrono::system_clock::from_time_t(1'600'000'000);
  const core::WallTime now = std::chrono::system_clock::from_time_t(1'800'000'000);
  CHECK(judge_clock(then, true) == ClockState::wrong);
  CHECK(judge_clock(then, false) == ClockState::wrong);
  CHECK(judge_clock(now, false) == ClockState::unknown);
  CHECK(judge_clock(now, true) == ClockState::synchronised);
  CHECK(judge_clock_state(ClockState::synchronised, now).text == "2027-01-15 08:00:00 UTC, synchronised");
  CHECK(judge_clock_state(ClockState::unknown, now).level == Level::ok);
  CHECK(judge_clock_state(ClockState::wrong, core::WallTime()).level == Level::warn);
  CHECK(judge_clock_state(ClockState::wrong, core::WallTime()).text ==
        "says 1970-01-01 00:00:00 UTC, which cannot be");
}

TEST_CASE("app/box_findings: the configuration") {
  const Folder folder;
  const auto good = judge_configuration(folder.load("network = \"simnet\"\n" + std::string(kNode)));
  REQUIRE(good.size() == 1);
  CHECK(good[0].level == Level::ok);
  CHECK(good[0].text == (folder.path() / "dcrvoter.toml").string() + ", simnet, nodes: 1");

  const auto warned =
      judge_configuration(folder.load("[choices.agendas]\nfuture = \"yes\"\n" + std::string(kNode)));
  REQUIRE(warned.size() == 2);
  CHECK(warned[0].level == Level::warn);
  CHECK(warned[1].level == Level::ok);

  const auto wrong = judge_configuration(folder.load("colour = 1\nsize = 2\n" + std::string(kNode)));
  REQUIRE(wrong.size() == 2);
  CHECK(wrong[0].level == Level::fail);
  CHECK(wrong[1].level == Level::fail);
}

TEST_CASE("app/box_findings: the state folder") {
  const Folder folder;
  const auto state = folder.path() / "state";
  CHECK(judge_state_folder(state) == Finding{Level::fail,
                                             "state folder",
                                             state.string() + " does not exist",
                                             "\"dcrvoter key new\" makes it",
                                             {}});
  CHECK(judge_state_folder(folder.path() / "rpc.cert").level == Level::fail);
  std::filesystem::create_directory(state);
  std::filesystem::permissions(state, std::filesystem::perms(0700));
  CHECK(judge_state_folder(state) == Finding{Level::ok, "state folder", state.string(), "", {}});
  std::filesystem::permissions(state, std::filesystem::perms(0777));
  CHECK(judge_state_folder(state).level == Level::warn);
}
