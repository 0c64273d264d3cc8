#include "status/outlook.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

TEST_CASE("status/outlook: without tickets nothing is expected, and nothing needs the box") {
  const Outlook none = outlook(samples::ready());
  CHECK(none.chance == 0);
  CHECK(none.next_vote == 0);
  CHECK(none.last_height == 0);
  CHECK(none.last_at == 0);
  CHECK_FALSE(none.pool_known);
}

TEST_CASE("status/outlook: the chance of a ticket in the pool") {
  Snapshot snapshot = samples::ready();
  snapshot.tickets = {samples::ticket(1, 1'090'000)};
  // One of 40,960, the target's size: 5 draws each block.
  Outlook told = outlook(snapshot);
  CHECK(told.chance == doctest::Approx(5.0 / 40'960).epsilon(0.001));
  CHECK(told.next_vote == doctest::Approx(40'960 / 5 * 300).epsilon(0.001));
  // 256 blocks to become live, then 40,960 in which it can be called.
  CHECK(told.last_height == 1'090'000 + 256 + 40'960 - 1);
  CHECK(told.last_at == samples::kMoment + std::int64_t{300'000} * (told.last_height - snapshot.height));

  snapshot.block = BlockView{};
  snapshot.block->pool_size = 10;
  told = outlook(snapshot);
  CHECK(told.pool_known);
  CHECK(told.chance == doctest::Approx(1 - 0.9 * 0.9 * 0.9 * 0.9 * 0.9));
  snapshot.block->pool_size = 1;  // as on a chain of one's own
  CHECK(outlook(snapshot).chance == 1);
  CHECK(outlook(snapshot).next_vote == 300);
}

TEST_CASE("status/outlook: tickets that are to become live") {
  Snapshot snapshot = samples::ready();
  snapshot.tickets = {samples::ticket(1, snapshot.height - 156), samples::ticket(2, 0)};
  const Outlook told = outlook(snapshot);
  CHECK(told.chance == 0);  // of the next block
  CHECK(told.next_vote == doctest::Approx(100 * 300 + 40'960 / 2 / 5 * 300).epsilon(0.001));
  CHECK(told.last_height == snapshot.height + 1 + 256 + 40'960 - 1);
  // Those that have ended count for nothing.
  snapshot.tickets[0].spent_height = 5;
  snapshot.tickets[1] = samples::ticket(3, 1);
  CHECK(outlook(snapshot).last_height == 0);
}
