#include "voter/call_watch.hpp"

#include "voter/numbered.hpp"

#include <doctest/doctest.h>

using dcrvoter::voter::CallWatch;
using dcrvoter::voter::testing::numbered;

namespace {

/// Connects block `number` on the one before.
void connect(CallWatch& watch, unsigned number) {
  watch.connected(numbered(number), numbered(number - 1));
}

/// As a node that is level with its peers goes on.
void announce(CallWatch& watch, unsigned number) {
  connect(watch, number);
  watch.called(numbered(number));
}

}  // namespace

TEST_CASE("voter/call_watch: a node that announces each block owes nothing") {
  CallWatch watch;
  CHECK_FALSE(watch.is_owed());
  for (unsigned i = 1; i < 5; ++i) {
    announce(watch, i);
    CHECK_FALSE(watch.is_owed());
  }
}

TEST_CASE("voter/call_watch: of blocks that link at once the last is owed, though the first is called") {
  CallWatch watch;
  announce(watch, 1);
  connect(watch, 2);
  CHECK_FALSE(watch.is_owed());
  connect(watch, 3);
  CHECK(watch.is_owed());
  watch.called(numbered(2));
  CHECK(watch.is_owed());
  SUBCASE("asked for once, and no more when it answers nothing") {
    watch.asked();
    CHECK_FALSE(watch.is_owed());
    watch.answered();
    CHECK_FALSE(watch.is_owed());
  }
  SUBCASE("not asked for when it is called after all") {
    watch.called(numbered(3));
    CHECK_FALSE(watch.is_owed());
  }
  SUBCASE("the answer does not count as an announcement: the next may be silent too") {
    watch.asked();
    watch.answered();
    watch.called(numbered(3));
    connect(watch, 4);
    CHECK(watch.is_owed());
  }
  SUBCASE("one question at a time, the next for the tip of then") {
    watch.asked();
    connect(watch, 4);
    CHECK_FALSE(watch.is_owed());
    watch.answered();
    CHECK(watch.is_owed());
  }
  SUBCASE("an answer that names a block which came meanwhile is no announcement either") {
    watch.asked();
    connect(watch, 4);
    watch.called(numbered(4));
    watch.answered();
    connect(watch, 5);
    CHECK(watch.is_owed());
  }
}

TEST_CASE("voter/call_watch: what a node withholds that announced the block before is left to it") {
  CallWatch watch;
  announce(watch, 1);
  connect(watch, 2);
  CHECK_FALSE(watch.is_owed());
  watch.called(numbered(1));
  CHECK_FALSE(watch.is_owed());
  connect(watch, 3);  // may be one more of a burst: nobody can tell yet
  CHECK(watch.is_owed());
  watch.called(numbered(3));
  CHECK_FALSE(watch.is_owed());
}

TEST_CASE(
    "voter/call_watch: the first block of a connection, and one that follows on no known one, are owed") {
  CallWatch watch;
  connect(watch, 7);
  CHECK(watch.is_owed());
  watch.called(numbered(7));
  watch.connected(numbered(20), numbered(19));
  CHECK(watch.is_owed());
}
