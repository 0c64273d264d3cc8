#include "host/loop_watch.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

using dcrvoter::host::LoopWatch;

TEST_CASE("host/loop_watch: a loop that runs moves, one that stands still does not") {
  std::vector<std::function<void()>> handed;
  LoopWatch watch([&](std::function<void()> work) { handed.push_back(std::move(work)); });
  CHECK_FALSE(watch.moved());
  REQUIRE(handed.size() == 1);
  handed.back()();
  CHECK(watch.moved());
  REQUIRE(handed.size() == 2);
  for (int i = 0; i < 5; ++i) {
    CHECK_FALSE(watch.moved());
  }
  CHECK_MESSAGE(handed.size() == 2, "what waits is no more than one");
  handed.back()();
  CHECK(watch.moved());
}

TEST_CASE("host/loop_watch: the loop may run what it was handed after the watch has gone") {
  std::vector<std::function<void()>> handed;
  {
    LoopWatch watch([&](std::function<void()> work) { handed.push_back(std::move(work)); });
    CHECK_FALSE(watch.moved());
  }
  REQUIRE(handed.size() == 1);
  handed.back()();
}
