#include "app/pending_changes.hpp"

#include "store/records.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::testing;

namespace {

vote::Changes call_at(std::uint32_t height, const char* words = "") {
  vote::Changes changes;
  changes.calls = {small_call(height)};
  changes.calls[0].words = words;
  return changes;
}

vote::Changes ticket(std::uint8_t txid, std::uint32_t height) {
  vote::Changes changes;
  changes.tickets = {full_ticket(txid)};
  changes.tickets[0].height = height;
  return changes;
}

vote::Changes forgotten(std::uint8_t txid) {
  vote::Changes changes;
  changes.forgotten = {filled(txid)};
  return changes;
}

}  // namespace

TEST_CASE("app/pending_changes: nothing waits at first, and nothing stays") {
  PendingChanges pending;
  CHECK(pending.empty());
  CHECK(pending.add(call_at(1)) == 0);
  CHECK_FALSE(pending.empty());
  CHECK(pending.take().calls.size() == 1);
  CHECK(pending.empty());
  CHECK(pending.take().empty());
}

TEST_CASE("app/pending_changes: the last record of a key is kept, in the order of the first") {
  PendingChanges pending;
  pending.add(call_at(9, "first"));
  pending.add(call_at(3));
  pending.add(call_at(9, "last"));
  const auto calls = pending.take().calls;
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].height == 9);
  CHECK(calls[0].words == "last");
  CHECK(calls[1].height == 3);
}

TEST_CASE("app/pending_changes: a ticket is what was said of it last") {
  PendingChanges pending;
  pending.add(ticket(1, 10));
  pending.add(forgotten(1));
  pending.add(forgotten(2));
  pending.add(ticket(2, 20));
  auto changes = pending.take();
  CHECK(changes.forgotten == std::vector{filled(1)});
  REQUIRE(changes.tickets.size() == 1);
  CHECK(changes.tickets[0].height == 20);
  // In one change, a ticket that is both stays.
  auto both = ticket(3, 30);
  both.forgotten = {filled(3)};
  pending.add(std::move(both));
  changes = pending.take();
  CHECK(changes.forgotten.empty());
  CHECK(changes.tickets.size() == 1);
}

TEST_CASE("app/pending_changes: of too many records the oldest are dropped, and counted") {
  PendingChanges pending({.calls = 2, .tickets = 2, .events = 2});
  CHECK(pending.add(call_at(1)) + pending.add(call_at(2)) == 0);
  CHECK(pending.add(call_at(1, "again")) == 0);
  CHECK(pending.add(call_at(3)) == 1);
  CHECK(pending.add(call_at(2, "again")) == 0);
  CHECK(pending.add(ticket(1, 1)) + pending.add(forgotten(2)) + pending.add(ticket(3, 1)) == 1);
  vote::Changes events;
  events.events = {full_event(1), full_event(2), full_event(3), full_event(4)};
  CHECK(pending.add(std::move(events)) == 2);
  const auto changes = pending.take();
  REQUIRE(changes.calls.size() == 2);
  CHECK(changes.calls[0].height == 2);
  CHECK(changes.calls[0].words == "again");
  CHECK(changes.calls[1].height == 3);
  CHECK(changes.forgotten == std::vector{filled(2)});
  CHECK(changes.events == std::vector{full_event(3), full_event(4)});
}
