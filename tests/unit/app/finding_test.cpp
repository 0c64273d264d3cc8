#include "app/finding.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace dcrvoter::app;
using Level = Finding::Level;

namespace {

Finding finding(Level level, std::optional<std::size_t> node = std::nullopt) {
  return {level, "s", "t", "", node};
}

int verdict_of(std::vector<Finding> findings, std::size_t nodes) {
  return verdict(findings, nodes);
}

}  // namespace

TEST_CASE("app/finding: one line each") {
  CHECK(to_string({Level::ok, "clock", "fine", "", {}}) == "ok    clock: fine");
  CHECK(to_string({Level::warn, "clock", "off", "set it", {}}) == "warn  clock: off; set it");
  CHECK(to_string({Level::fail, "node", "says \"a\nb\x1b[0m\"", "", 1}) == "FAIL  node: says \"a b [0m\"");
}

TEST_CASE("app/finding: the verdict") {
  CHECK(verdict_of({}, 0) == 0);
  CHECK(verdict_of({finding(Level::ok), finding(Level::ok, 0)}, 1) == 0);
  CHECK(verdict_of({finding(Level::ok), finding(Level::warn, 0)}, 1) == 1);
  CHECK(verdict_of({finding(Level::fail), finding(Level::ok, 0)}, 1) == 2);
  CHECK(verdict_of({finding(Level::fail, 0), finding(Level::warn, 0)}, 1) == 2);
  // One node of two down is no reason not to vote.
  CHECK(verdict_of({finding(Level::fail, 0), finding(Level::ok, 1)}, 2) == 1);
  CHECK(verdict_of({finding(Level::fail, 0), finding(Level::fail, 0)}, 2) == 1);
  CHECK(verdict_of({finding(Level::fail, 0), finding(Level::fail, 1)}, 2) == 2);
}
